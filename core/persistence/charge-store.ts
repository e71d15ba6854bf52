import type { QueryResultRow } from 'pg'
import type { CompiledTariff } from '../contracts/tariff-strategy.ts'
import type { ChargeFacts, ChargeStore, EndReading } from '../flow/charges/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { CHARGE_COLUMNS, CHARGE_LINES, ms, rowOf } from './charge-row.ts'
import type { SqlClient } from './sql.ts'

const CHARGE = `SELECT ${CHARGE_COLUMNS} FROM usage_interval i ${CHARGE_LINES} WHERE i.id = $1`

const CONTEXT = `
SELECT i.from_micros AS "from", i.to_micros AS "to", i.quantity_micros AS quantity, i.reverses_id IS NOT NULL AS reversal,
  n.multiplier_micros AS multiplier, v.id::text AS "reversedById", a.id::text AS "accountId", a.currency,
  jsonb_build_object('id', p.id::text, 'code', p.code, 'name', p.name, 'utility', p.utility, 'unit', p.unit) AS point,
  jsonb_build_object('id', m.id::text, 'serial', m.serial, 'model', m.model) AS meter,
  jsonb_build_object('id', r.id::text, 'code', r.code, 'band', r.band, 'digits', r.digits) AS register
FROM usage_interval i JOIN installation n ON n.id = i.installation_id JOIN register r ON r.id = i.register_id
JOIN meter m ON m.id = r.meter_id JOIN metering_point p ON p.id = i.metering_point_id
LEFT JOIN service_agreement g ON g.id = i.agreement_id LEFT JOIN account a ON a.id = g.account_id
LEFT JOIN usage_interval v ON v.register_id = i.register_id AND v.to_at = i.to_at AND v.reverses_id = i.id
WHERE i.id = $1`

/** What stands at each end: the reading, or the value that was signed when the meter was changed. */
const READINGS = `
SELECT e.name AS end, ${ms('e.at')} AS at, e.value, d.quality, d.source, ${ms('d.received_at')} AS "receivedAt",
  CASE WHEN d.at IS NOT NULL THEN 'reading' WHEN e.signed = e.value THEN 'signed' ELSE 'interpolated' END AS origin
FROM usage_interval i JOIN installation n ON n.id = i.installation_id
LEFT JOIN installation_register s ON s.installation_id = n.id AND s.register_id = i.register_id
CROSS JOIN LATERAL (VALUES
  ('from', i.from_at, i.from_micros, CASE WHEN i.from_at = n.from_at THEN s.opening_micros END),
  ('to', i.to_at, i.to_micros, CASE WHEN i.to_at = n.to_at THEN s.closing_micros END)
) AS e (name, at, value, signed)
LEFT JOIN LATERAL (
  SELECT * FROM reading WHERE register_id = i.register_id AND at = e.at AND value_micros = e.value
  ORDER BY quality LIMIT 1
) d ON true
WHERE i.id = $1`

const LINES = `
SELECT l.tariff_version_id::text AS "versionId", l.component, l.category, l.band, ${ms('l.from_at')} AS from,
  ${ms('l.to_at')} AS to, l.quantity_micros AS "quantityMicros", l.quantity_from_micros AS "quantityFromMicros",
  l.price_micros AS "priceMicros", l.amount_micros AS "amountMicros", l.estimated,
  ${ms('c.from_at')} AS "stretchFrom"
FROM rated_line l LEFT JOIN tariff_compiled c
  ON c.tariff_version_id = l.tariff_version_id AND c.from_at <= l.from_at AND c.to_at > l.from_at
WHERE l.interval_id = $1 ORDER BY l.ordinal`

const TARIFFS = `
SELECT v.id::text, p.id::text AS "planId", p.code AS "planCode", p.name AS "planName", p.strategy,
  ${ms('v.effective_at')} AS "effectiveAt"
FROM tariff_version v JOIN tariff_plan p ON p.id = v.tariff_plan_id
WHERE v.id IN (SELECT tariff_version_id FROM rated_line WHERE interval_id = $1) ORDER BY v.effective_at, v.id`

