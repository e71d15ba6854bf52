import type { Charge, Payer, Stream, StreamWrite } from '../flow/metering/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { booleans, integers, texts } from './columns.ts'
import { STALE } from './sql.ts'
import { encodeState } from './stream-codec.ts'

const instant = (column: string) => `to_timestamp(${column}::float8 / 1000)`

/** CTEs that store readings: $1…$6. */
export const READINGS = `
reading_rows AS (
  INSERT INTO reading (at, register_id, value_micros, received_at, quality, source)
  SELECT ${instant('r.at')}, r.register_id, r.value, ${instant('r.received_at')}, r.quality, r.source
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
    AS r (at, register_id, value, received_at, quality, source)
  ON CONFLICT DO NOTHING RETURNING 1
)`

/** CTEs that store charges and move the purses: $7…$38. */
const CHARGES = `
interval_rows AS (
  INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at,
    from_micros, to_micros, quantity_micros, agreement_id, unrated)
  SELECT u.id, u.point, u.register, u.installation, ${instant('u.from_at')}, ${instant('u.to_at')},
    u.from_value, u.to_value, u.quantity, u.agreement, u.unrated
  FROM unnest($7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
    $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[])
    AS u (id, point, register, installation, from_at, to_at, from_value, to_value, quantity, agreement, unrated)
), line_rows AS (
  INSERT INTO rated_line (interval_id, ordinal, tariff_version_id, component, category, band, from_at, to_at,
    quantity_micros, quantity_from_micros, price_micros, amount_micros, estimated)
  SELECT l.id, l.ordinal, l.version, l.component, l.category, l.band, ${instant('l.from_at')},
    ${instant('l.to_at')}, l.quantity, l.quantity_from, l.price, l.amount, l.estimated
  FROM unnest($18::bigint[], $19::smallint[], $20::bigint[], $21::text[], $22::text[], $23::text[],
    $24::bigint[], $25::bigint[], $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::boolean[])
    AS l (id, ordinal, version, component, category, band, from_at, to_at, quantity, quantity_from, price, amount, estimated)
), posting_rows AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
  SELECT p.id, ${instant('p.at')}, p.debit, p.credit, p.amount, p.currency, 'usage', 'usage-interval', p.id
  FROM unnest($31::bigint[], $32::bigint[], $33::bigint[], $34::bigint[], $35::bigint[], $36::text[])
    AS p (id, at, debit, credit, amount, currency)
), locked_purses AS MATERIALIZED (
  SELECT id FROM ledger_account WHERE id = ANY ($37::bigint[]) ORDER BY id FOR NO KEY UPDATE
), purse_rows AS (
  UPDATE ledger_account a SET balance_micros = a.balance_micros - d.amount, version = a.version + 1
  FROM unnest($37::bigint[], $38::bigint[]) AS d (id, amount) JOIN locked_purses USING (id)
  WHERE a.id = d.id RETURNING 1
)`

/** The whole of a batch in one statement; a stream that has moved meanwhile refuses all of it. */
export const WRITE_BATCH = `
WITH ${READINGS}, ${CHARGES}, state_rows AS (
  UPDATE metering_point_state s SET version = s.version + 1, state = n.state,
    last_at = COALESCE(${instant('n.last_at')}, s.last_at)
  FROM unnest($39::bigint[], $40::bigint[], $41::jsonb[], $42::bigint[]) AS n (id, version, state, last_at)
  WHERE s.metering_point_id = n.id AND s.version = n.version RETURNING 1
)
SELECT CASE
  WHEN (SELECT count(*) FROM state_rows) < cardinality($39::bigint[]) THEN refuse('${STALE}', 'stale stream')
  WHEN (SELECT count(*) FROM reading_rows) < cardinality($1::bigint[]) THEN refuse('${STALE}', 'known reading')
  WHEN (SELECT count(*) FROM purse_rows) < cardinality($37::bigint[]) THEN refuse('${STALE}', 'purse missing')
  ELSE 1 END`

/** A correction's fresh charges: the same CTEs without readings or state. */
export const WRITE_CHARGES = `
WITH ${renumber(CHARGES, 6)}
SELECT CASE
  WHEN (SELECT count(*) FROM purse_rows) < cardinality($31::bigint[]) THEN refuse('${STALE}', 'purse missing')
  ELSE 1 END`

function renumber(sql: string, by: number): string {
  return sql.replace(/\$(\d+)/g, (_, index: string) => `$${Number(index) - by}`)
}

