import type { QueryConfig } from 'pg'
import type {
  Charge,
  PreparedBatch,
  Stream,
  StreamStore,
  StreamWrite,
} from '../flow/metering/ports.ts'
import { breathe } from '../kernel/breathe.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
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
import { divideSurcharges, hasSurcharge, type Owing, writeOwed } from './stream-surcharge.ts'
import { loadUnjudged, setAsideIn } from './stream-unjudged.ts'
import {
  chargeColumns,
  type NumberedCharge,
  number,
  READING_KNOWN,
  readingColumns,
  stateColumns,
  WRITE_BATCH,
} from './stream-write.ts'

/** Readings whose columns take long enough to make answers wait. */
const LONG = 200

interface Uncharged {
  readonly before: readonly Column[]
  readonly after: readonly Column[]
}

/** Streams of metering points on PostgreSQL. */
export function createStreamStore(options: {
  readonly pool: SqlPool
  readonly ids: IdAllocator
  /** Domain time, for when a quarantined reading was set aside. */
  readonly clock: Clock
  /** Makes a compiled tariff ready for rating. */
  readonly prepare: Parameters<typeof createStreamLoader>[0]
  readonly owing: Owing
}): StreamStore {
  const { pool, ids, clock, owing } = options
  const load = createStreamLoader(options.prepare)

  /** The statement alone is a transaction; only what is set aside beside it needs a longer one. */
  function plain(statement: QueryConfig, asides: readonly Aside[]): PreparedBatch {
    return written(async () => {
      if (asides.length === 0) {
        await pool.query(statement)
        return
      }
      await inTransaction(pool, async (transaction) => {
        await clientOf(transaction).query(statement)
        await writeAsides(clientOf(transaction), asides, clock.now())
      })
    })
  }

  /** How much of a surcharge is paid, the purses tell when it is booked. */
  function preparedOwing(batch: {
    readonly uncharged: Uncharged
    readonly numbered: readonly NumberedCharge[]
    readonly owedIds: readonly Id[]
    readonly asides: readonly Aside[]
  }): PreparedBatch {
    return written(() =>
      inTransaction(pool, async (transaction) => {
        const client = clientOf(transaction)
        const means = { client, taken: owing.taken }
        const { numbered, owed } = await divideSurcharges(means, batch.numbered, batch.owedIds)
        await client.query(statementOf(batch.uncharged, await inParts(chargeColumns(numbered))))
        await writeOwed(client, owed)
        await writeAsides(client, batch.asides, clock.now())
      }),
    )
  }

  async function numberedOf(batch: readonly StreamWrite[]): Promise<readonly NumberedCharge[]> {
    const charges: { stream: Stream; charge: Charge }[] = []
    for (const { stream, charges: own } of batch)
      for (const charge of own) charges.push({ stream, charge })
    return number(charges, await ids.take(charges.length))
  }

  /** What does not depend on who pays how much of a charge. */
  async function unchargedColumns(batch: readonly StreamWrite[]) {
    const readings = batch.flatMap((write) => write.readings)
    const before = readingColumns(readings)
    if (readings.length > LONG) await breathe()
    return { before, after: stateColumns(batch) }
  }

  return {
    load: (pointIds) => lasting(() => load(pool, pointIds)),

    async prepare(batch) {
      const numbered = await lasting(() => numberedOf(batch))
      const uncharged = await unchargedColumns(batch)
      const asides = batch.map(asideOf).filter((aside) => !isEmpty(aside))
      if (numbered.some(hasSurcharge)) {
        const owedIds = await lasting(() => ids.take(numbered.filter(hasSurcharge).length))
        return preparedOwing({ uncharged, numbered, owedIds, asides })
      }
      return plain(statementOf(uncharged, await inParts(chargeColumns(numbered))), asides)
    },

    correct(request) {
      const means = { load, ids, clock, owing }
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

/** Columns in parts, with room for answers to be handled in between where they are long. */
async function inParts(parts: readonly (() => Column[])[]): Promise<Column[]> {
  const columns: Column[] = []
  for (const part of parts) {
    columns.push(...part())
    if ((columns[0]?.length ?? 0) > LONG * 12) await breathe()
  }
  return columns
}

function statementOf({ before, after }: Uncharged, charged: readonly Column[]): QueryConfig {
  return { name: 'stream-write', text: WRITE_BATCH, values: [...before, ...charged, ...after] }
}

function written(write: () => Promise<void>): PreparedBatch {
  return {
    async write() {
      try {
        await lasting(write)
        return 'written'
      } catch (thrown) {
        if (isStale(thrown)) return 'stale'
        throw thrown
      }
    },
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
