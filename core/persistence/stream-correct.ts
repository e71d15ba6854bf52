import type { Transaction } from '../flow/ledger/ports.ts'
import type { BookedCharge, Correction, Stream, StreamStore } from '../flow/metering/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Clock, Instant } from '../kernel/instant.ts'
import { idList, instants, integers } from './columns.ts'
import type { IdAllocator } from './ids.ts'
import { closeRepair } from './repair.ts'
import { clientOf, type SqlClient } from './sql.ts'
import { isEmpty, writeAsides } from './stream-aside.ts'
import { encodeState } from './stream-codec.ts'
import { loadHistory, TAKEN_HERE } from './stream-history.ts'
import type { StreamLoader } from './stream-load.ts'
import { divideSurcharges, hasSurcharge, type Owing, writeOwed } from './stream-surcharge.ts'
import {
  chargeColumns,
  KEEP_READINGS,
  number,
  readingColumns,
  WRITE_CHARGES,
} from './stream-write.ts'
import { REOPEN } from './use-sum-statements.ts'

type CorrectRequest = Parameters<StreamStore['correct']>[0]

interface Means {
  readonly load: StreamLoader
  readonly ids: IdAllocator
  readonly clock: Clock
  readonly owing: Owing
}

/** Judges a stretch again within a transaction: see {@link StreamStore.correct}. */
export async function correctIn(
  transaction: Transaction,
  request: CorrectRequest,
  means: Means,
): Promise<{ corrected: boolean }> {
  const client = clientOf(transaction)
  await client.query({
    name: 'stream-lock',
    text: 'SELECT FROM metering_point_state WHERE metering_point_id = $1 FOR UPDATE',
    values: [request.pointId],
  })
  const [position] = await means.load(client, [request.pointId])
  if (!position) throw busbarError('not-found', { detail: `No metering point ${request.pointId}.` })
  const { stream } = position
  const fresh = await keepReadings(client, request)
  if (fresh === 0 && request.from === undefined) return { corrected: false }
  const history = await loadHistory(client, stream, lookBack(request))
  const correction = request.derive(stream, history)
  await reopenSums(client, stream, correction)
  const reversals = await undo(client, correction.undo, means.ids)
  await book(client, stream, correction, means)
  await settle({ transaction, correction, cause: reversals[0] }, means)
  await replaceState(client, stream, correction, history.anchorAt)
  await replaceQuarantine(client, stream, correction, history.anchorAt, means.clock.now())
  return { corrected: correction.undo.length + correction.charges.length > 0 }
}

/**
 * What a correction books, and what is booked in order after it, ends after these instants: sums are put back to them
 * (decision 22).
 */
async function reopenSums(
  client: SqlClient,
  stream: Stream,
  { undo, charges, state }: Correction,
): Promise<void> {
  const floors = new Map<Id, Instant>()
  for (const { registerId, baseline } of state.registers)
    if (baseline !== null) floors.set(registerId, baseline.at)
  for (const { usage } of [...undo.map(({ charge }) => charge), ...charges]) {
    const floor = floors.get(usage.registerId)
    if (floor !== undefined && usage.from < floor) floors.set(usage.registerId, usage.from)
  }
  const rows = [...floors]
  await client.query({
    text: REOPEN,
    values: [
      stream.point.id,
      integers(rows, ([registerId]) => registerId),
      instants(rows, ([, at]) => at),
    ],
  })
}

function lookBack({ from, readings }: CorrectRequest): Instant {
  return readings.reduce(
    (earliest, { at }) => Math.min(earliest, at),
    from ?? Number.MAX_SAFE_INTEGER,
  )
}

async function keepReadings(client: SqlClient, { readings }: CorrectRequest): Promise<number> {
  if (readings.length === 0) return 0
  const { rowCount } = await client.query({
    name: 'readings-keep',
    text: KEEP_READINGS,
    values: readingColumns(readings),
  })
  return rowCount ?? 0
}

