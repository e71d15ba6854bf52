import type { Charge, ChargedLine, Payer, Stream, StreamWrite } from '../flow/metering/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import type { Micros } from '../kernel/money.ts'
import { booleans, type Column, instants, integers, texts } from './columns.ts'
import { STALE } from './sql.ts'
import { encodeState } from './stream-codec.ts'

/** Stores readings: $1…$6. */
const INSERT_READINGS = `
  INSERT INTO reading (at, register_id, value_micros, received_at, quality, source)
  SELECT r.at, r.register_id, r.value, r.received_at, r.quality, r.source
  FROM unnest($1::timestamptz[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[])
    AS r (at, register_id, value, received_at, quality, source)`

/** Stores those readings that are not known yet; answers a row for each. */
export const KEEP_READINGS = `${INSERT_READINGS} ON CONFLICT DO NOTHING RETURNING 1`

/** A reading of an in-order batch that is stored already: its stream has moved. */
export const READING_KNOWN = 'reading_pkey'

/** CTEs that store charges and move the purses: $7…$36. */
const CHARGES = `
charge AS MATERIALIZED (
  SELECT * FROM unnest($7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::timestamptz[], $12::timestamptz[],
    $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[], $18::bigint[], $19::bigint[],
    $20::bigint[], $21::text[])
    AS c (id, point, register, installation, from_at, to_at, from_value, to_value, quantity, agreement, unrated,
      amount, debit, credit, currency)
), interval_rows AS (
  INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at,
    from_micros, to_micros, quantity_micros, agreement_id, unrated)
  SELECT id, point, register, installation, from_at, to_at,
    from_value, to_value, quantity, agreement, unrated FROM charge
), posting_rows AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
  SELECT id, to_at, debit, credit, amount, currency, 'usage', 'usage-interval', id
  FROM charge WHERE amount > 0
), line_rows AS (
  INSERT INTO rated_line (interval_id, ordinal, tariff_version_id, component, category, band, from_at, to_at,
    quantity_micros, quantity_from_micros, price_micros, amount_micros, estimated)
  SELECT l.id, l.ordinal, l.version, l.component, l.category, l.band, l.from_at,
    l.to_at, l.quantity, l.quantity_from, l.price, l.amount, l.estimated
  FROM unnest($22::bigint[], $23::bigint[], $24::bigint[], $25::text[], $26::text[], $27::text[],
    $28::timestamptz[], $29::timestamptz[], $30::bigint[], $31::bigint[], $32::bigint[], $33::bigint[], $34::boolean[])
    AS l (id, ordinal, version, component, category, band, from_at, to_at, quantity, quantity_from, price, amount, estimated)
), purse_rows AS (
  UPDATE ledger_account a SET balance_micros = a.balance_micros - d.amount, version = a.version + 1
  FROM (SELECT * FROM unnest($35::bigint[], $36::bigint[]) AS d (id, amount) ORDER BY id) d
  WHERE a.id = d.id RETURNING 1
)`

/**
 * The whole of a batch in one statement; a stream that has moved meanwhile refuses all of it.
 * Purses are taken in the order of their ids, as the ledger's commands take them; should the planner
 * choose another order, a deadlock is possible, and retried.
 */
export const WRITE_BATCH = `
WITH reading_rows AS (${INSERT_READINGS}), ${CHARGES}, state_rows AS (
  UPDATE metering_point_state s SET version = s.version + 1, state = n.state,
    last_at = COALESCE(n.last_at, s.last_at)
  FROM unnest($37::bigint[], $38::bigint[], $39::text[], $40::timestamptz[]) AS n (id, version, state, last_at)
  WHERE s.metering_point_id = n.id AND s.version = n.version RETURNING 1
)
SELECT CASE
  WHEN (SELECT count(*) FROM state_rows) < cardinality($37::bigint[]) THEN refuse('${STALE}', 'stale stream')
  WHEN (SELECT count(*) FROM purse_rows) < cardinality($35::bigint[]) THEN refuse('${STALE}', 'purse missing')
  ELSE 1 END`

/** A correction's fresh charges: the same CTEs without readings or state. */
export const WRITE_CHARGES = `
WITH ${renumber(CHARGES, 6)}
SELECT CASE
  WHEN (SELECT count(*) FROM purse_rows) < cardinality($29::bigint[]) THEN refuse('${STALE}', 'purse missing')
  ELSE 1 END`

function renumber(sql: string, by: number): string {
  return sql.replace(/\$(\d+)/g, (_, index: string) => `$${Number(index) - by}`)
}

/** A charge with the id that its interval and its posting bear. */
export interface NumberedCharge {
  readonly id: Id
  readonly stream: Stream
  readonly charge: Charge
  /** Who pays; null where nothing is to be paid. */
  readonly payer: Payer | null
  /** What the purse pays; below zero it gains. */
  readonly cashMicros: Micros
}

