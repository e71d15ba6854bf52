import type { Agreement, Reading, Usage } from '../domain/metering/model.ts'
import type { RegisterStates } from '../domain/metering/stream.ts'
import type { RatedLine } from '../domain/rating/rate.ts'
import type {
  BookedCharge,
  ChargedLine,
  History,
  Stream,
  StreamState,
} from '../flow/metering/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { idList, integers } from './columns.ts'
import type { SqlClient } from './sql.ts'
import { decodeState } from './stream-codec.ts'

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`
const NOTHING: StreamState = Object.freeze({ registers: [], counts: [] })

/** What is stored of a stream after the last checkpoint before `from`. */
export async function loadHistory(
  client: SqlClient,
  stream: Stream,
  from: Instant,
): Promise<History> {
  const { rows } = await client.query<{ at: string; state: string }>({
    text: `SELECT ${MS('at')} AS at, state FROM stream_checkpoint
      WHERE metering_point_id = $1 AND at < to_timestamp($2::float8 / 1000) ORDER BY at DESC LIMIT 1`,
    values: [stream.point.id, from],
  })
  const [checkpoint] = rows
  const anchor = checkpoint ? decodeState(checkpoint.state) : NOTHING
  const registerIds = [...new Set(stream.point.installed.map((item) => item.registerId))]
  return {
    anchor,
    anchorAt: checkpoint ? Number(checkpoint.at) : Number.NEGATIVE_INFINITY,
    readings: await loadReadings(client, stream.point.id, registerIds, anchor.registers),
    charges: await loadCharges(client, stream, registerIds, anchor.registers),
  }
}

/** The instant after which each register's rows are wanted. */
function afterAnchors(registerIds: readonly Id[], at: (registerId: Id) => Instant | undefined) {
  const instants = registerIds.map((registerId) => {
    const instant = at(registerId)
    return instant === undefined || !Number.isFinite(instant) ? null : instant
  })
  return [idList(registerIds), integers(instants, (instant) => instant)]
}

/** Whether a row's register served no other metering point at the row's instant: a meter may have moved. */
export const TAKEN_HERE = (row: string, pointId: string) => `NOT EXISTS (
  SELECT FROM installation_register ir JOIN installation i ON i.id = ir.installation_id
  WHERE ir.register_id = ${row}.register_id AND i.metering_point_id <> ${pointId}::bigint
    AND i.from_at <= ${row}.at AND (i.to_at IS NULL OR ${row}.at < i.to_at))`

async function loadReadings(
  client: SqlClient,
  pointId: Id,
  registerIds: readonly Id[],
  anchors: RegisterStates,
): Promise<Reading[]> {
  const { rows } = await client.query<{
    register_id: Id
    at: string
    value_micros: string
    quality: Reading['quality']
    received_at: string
    source: string
  }>({
    text: `SELECT r.register_id, ${MS('r.at')} AS at, r.value_micros, r.quality, ${MS('r.received_at')} AS received_at, r.source
      FROM unnest($1::bigint[], $2::bigint[]) AS a (register_id, at) JOIN reading r USING (register_id)
      WHERE (a.at IS NULL OR r.at > to_timestamp(a.at::float8 / 1000)) AND ${TAKEN_HERE('r', '$3')}`,
    values: [
      ...afterAnchors(
        registerIds,
        (id) => anchors.find(({ registerId }) => registerId === id)?.seenAt,
      ),
      pointId,
    ],
  })
  return rows.map((row) => ({
    registerId: row.register_id,
    at: Number(row.at),
    valueMicros: BigInt(row.value_micros),
    quality: row.quality,
    receivedAt: Number(row.received_at),
    source: row.source,
  }))
}

interface ChargeRow {
  id: Id
  register_id: Id
  installation_id: Id
  from: string
  to: string
  from_micros: string
  to_micros: string
  quantity_micros: string
  agreement_id: Id | null
  unrated: 'no-tariff' | null
  lines: LineJson[]
}

interface LineJson {
  version: Id
  component: string
  category: RatedLine['category']
  band: string
  from: number
  to: number
  quantity: string
  quantityFrom: string
  price: string
  amount: string
  estimated: boolean
}

/** Charges in force: neither a reversal nor reversed. */
const CHARGES = `
SELECT u.id, u.register_id, u.installation_id, ${MS('u.from_at')} AS "from", ${MS('u.to_at')} AS "to",
  u.from_micros, u.to_micros, u.quantity_micros, u.agreement_id, u.unrated,
  (SELECT COALESCE(json_agg(json_build_object('version', l.tariff_version_id::text, 'component', l.component,
     'category', l.category, 'band', l.band, 'from', ${MS('l.from_at')}, 'to', ${MS('l.to_at')},
     'quantity', l.quantity_micros::text, 'quantityFrom', l.quantity_from_micros::text,
     'price', l.price_micros::text, 'amount', l.amount_micros::text, 'estimated', l.estimated)
     ORDER BY l.ordinal), '[]') FROM rated_line l WHERE l.interval_id = u.id) AS lines
