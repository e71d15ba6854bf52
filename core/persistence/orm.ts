import type { EntitySchema } from '@mikro-orm/core'
import { MikroORM, Type } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import { busbarError } from '../kernel/error.ts'
import { formatInstant, type Instant, parseInstant } from '../kernel/instant.ts'
import { tellClients } from './pg-client.ts'
import { outliveLostConnections } from './pool.ts'

/** Entities made by defineEntity(). */
export type Entities = readonly EntitySchema[]

/**
 * A timestamptz column as an Instant (UTC epoch milliseconds). PostgreSQL keeps microseconds; what is finer than a
 * millisecond is cut off on reading.
 */
export class InstantType extends Type<Instant | null, string | null> {
  override convertToDatabaseValue(value: Instant | null): string | null {
    return value === null || value === undefined ? null : formatInstant(value)
  }

  override convertToJSValue(value: string | null): Instant | null {
    return value === null || value === undefined ? null : instantOfPg(value)
  }

  override getColumnType(): string {
    return 'timestamptz'
  }

  override compareAsType(): string {
    return 'number'
  }
}

/** Parses PostgreSQL's own form of a timestamptz, such as `2026-01-31 08:00:00.123+00`. @throws `instant-invalid` */
export function instantOfPg(text: string): Instant {
  return parseInstant(text.replace(/([+-]\d\d)$/, '$1:00'))
}

/**
 * The ORM on one login's pool. It neither connects here nor touches the schema: migrations own that.
 * @throws `configuration-invalid` for entities that MikroORM refuses
 */
export async function createOrm({
  url,
  entities,
  poolMax,
  debug = false,
}: {
  url: string
  entities: Entities
  poolMax: number
  debug?: boolean
}): Promise<MikroORM> {
  try {
    return await MikroORM.init({
      clientUrl: url,
      entities: [...entities],
      discovery: { warnWhenNoEntities: false },
      pool: { min: 0, max: poolMax },
      driverOptions: {
        connectionTimeoutMillis: 10_000,
        onPoolCreated: (pool: Pool) => {
          tellClients(pool)
          outliveLostConnections(pool)
        },
      },
      forceUtcTimezone: true,
      debug,
    })
  } catch (cause) {
    throw busbarError('configuration-invalid', { detail: 'The ORM refuses its entities.', cause })
  }
}