/** Every charge of a batch with its id. */
export function number(
  charges: readonly { readonly stream: Stream; readonly charge: Charge }[],
  ids: readonly Id[],
): readonly NumberedCharge[] {
  return charges.map(({ stream, charge }, index) => ({
    id: defined(ids[index], 'an id'),
    stream,
    charge,
    payer: charge.amountMicros === 0n ? null : payerOf(stream, charge),
    cashMicros: charge.amountMicros,
  }))
}

function payerOf(stream: Stream, charge: Charge): Payer {
  const agreement = defined(charge.usage.agreement, 'the agreement of a priced charge')
  return defined(stream.payers.get(agreement.accountId), 'the payer of an agreement')
}

/** Parameters $37…$40 of {@link WRITE_BATCH}. */
export function stateColumns(batch: readonly StreamWrite[]): Column[] {
  return [
    integers(batch, (write) => write.stream.point.id),
    integers(batch, (write) => write.version),
    texts(batch, (write) => encodeState(write.state)),
    instants(batch, (write) => write.lastAt),
  ]
}

/** Parameters $1…$6. */
export function readingColumns(readings: StreamWrite['readings']): Column[] {
  return [
    instants(readings, (reading) => reading.at),
    integers(readings, (reading) => reading.registerId),
    integers(readings, (reading) => reading.valueMicros),
    instants(readings, (reading) => reading.receivedAt),
    texts(readings, (reading) => reading.quality),
    texts(readings, (reading) => reading.source),
  ]
}

/** Parameters $7…$36 in three parts: intervals with their postings, lines, purses. */
export function chargeColumns(numbered: readonly NumberedCharge[]): readonly (() => Column[])[] {
  return [
    () => intervalColumns(numbered),
    () => lineColumns(numbered),
    () => purseColumns(numbered),
  ]
}

function intervalColumns(numbered: readonly NumberedCharge[]): Column[] {
  return [
    integers(numbered, (item) => item.id),
    integers(numbered, (item) => item.stream.point.id),
    integers(numbered, (item) => item.charge.usage.registerId),
    integers(numbered, (item) => item.charge.usage.installationId),
    instants(numbered, (item) => item.charge.usage.from),
    instants(numbered, (item) => item.charge.usage.to),
    integers(numbered, (item) => item.charge.usage.fromMicros),
    integers(numbered, (item) => item.charge.usage.toMicros),
    integers(numbered, (item) => item.charge.usage.quantityMicros),
    integers(numbered, (item) => item.charge.usage.agreement?.id ?? null),
    texts(numbered, (item) => item.charge.unrated),
    integers(numbered, ({ cashMicros }) => (cashMicros < 0n ? -cashMicros : cashMicros)),
    integers(numbered, (item) => (item.cashMicros < 0n ? item.stream.revenueId : purseOf(item))),
    integers(numbered, (item) => (item.cashMicros < 0n ? purseOf(item) : item.stream.revenueId)),
    texts(numbered, (item) => item.payer?.currency ?? null),
  ]
}

function purseOf({ payer }: NumberedCharge): Id | null {
  return payer?.purseId ?? null
}

interface NumberedLine extends ChargedLine {
  readonly id: Id
  readonly ordinal: number
}

function lineColumns(numbered: readonly NumberedCharge[]): Column[] {
  const lines: NumberedLine[] = []
  for (const { id, charge } of numbered) {
    let ordinal = 0
    for (const { versionId, line } of charge.lines) {
      lines.push({ id, ordinal, versionId, line })
      ordinal += 1
    }
  }
  return [
    integers(lines, (item) => item.id),
    integers(lines, (item) => item.ordinal),
    integers(lines, (item) => item.versionId),
    texts(lines, (item) => item.line.component),
    texts(lines, (item) => item.line.category),
    texts(lines, (item) => item.line.band),
    instants(lines, (item) => item.line.from),
    instants(lines, (item) => item.line.to),
    integers(lines, (item) => item.line.quantityMicros),
    integers(lines, (item) => item.line.quantityFromMicros),
    integers(lines, (item) => item.line.priceMicros),
    integers(lines, (item) => item.line.amountMicros),
    booleans(lines, (item) => item.line.estimated),
  ]
}

/** One row a purse: a statement cannot update a row twice. */
function purseColumns(numbered: readonly NumberedCharge[]): Column[] {
  const sums = new Map<Id, bigint>()
  for (const { payer, cashMicros } of numbered)
    if (payer && cashMicros !== 0n)
      sums.set(payer.purseId, (sums.get(payer.purseId) ?? 0n) + cashMicros)
  const purses = [...sums]
  return [integers(purses, ([id]) => id), integers(purses, ([, amount]) => amount)]
}
