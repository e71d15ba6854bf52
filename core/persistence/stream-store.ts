import type { QueryConfig } from 'pg'
import type { Reading } from '../domain/metering/model.ts'
import type {
  Charge,
  PreparedBatch,
  Stream,
  StreamStore,
  StreamWrite,
} from '../flow/metering/ports.ts'
import { breathe } from '../kernel/breathe.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import type { Column } from './columns.ts'
import { constraintOf } from './database-errors.ts'
import type { IdAllocator } from './ids.ts'
import {
  clientOf,
  inTransaction,
  isPassing,
  type SqlPool,
  STALE,
  sqlState,
  withRetry,
} from './sql.ts'
import { type Aside, isEmpty, writeAsides } from './stream-aside.ts'
import { correctIn } from './stream-correct.ts'
import { createStreamLoader } from './stream-load.ts'
import { loadUnjudged, setAsideIn } from './stream-unjudged.ts'
import {
  chargeColumns,
  number,
  READING_KNOWN,
  readingColumns,
  stateColumns,
  WRITE_BATCH,
} from './stream-write.ts'

/** Readings whose columns take long enough to make answers wait. */
const LONG = 200

/** Streams of metering points on PostgreSQL. */
export function createStreamStore(options: {
  readonly pool: SqlPool
  readonly ids: IdAllocator
  /** Domain time, for when a quarantined reading was set aside. */
  readonly clock: Clock
  /** Makes a compiled tariff ready for rating. */
  readonly prepare: Parameters<typeof createStreamLoader>[0]
}): StreamStore {
  const { pool, ids, clock } = options
  const load = createStreamLoader(options.prepare)

  async function statementOf(batch: readonly StreamWrite[]): Promise<QueryConfig> {
    const charges: { stream: Stream; charge: Charge }[] = []
    const readings: Reading[] = []
    for (const { stream, charges: own, readings: read } of batch) {
      for (const charge of own) charges.push({ stream, charge })
      for (const reading of read) readings.push(reading)
    }
    const numbered = number(charges, await ids.take(charges.length))
    const values: Column[] = []
    for (const columns of [
      () => readingColumns(readings),
      ...chargeColumns(numbered),
      () => stateColumns(batch),
    ]) {
      values.push(...columns())
      if (readings.length > LONG) await breathe()
    }
    return { name: 'stream-write', text: WRITE_BATCH, values }
  }

  /** The statement alone is a transaction; only what is set aside beside it needs a longer one. */
  async function write(statement: QueryConfig, asides: readonly Aside[]): Promise<void> {
    if (asides.length === 0) {
      await pool.query(statement)
      return
    }
    await inTransaction(pool, async (transaction) => {
      await clientOf(transaction).query(statement)
      await writeAsides(clientOf(transaction), asides, clock.now())
    })
  }

  // Apart, so that what waits to be sent keeps nothing alive of what it was made from.
  function preparedOf(statement: QueryConfig, asides: readonly Aside[]): PreparedBatch {
    return {
      async write() {
        try {
          await lasting(() => write(statement, asides))
          return 'written'
        } catch (thrown) {
          if (isStale(thrown)) return 'stale'
          throw thrown
        }
      },
    }
  }

  return {
    load: (pointIds) => lasting(() => load(pool, pointIds)),

    async prepare(batch) {
      const statement = await lasting(() => statementOf(batch))
      const asides = batch.map(asideOf).filter((aside) => !isEmpty(aside))
      return preparedOf(statement, asides)
    },

    correct(request) {
      const means = { load, ids, clock }
      if (request.transaction) return correctIn(request.transaction, request, means)
      return lasting(() =>
        inTransaction(pool, (transaction) => correctIn(transaction, request, means)),
      )
    },

    setAside: (request) =>
      lasting(() =>
        inTransaction(pool, (transaction) => setAsideIn(transaction, request, clock.now())),
      ),

    unjudged: () => lasting(() => loadUnjudged(pool)),
  }
}

/** Work that is tried again, and whose failure tells whether the readings or the database are to blame. */
async function lasting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withRetry(work)
  } catch (thrown) {
    if (isPassing(thrown)) throw busbarError('database-unavailable', { cause: thrown })
    throw thrown
  }
}

/** Whether a write was refused because its streams had moved. */
function isStale(thrown: unknown): boolean {
  return sqlState(thrown) === STALE || constraintOf(thrown) === READING_KNOWN
}

function asideOf({ stream, quarantined, checkpoints, charges }: StreamWrite): Aside {
  return {
    point: stream.point,
    quarantined,
    checkpoints,
    unrated: charges.some((charge) => charge.unrated !== null),
  }
}