/** A charge with the id that its interval and its posting bear. */
interface NumberedCharge {
  readonly id: Id
  readonly stream: Stream
  readonly charge: Charge
}

/** Every charge of a batch with its id. */
export function number(
  charges: readonly { readonly stream: Stream; readonly charge: Charge }[],
  ids: readonly Id[],
): readonly NumberedCharge[] {
  return charges.map((item, index) => ({ ...item, id: defined(ids[index], 'an id') }))
}

/** Parameters $39…$42 of {@link WRITE_BATCH}. */
export function stateColumns(batch: readonly StreamWrite[]): string[] {
  return [
    integers(batch.map((write) => write.stream.point.id)),
    integers(batch.map((write) => write.stream.version)),
    texts(batch.map((write) => encodeState(write.state))),
    integers(batch.map((write) => write.lastAt)),
  ]
}

/** Parameters $1…$6. */
export function readingColumns(readings: StreamWrite['readings']): string[] {
  return [
    integers(readings.map((reading) => reading.at)),
    integers(readings.map((reading) => reading.registerId)),
    integers(readings.map((reading) => reading.valueMicros)),
    integers(readings.map((reading) => reading.receivedAt)),
    texts(readings.map((reading) => reading.quality)),
    texts(readings.map((reading) => reading.source)),
  ]
}

/** Parameters $7…$38: intervals, lines, postings, purses. */
export function chargeColumns(numbered: readonly NumberedCharge[]): string[] {
  return [...intervalColumns(numbered), ...lineColumns(numbered), ...moneyColumns(numbered)]
}

function intervalColumns(numbered: readonly NumberedCharge[]): string[] {
  const usages = numbered.map((item) => item.charge.usage)
  return [
    integers(numbered.map((item) => item.id)),
    integers(numbered.map((item) => item.stream.point.id)),
    integers(usages.map((usage) => usage.registerId)),
    integers(usages.map((usage) => usage.installationId)),
    integers(usages.map((usage) => usage.from)),
    integers(usages.map((usage) => usage.to)),
    integers(usages.map((usage) => usage.fromMicros)),
    integers(usages.map((usage) => usage.toMicros)),
    integers(usages.map((usage) => usage.quantityMicros)),
    integers(usages.map((usage) => usage.agreement?.id ?? null)),
    texts(numbered.map((item) => item.charge.unrated)),
  ]
}

function lineColumns(numbered: readonly NumberedCharge[]): string[] {
  const lines = numbered.flatMap(({ id, charge }) =>
    charge.lines.map((line, ordinal) => ({ id, ordinal, line })),
  )
  return [
    integers(lines.map((item) => item.id)),
    integers(lines.map((item) => item.ordinal)),
    integers(lines.map((item) => item.line.versionId)),
    texts(lines.map((item) => item.line.component)),
    texts(lines.map((item) => item.line.category)),
    texts(lines.map((item) => item.line.band)),
    integers(lines.map((item) => item.line.from)),
    integers(lines.map((item) => item.line.to)),
    integers(lines.map((item) => item.line.quantityMicros)),
    integers(lines.map((item) => item.line.quantityFromMicros)),
    integers(lines.map((item) => item.line.priceMicros)),
    integers(lines.map((item) => item.line.amountMicros)),
    booleans(lines.map((item) => item.line.estimated)),
  ]
}

function moneyColumns(numbered: readonly NumberedCharge[]): string[] {
  const paid = numbered.flatMap(({ id, stream, charge }) =>
    charge.amountMicros === 0n ? [] : [{ id, stream, charge, payer: payerOf(stream, charge) }],
  )
  const byPurse = new Map<Id, bigint>()
  for (const { payer, charge } of paid)
    byPurse.set(payer.purseId, (byPurse.get(payer.purseId) ?? 0n) + charge.amountMicros)
  return [
    integers(paid.map((item) => item.id)),
    integers(paid.map((item) => item.charge.usage.to)),
    integers(paid.map((item) => item.payer.purseId)),
    integers(paid.map((item) => item.stream.revenueId)),
    integers(paid.map((item) => item.charge.amountMicros)),
    texts(paid.map((item) => item.payer.currency)),
    integers([...byPurse.keys()]),
    integers([...byPurse.values()]),
  ]
}

function payerOf(stream: Stream, charge: Charge): Payer {
  const agreement = defined(charge.usage.agreement, 'the agreement of a priced charge')
  return defined(stream.payers[agreement.accountId], 'the payer of an agreement')
}
