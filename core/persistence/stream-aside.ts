import type { MeteringPoint, Quarantined } from '../domain/metering/model.ts'
import type { Checkpoint } from '../flow/metering/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { integers, texts } from './columns.ts'
import type { SqlClient } from './sql.ts'
import { encodeState } from './stream-codec.ts'

/** What a write leaves beside readings and charges; rare, so it is written apart from the hot path. */
export interface Aside {
  readonly point: Pick<MeteringPoint, 'id' | 'siteId'>
  readonly quarantined: readonly Quarantined[]
  readonly checkpoints: readonly Checkpoint[]
  /** Whether use was booked that no tariff prices. */
  readonly unrated: boolean
}

export function isEmpty({ quarantined, checkpoints, unrated }: Aside): boolean {
  return quarantined.length === 0 && checkpoints.length === 0 && !unrated
}

export async function writeAsides(
  client: SqlClient,
  asides: readonly Aside[],
  now: Instant,
): Promise<void> {
  await keepCheckpoints(client, asides)
  await keepQuarantined(
    client,
    asides.flatMap((aside) => aside.quarantined),
    now,
  )
  await openRepairs(client, asides, now)
}

async function keepCheckpoints(client: SqlClient, asides: readonly Aside[]): Promise<void> {
  const rows = asides.flatMap(({ point, checkpoints }) =>
    checkpoints.map(({ at, state }) => ({
      pointId: point.id,
      at,
      state: encodeState(state),
    })),
  )
  if (rows.length === 0) return
  await client.query({
    text: `INSERT INTO stream_checkpoint (metering_point_id, at, state)
      SELECT c.id, to_timestamp(c.at::float8 / 1000), c.state
      FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS c (id, at, state)
      ON CONFLICT (metering_point_id, at) DO UPDATE SET state = excluded.state`,
    values: [
      integers(rows, (row) => row.pointId),
      integers(rows, (row) => row.at),
      texts(rows, (row) => row.state),
    ],
  })
}

async function keepQuarantined(
  client: SqlClient,
  items: readonly Quarantined[],
  now: Instant,
): Promise<void> {
  if (items.length === 0) return
  await client.query({
    text: `INSERT INTO quarantined_reading (register_id, at, value_micros, reason, detail, opened_at)
      SELECT q.register_id, to_timestamp(q.at::float8 / 1000), q.value, q.reason, q.detail,
        to_timestamp($6::float8 / 1000)
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
        AS q (register_id, at, value, reason, detail)
      ON CONFLICT (register_id, at, value_micros)
        DO UPDATE SET reason = excluded.reason, detail = excluded.detail, closed_at = NULL`,
    values: [
      integers(items, (item) => item.reading.registerId),
      integers(items, (item) => item.reading.at),
      integers(items, (item) => item.reading.valueMicros),
      texts(items, (item) => item.reason),
      texts(items, (item) => item.detail),
      now,
    ],
  })
}

interface Repair {
  readonly siteId: Id
  readonly kind: string
  readonly pointId: Id
  readonly owner: string
  readonly detail: string
}

async function openRepairs(
  client: SqlClient,
  asides: readonly Aside[],
  now: Instant,
): Promise<void> {
  const repairs = new Map<string, Repair>()
  for (const { point, quarantined, unrated } of asides) {
    const { id: pointId, siteId } = point
    for (const { reason, detail } of quarantined) {
      const kind = `reading-${reason}`
      repairs.set(`${kind}/${pointId}`, { siteId, kind, pointId, owner: 'technician', detail })
    }
    if (unrated) {
      const detail = 'Use was booked that no tariff version prices: add one, and it will be rated.'
      repairs.set(`tariff-missing/${pointId}`, {
        siteId,
        kind: 'tariff-missing',
        pointId,
        owner: 'manager',
        detail,
      })
    }
  }
  if (repairs.size === 0) return
  const rows = [...repairs.values()]
  await client.query({
    text: `INSERT INTO repair_item (site_id, kind, subject, owner_role, severity, detail, opened_at, last_at)
      SELECT r.site_id, r.kind, 'metering-point:' || r.point_id, r.owner, 'warning',
        jsonb_build_object('message', r.detail, 'meteringPointId', r.point_id::text),
        to_timestamp($6::float8 / 1000), to_timestamp($6::float8 / 1000)
      FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])
        AS r (site_id, kind, point_id, owner, detail)
      ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO UPDATE
        SET occurrences = repair_item.occurrences + 1, last_at = excluded.last_at, detail = excluded.detail`,
    values: [
      integers(rows, (row) => row.siteId),
      texts(rows, (row) => row.kind),
      integers(rows, (row) => row.pointId),
      texts(rows, (row) => row.owner),
      texts(rows, (row) => row.detail),
      now,
    ],
  })
}
