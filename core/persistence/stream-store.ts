import type { StreamStore, StreamWrite } from '../flow/metering/ports.ts'
import type { Clock } from '../kernel/instant.ts'
import type { IdAllocator } from './ids.ts'
import { clientOf, inTransaction, type SqlPool, STALE, sqlState, withRetry } from './sql.ts'
import { type Aside, isEmpty, writeAsides } from './stream-aside.ts'
import { correctIn } from './stream-correct.ts'
import { createStreamLoader } from './stream-load.ts'
import { chargeColumns, number, readingColumns, stateColumns, WRITE_BATCH } from './stream-write.ts'

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

  async function statementOf(batch: readonly StreamWrite[]) {
    const charges = batch.flatMap(({ stream, charges: own }) =>
      own.map((charge) => ({ stream, charge })),
    )
    const numbered = number(charges, await ids.take(charges.length))
    const readings = batch.flatMap((write) => write.readings)
    const values = [...readingColumns(readings), ...chargeColumns(numbered), ...stateColumns(batch)]
    return { name: 'stream-write', text: WRITE_BATCH, values }
  }

  /** The statement alone is a transaction; only what is set aside beside it needs a longer one. */
  async function writeAll(batch: readonly StreamWrite[]): Promise<void> {
    const statement = await statementOf(batch)
    const asides = batch.map(asideOf).filter((aside) => !isEmpty(aside))
    if (asides.length === 0) {
      await pool.query(statement)
      return
    }
    await inTransaction(pool, async (transaction) => {
      await clientOf(transaction).query(statement)
      await writeAsides(clientOf(transaction), asides, clock.now())
    })
  }

  return {
    load: (pointIds) => withRetry(() => load(pool, pointIds)),

    async write(batch) {
      try {
        await withRetry(() => writeAll(batch))
        return 'written'
      } catch (thrown) {
        if (sqlState(thrown) === STALE) return 'stale'
        throw thrown
      }
    },

    correct(request) {
      const means = { load, ids, clock }
      if (request.transaction) return correctIn(request.transaction, request, means)
      return withRetry(() =>
        inTransaction(pool, (transaction) => correctIn(transaction, request, means)),
      )
    },
  }
}

function asideOf({ stream, quarantined, checkpoints, charges }: StreamWrite): Aside {
  return {
    stream,
    quarantined,
    checkpoints,
    unrated: charges.some((charge) => charge.unrated !== null),
  }
}
