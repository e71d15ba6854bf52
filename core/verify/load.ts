import type { ClientBase } from 'pg'
import type { Id } from '../kernel/id.ts'
import type { BookedSpan, PointFacts, Price, PriceList, RawReading, Refusal } from './facts.ts'

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`

/** Metering points after an id, some at a time. */
export async function loadPoints(
  client: ClientBase,
  { after, limit }: { readonly after: Id; readonly limit: number },
): Promise<readonly PointFacts[]> {
  const { rows } = await client.query<PointRow>(
    `SELECT mp.id, mp.code, mp.max_rate_micros,
      (SELECT json_agg(json_build_object('installationId', i.id::text, 'registerId', r.id::text,
          'from', ${MS('i.from_at')}, 'to', ${MS('i.to_at')}, 'multiplier', i.multiplier_micros::text,
          'digits', r.digits, 'band', r.band, 'direction', r.direction, 'opening', ir.opening_micros::text,
          'closing', ir.closing_micros::text) ORDER BY i.from_at)
        FROM installation i JOIN installation_register ir ON ir.installation_id = i.id
        JOIN register r ON r.id = ir.register_id WHERE i.metering_point_id = mp.id) AS fittings,
      (SELECT json_agg(json_build_object('agreementId', sa.id::text, 'planId', sa.tariff_plan_id::text,
          'from', ${MS('sa.from_at')}, 'to', ${MS('sa.to_at')}, 'purseId', COALESCE(a.id::text, ''),
          'currency', COALESCE(a.currency, '')) ORDER BY sa.from_at)
        FROM service_agreement sa LEFT JOIN ledger_account a ON a.account_id = sa.account_id
          AND a.kind = 'cash' AND a.fund = 'general' WHERE sa.metering_point_id = mp.id) AS payers
    FROM metering_point mp WHERE mp.id > $1 ORDER BY mp.id LIMIT $2`,
    [after, limit],
  )
  return rows.map(({ id, code, max_rate_micros, fittings, payers }) => ({
    id,
    code,
    maxRateMicros: BigInt(max_rate_micros),
    fittings: (fittings ?? []).map(({ multiplier, opening, closing, ...rest }) => ({
      ...rest,
      multiplierMicros: BigInt(multiplier),
      openingMicros: BigInt(opening),
      closingMicros: closing === null ? null : BigInt(closing),
    })),
    payers: payers ?? [],
  }))
}

interface PointRow {
  id: Id
  code: string
  max_rate_micros: string
  fittings:
    | (Omit<
        PointFacts['fittings'][number],
        'multiplierMicros' | 'openingMicros' | 'closingMicros'
      > & {
        multiplier: string
        opening: string
        closing: string | null
      })[]
    | null
  payers: PointFacts['payers'][number][] | null
}

/** Rows of a point's registers that were taken while they served it, or while they served nothing. */
const OWN = (alias: string) => `EXISTS (SELECT FROM installation_register ir JOIN installation i
    ON i.id = ir.installation_id WHERE ir.register_id = ${alias}.register_id AND i.metering_point_id = $1)
  AND NOT EXISTS (SELECT FROM installation_register ir JOIN installation i ON i.id = ir.installation_id
    WHERE ir.register_id = ${alias}.register_id AND i.metering_point_id <> $1
      AND i.from_at <= ${alias}.at AND (i.to_at IS NULL OR ${alias}.at < i.to_at))
  AND ${alias}.register_id = ANY ($2::bigint[])`

export async function loadReadings(
  client: ClientBase,
  point: PointFacts,
): Promise<readonly RawReading[]> {
  const { rows } = await client.query<Record<keyof RawReading, string>>(
    `SELECT r.register_id AS "registerId", ${MS('r.at')} AS at, r.value_micros AS "valueMicros", r.quality,
      ${MS('r.received_at')} AS "receivedAt" FROM reading r WHERE ${OWN('r')} ORDER BY r.at`,
    [point.id, registersOf(point)],
  )
  return rows.map(({ registerId, at, valueMicros, quality, receivedAt }) => ({
    registerId,
    at: Number(at),
    valueMicros: BigInt(valueMicros),
    quality,
    receivedAt: Number(receivedAt),
  }))
}

/** Readings set aside, with whether they still are. */
export async function loadSetAside(
  client: ClientBase,
  point: PointFacts,
): Promise<readonly (Refusal & { readonly open: boolean })[]> {
  const { rows } = await client.query<
    Record<'registerId' | 'at' | 'valueMicros' | 'reason', string> & { open: boolean }
  >(
    `SELECT q.register_id AS "registerId", ${MS('q.at')} AS at, q.value_micros AS "valueMicros", q.reason,
      q.closed_at IS NULL AS open FROM quarantined_reading q WHERE ${OWN('q')} ORDER BY q.at`,
    [point.id, registersOf(point)],
  )
  return rows.map(({ registerId, at, valueMicros, reason, open }) => ({
    registerId,
    at: Number(at),
    valueMicros: BigInt(valueMicros),
    reason,
    open,
  }))
}

/** Usage intervals in force: neither a reversal nor reversed. */
export async function loadBooked(
  client: ClientBase,
  point: PointFacts,
): Promise<readonly BookedSpan[]> {
  const { rows } = await client.query<BookedRow>(
    `SELECT u.id, u.register_id, u.installation_id, ${MS('u.from_at')} AS "from", ${MS('u.to_at')} AS "to",
      u.from_micros, u.to_micros, u.quantity_micros, u.agreement_id, u.unrated,
      (SELECT json_agg(json_build_array(l.version, l.component, l.band, l.quantity, l.amount)) FROM (
        SELECT tariff_version_id::text AS version, component, band, sum(quantity_micros)::text AS quantity,
          sum(amount_micros)::text AS amount FROM rated_line WHERE interval_id = u.id
        GROUP BY tariff_version_id, component, band) l) AS prices
    FROM usage_interval u WHERE u.register_id = ANY ($2::bigint[]) AND u.metering_point_id = $1
      AND u.reverses_id IS NULL AND NOT EXISTS (SELECT FROM usage_interval r
        WHERE r.register_id = u.register_id AND r.to_at = u.to_at AND r.reverses_id = u.id)
    ORDER BY u.to_at, u.from_at, u.id`,
    [point.id, registersOf(point)],
  )
  return rows.map((row) => ({
    id: row.id,
    registerId: row.register_id,
    installationId: row.installation_id,
    from: Number(row.from),
    to: Number(row.to),
    fromMicros: BigInt(row.from_micros),
    toMicros: BigInt(row.to_micros),
    quantityMicros: BigInt(row.quantity_micros),
    agreementId: row.agreement_id,
    unrated: row.unrated,
    prices: (row.prices ?? []).map(
      ([versionId, component, band, quantity, amount]): Price => ({
        versionId,
        component,
        band,
        quantityMicros: BigInt(quantity),
        amountMicros: BigInt(amount),
      }),
    ),
  }))
}

interface BookedRow {
  id: Id
  register_id: Id
  installation_id: Id
  from: string
  to: string
  from_micros: string
  to_micros: string
  quantity_micros: string
  agreement_id: Id | null
  unrated: string | null
  prices: [string, string, string, string, string][] | null
}

function registersOf({ fittings }: PointFacts): Id[] {
  return [...new Set(fittings.map(({ registerId }) => registerId))]
}

/** A plan's price lists, each for the stretch in which it prices. */
export async function loadPriceLists(
  client: ClientBase,
  planId: Id,
): Promise<readonly PriceList[]> {
  const { rows } = await client.query<{
    version_id: Id
    from: string
    to: string
    data: Omit<PriceList, 'versionId' | 'from' | 'to'>
  }>(
    `SELECT c.tariff_version_id AS version_id, ${MS('greatest(c.from_at, v.effective_at)')} AS "from",
      ${MS(`least(c.to_at, v.next_at, lead(c.from_at) OVER (PARTITION BY v.id ORDER BY c.from_at))`)} AS "to", c.data
    FROM (SELECT id, effective_at, lead(effective_at) OVER (ORDER BY effective_at) AS next_at
      FROM tariff_version WHERE tariff_plan_id = $1) v
    JOIN tariff_compiled c ON c.tariff_version_id = v.id ORDER BY 2`,
    [planId],
  )
  return rows
    .map(({ version_id: versionId, from, to, data }) => ({
      versionId,
      from: Number(from),
      to: Number(to),
      bands: data.bands,
      segments: data.segments,
      components: data.components,
    }))
    .filter((list) => list.from < list.to)
}