FROM unnest($1::bigint[], $2::bigint[]) AS a (register_id, at) JOIN usage_interval u USING (register_id)
WHERE u.metering_point_id = $3 AND (a.at IS NULL OR u.to_at > to_timestamp(a.at::float8 / 1000))
  AND u.reverses_id IS NULL AND NOT EXISTS (
    SELECT FROM usage_interval r WHERE r.register_id = u.register_id AND r.to_at = u.to_at AND r.reverses_id = u.id)`

async function loadCharges(
  client: SqlClient,
  stream: Stream,
  registerIds: readonly Id[],
  anchors: RegisterStates,
): Promise<BookedCharge[]> {
  const { rows } = await client.query<ChargeRow>({
    text: CHARGES,
    values: [
      ...afterAnchors(
        registerIds,
        (id) => anchors.find(({ registerId }) => registerId === id)?.baseline?.at,
      ),
      stream.point.id,
    ],
  })
  const agreements = new Map(stream.point.agreements.map((item) => [item.id, item]))
  return rows.map((row) => {
    const agreement = row.agreement_id === null ? null : (agreements.get(row.agreement_id) ?? null)
    const lines = row.lines.map(lineOf)
    const amountMicros = lines.reduce((sum, { line }) => sum + line.amountMicros, 0n)
    const usage = usageOf(row, agreement, lines)
    const surchargeMicros = lines
      .filter(({ line }) => line.category === 'surcharge')
      .reduce((sum, { line }) => sum + line.amountMicros, 0n)
    const { unrated } = row
    return { id: row.id, charge: { usage, lines, amountMicros, surchargeMicros, unrated } }
  })
}

function usageOf(row: ChargeRow, agreement: Agreement | null, lines: ChargedLine[]): Usage {
  return {
    registerId: row.register_id,
    installationId: row.installation_id,
    band: null,
    from: Number(row.from),
    to: Number(row.to),
    fromMicros: BigInt(row.from_micros),
    toMicros: BigInt(row.to_micros),
    quantityMicros: BigInt(row.quantity_micros),
    agreement,
    estimated: lines.some(({ line }) => line.estimated),
  }
}

function lineOf(row: LineJson): ChargedLine {
  const quantityMicros = BigInt(row.quantity)
  const quantityFromMicros = BigInt(row.quantityFrom)
  const line: RatedLine = {
    kind: 'usage',
    component: row.component,
    category: row.category,
    band: row.band,
    from: row.from,
    to: row.to,
    quantityMicros,
    priceMicros: BigInt(row.price),
    amountMicros: BigInt(row.amount),
    estimated: row.estimated,
    quantityFromMicros,
    quantityToMicros: quantityFromMicros + quantityMicros,
  }
  return { versionId: row.version, line }
}