/** Every part of the booked charges again, with the sign turned. */
const UNDO = `
WITH pair AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS p (old, new, spare)
), interval_rows AS (
  INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros,
    to_micros, quantity_micros, agreement_id, unrated, reverses_id)
  SELECT p.new, u.metering_point_id, u.register_id, u.installation_id, u.from_at, u.to_at, u.from_micros,
    u.to_micros, -u.quantity_micros, u.agreement_id, u.unrated, u.id
  FROM pair p JOIN usage_interval u ON u.id = p.old RETURNING 1
), line_rows AS (
  INSERT INTO rated_line (interval_id, ordinal, tariff_version_id, component, category, band, from_at, to_at,
    quantity_micros, quantity_from_micros, price_micros, amount_micros, estimated)
  SELECT p.new, l.ordinal, l.tariff_version_id, l.component, l.category, l.band, l.from_at, l.to_at,
    -l.quantity_micros, l.quantity_from_micros, l.price_micros, -l.amount_micros, l.estimated
  FROM pair p JOIN rated_line l ON l.interval_id = p.old
), posting_rows AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind,
    reference_id, reverses_id)
  SELECT p.new, o.at, o.credit_id, o.debit_id, o.amount_micros, o.currency, 'usage-reversal',
    'usage-interval', p.new, o.id
  FROM pair p JOIN posting o ON o.id = p.old RETURNING debit_id, credit_id, amount_micros
), owed_rows AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind,
    reference_id, reverses_id)
  SELECT p.spare, o.at, o.credit_id, o.debit_id, o.amount_micros, o.currency, 'usage-owed-reversal',
    'usage-interval', p.new, o.id
  FROM pair p JOIN posting o ON o.reference_id = p.old AND o.kind = 'usage-owed'
  RETURNING debit_id, credit_id, amount_micros
), moved AS (
  SELECT credit_id AS id, amount_micros AS amount FROM posting_rows UNION ALL
  SELECT debit_id, -amount_micros FROM posting_rows UNION ALL
  SELECT credit_id, amount_micros FROM owed_rows UNION ALL
  SELECT debit_id, -amount_micros FROM owed_rows
), change AS (
  SELECT id, sum(amount)::bigint AS amount FROM moved GROUP BY id
), locked AS MATERIALIZED (
  -- The house's accounts keep no balance.
  SELECT a.id FROM ledger_account a JOIN change USING (id) WHERE a.account_id IS NOT NULL
  ORDER BY a.id FOR NO KEY UPDATE OF a
)
UPDATE ledger_account a SET balance_micros = a.balance_micros + c.amount, version = a.version + 1
FROM change c JOIN locked USING (id) WHERE a.id = c.id`

async function undo(
  client: SqlClient,
  charges: readonly BookedCharge[],
  ids: IdAllocator,
): Promise<readonly Id[]> {
  if (charges.length === 0) return []
  const fresh = await ids.take(charges.length)
  const spare = await ids.take(charges.length)
  await client.query({
    text: UNDO,
    values: [integers(charges, (charge) => charge.id), idList(fresh), idList(spare)],
  })
  return fresh
}

/** What was undone has brought credit back, or what was settled too much. */
async function settle(
  {
    transaction,
    correction,
    cause,
  }: {
    readonly transaction: Transaction
    readonly correction: Correction
    readonly cause: Id | undefined
  },
  means: Means,
): Promise<void> {
  if (cause === undefined) return
  const payers = correction.undo.flatMap(({ charge }) => charge.usage.agreement?.accountId ?? [])
  for (const accountId of new Set(payers)) {
    const at = means.clock.now()
    await means.owing.settle({ accountId, at, cause: `usage-reversal:${cause}`, transaction })
  }
}

async function book(
  client: SqlClient,
  stream: Stream,
  { charges }: Correction,
  { ids, owing: { taken } }: Means,
): Promise<void> {
  if (charges.length === 0) return
  const numbered = number(
    charges.map((charge) => ({ stream, charge })),
    await ids.take(charges.length),
  )
  const owedIds = await ids.take(numbered.filter(hasSurcharge).length)
  const divided =
    owedIds.length === 0
      ? { numbered, owed: [] }
      : await divideSurcharges({ client, taken }, numbered, owedIds)
  await client.query({
    text: WRITE_CHARGES,
    values: chargeColumns(divided.numbered).flatMap((columns) => columns()),
  })
  await writeOwed(client, divided.owed)
}

async function replaceState(
  client: SqlClient,
  stream: Stream,
  correction: Correction,
  anchorAt: Instant,
): Promise<void> {
  const { id } = stream.point
  await client.query({
    text: `UPDATE metering_point_state SET version = version + 1, state = $2,
      last_at = to_timestamp($3::float8 / 1000) WHERE metering_point_id = $1`,
    values: [id, encodeState(correction.state), correction.lastAt],
  })
  await client.query({
    text: `DELETE FROM stream_checkpoint
      WHERE metering_point_id = $1 AND at > to_timestamp($2::float8 / 1000)`,
    values: [id, Number.isFinite(anchorAt) ? anchorAt : 0],
  })
}

/** Readings after the anchor that are refused now stay set aside; the others are settled. */
async function replaceQuarantine(
  client: SqlClient,
  stream: Stream,
  correction: Correction,
  anchorAt: Instant,
  now: Instant,
): Promise<void> {
  const registerIds = [...new Set(stream.point.installed.map((item) => item.registerId))]
  await client.query({
    text: `UPDATE quarantined_reading q SET closed_at = to_timestamp($3::float8 / 1000)
      WHERE register_id = ANY ($1::bigint[]) AND at > to_timestamp($2::float8 / 1000) AND closed_at IS NULL
        AND ${TAKEN_HERE('q', '$4')}`,
    values: [idList(registerIds), Number.isFinite(anchorAt) ? anchorAt : 0, now, stream.point.id],
  })
  // A stretch that was judged leaves nothing unjudged behind it.
  const subject = `metering-point:${stream.point.id}`
  await closeRepair(client, { kind: 'reading-unjudged', subject, at: now })
  const aside = {
    point: stream.point,
    quarantined: correction.quarantined,
    checkpoints: correction.checkpoints,
    unrated: correction.charges.some((charge) => charge.unrated !== null),
  }
  if (!isEmpty(aside)) await writeAsides(client, [aside], now)
}