/** Each stretch once: it may be long. */
const STRETCHES = `
SELECT c.tariff_version_id::text AS "versionId", ${ms('c.from_at')} AS "stretchFrom", c.data FROM tariff_compiled c
WHERE EXISTS (SELECT FROM rated_line l WHERE l.interval_id = $1 AND l.tariff_version_id = c.tariff_version_id
  AND c.from_at <= l.from_at AND c.to_at > l.from_at)`

interface ContextRow extends QueryResultRow {
  readonly from: string
  readonly to: string
  readonly quantity: string
  readonly reversal: boolean
  readonly multiplier: string
  readonly reversedById: Id | null
  readonly accountId: Id | null
  readonly currency: string | null
  readonly point: ChargeFacts['meteringPoint']
  readonly meter: ChargeFacts['meter']
  readonly register: ChargeFacts['register']
}
type ReadingRow = Omit<EndReading, 'valueMicros'> & QueryResultRow & { readonly value: string }
interface LineRow extends QueryResultRow {
  readonly versionId: Id
  readonly stretchFrom: number | null
  readonly component: string
  readonly category: 'energy' | 'surcharge'
  readonly band: string
  readonly from: number
  readonly to: number
  readonly quantityMicros: string
  readonly quantityFromMicros: string
  readonly priceMicros: string
  readonly amountMicros: string
  readonly estimated: boolean
}
interface StretchRow extends QueryResultRow {
  readonly versionId: Id
  readonly stretchFrom: number
  readonly data: CompiledTariff
}

/** Charges with all that explains them, on PostgreSQL: by primary keys. */
export function createChargeStore({ client }: { readonly client: SqlClient }): ChargeStore {
  return {
    async charge({ chargeId }) {
      const values = [chargeId]
      const charges = await client.query({ text: CHARGE, values })
      const contexts = await client.query<ContextRow>({ text: CONTEXT, values })
      const [charge, context] = [charges.rows[0], contexts.rows[0]]
      if (charge === undefined || context === undefined) throw busbarError('not-found')
      const readings = await client.query<ReadingRow>({ text: READINGS, values })
      const lines = await client.query<LineRow>({ text: LINES, values })
      const stretches = await client.query<StretchRow>({ text: STRETCHES, values })
      const tariffs = await client.query<ChargeFacts['tariffs'][number] & QueryResultRow>({
        text: TARIFFS,
        values,
      })
      const { reversedById, accountId, currency, point, meter, register } = context
      return {
        charge: rowOf(charge),
        ...{ reversedById, accountId, currency, meteringPoint: point, meter, register },
        interval: {
          fromMicros: BigInt(context.from),
          toMicros: BigInt(context.to),
          quantityMicros: BigInt(context.quantity),
          amountMicros: lines.rows.reduce((sum, line) => sum + BigInt(line.amountMicros), 0n),
          isReversal: context.reversal,
          multiplierMicros: BigInt(context.multiplier),
          digits: register.digits,
          unit: point.unit,
          currency: currency ?? '',
        },
        readings: readings.rows.map(({ value, ...reading }) => ({
          ...reading,
          valueMicros: BigInt(value),
        })),
        tariffs: tariffs.rows,
        lines: lines.rows.map((line) => lineOf(line, stretches.rows)),
      }
    },
  }
}

function lineOf(line: LineRow, stretches: readonly StretchRow[]): ChargeFacts['lines'][number] {
  const { versionId, stretchFrom, component, category, band, from, to, estimated } = line
  const stretch = stretches.find(
    (item) => item.versionId === versionId && item.stretchFrom === stretchFrom,
  )
  return {
    ...{ component, category, band, from, to, estimated },
    quantityMicros: BigInt(line.quantityMicros),
    quantityFromMicros: BigInt(line.quantityFromMicros),
    priceMicros: BigInt(line.priceMicros),
    amountMicros: BigInt(line.amountMicros),
    tariff: stretch?.data ?? null,
  }
}
