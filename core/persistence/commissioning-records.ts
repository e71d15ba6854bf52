import type {
  CommandStanding,
  CommissioningReads,
  MappedDevice,
  PointValue,
  SupplyStanding,
} from '../flow/commissioning-records/ports.ts'
import { defined } from '../kernel/assert.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { clientOf } from './sql.ts'
import { lockAnyPoint } from './supply-load.ts'
import { at, ms } from './supply-rows.ts'

const METER = `
SELECT m.site_id::text AS "siteId", i.id::text AS "installationId",
  i.metering_point_id::text AS "meteringPointId", s.id::text AS "supplyPointId",
  (SELECT p.connection_id::text FROM point p WHERE p.meter_id = m.id AND p.role = 'register'
    AND p.archived_at IS NULL ORDER BY p.id LIMIT 1) AS "connectionId",
  ARRAY(SELECT r.code FROM register r WHERE r.meter_id = m.id AND NOT EXISTS (
    SELECT FROM point p WHERE p.register_id = r.id AND p.archived_at IS NULL) ORDER BY r.id) AS unread
FROM meter m JOIN installation i ON i.meter_id = m.id AND i.from_at <= ${at('$2')}
    AND (i.to_at IS NULL OR i.to_at > ${at('$2')})
  LEFT JOIN supply_point s ON s.metering_point_id = i.metering_point_id
WHERE m.id = $1 FOR SHARE OF m`

const REGISTERS = `
SELECT p.id::text AS "pointId", r.id::text AS "registerId", r.code AS name, p.unit, last.value_micros,
  last.quality, ${ms('last.at')} AS at, (SELECT q.detail FROM quarantined_reading q
    WHERE q.register_id = r.id AND q.at = last.at AND q.value_micros = last.value_micros
      AND q.closed_at IS NULL) AS "setAside"
FROM register r LEFT JOIN LATERAL (SELECT id, unit FROM point
    WHERE register_id = r.id AND archived_at IS NULL ORDER BY id LIMIT 1) p ON true
  LEFT JOIN LATERAL (SELECT * FROM reading WHERE register_id = r.id
    AND ($2::float8 IS NULL OR received_at >= ${at('$2')}) ORDER BY at DESC LIMIT 1) last ON true
WHERE r.meter_id = $1 ORDER BY r.id`

const POINTS = `
SELECT p.id::text AS "pointId", NULL AS "registerId", p.role AS name, p.unit, ps.value, ps.quality,
  ${ms('ps.at')} AS at, NULL AS "setAside"
FROM point p LEFT JOIN point_state ps ON ps.point_id = p.id
  AND ($2::float8 IS NULL OR ps.received_at >= ${at('$2')})
WHERE p.meter_id = $1 AND p.role <> 'register' AND p.archived_at IS NULL ORDER BY p.id`

const SUPPLY = `
SELECT s.verified, s.reported, ${ms('s.reported_at')} AS "reportedAt", s.evidence, ps.value AS load,
  p.unit AS "loadUnit", EXISTS (SELECT FROM service_agreement a
    WHERE a.metering_point_id = s.metering_point_id AND a.from_at <= ${at('$2')}
      AND (a.to_at IS NULL OR a.to_at > ${at('$2')})) AS paid
FROM supply_point s LEFT JOIN point p ON p.id = s.load_point_id
  LEFT JOIN point_state ps ON ps.point_id = s.load_point_id
WHERE s.id = $1`

const BOUND = `
SELECT DISTINCT p.meter_id::text AS id FROM point p
WHERE p.connection_id = $1 AND p.archived_at IS NULL AND p.meter_id IS NOT NULL
  AND p.address = ANY ($2::jsonb[]) ORDER BY id LIMIT 20`

const DEVICE = `
SELECT m.utility AS medium, c.type AS driver, i.multiplier_micros AS "multiplierMicros",
  (SELECT jsonb_agg(jsonb_build_object('code', r.code, 'band', r.band, 'digits', r.digits,
      'direction', r.direction) ORDER BY r.id)
    FROM register r WHERE r.meter_id = m.id) AS registers,
  jsonb_agg(jsonb_build_object('role', p.role, 'register', r.code, 'unit', p.unit, 'address', p.address)
    ORDER BY p.id) AS points
FROM meter m JOIN installation i ON i.id = $2 AND i.meter_id = m.id
  JOIN point p ON p.meter_id = m.id AND p.archived_at IS NULL
  JOIN connection c ON c.id = p.connection_id LEFT JOIN register r ON r.id = p.register_id
WHERE m.id = $1 AND p.connection_id = (SELECT q.connection_id FROM point q
  WHERE q.meter_id = m.id AND q.role = 'register' AND q.archived_at IS NULL ORDER BY q.id LIMIT 1)
GROUP BY m.id, c.id, i.id`

interface SupplyRow extends Omit<SupplyStanding, 'locked' | 'load'> {
  readonly load: string | null
  readonly loadUnit: string | null
}

type RegisterRow = Omit<PointValue, 'value'> & { readonly value_micros: string | null }

/** What a commissioning reads, on PostgreSQL. */
export const commissioningReads: CommissioningReads = Object.freeze<CommissioningReads>({
  async meter({ meterId, at: instant }, transaction) {
    const { rows } = await clientOf(transaction).query<{
      siteId: Id
      installationId: Id
      meteringPointId: Id
      supplyPointId: Id | null
      connectionId: Id | null
      unread: readonly string[]
    }>({ text: METER, values: [meterId, instant] })
    return rows[0] ?? null
  },

  async boundTo({ connectionId, addresses }, transaction) {
    const values = [connectionId, addresses.map((address) => JSON.stringify(address))]
    const { rows } = await clientOf(transaction).query<{ id: Id }>({ text: BOUND, values })
    return rows.map(({ id }) => id)
  },

  async device({ meterId, installationId }, transaction) {
    const { rows } = await clientOf(transaction).query<
      Omit<MappedDevice, 'multiplierMicros'> & { readonly multiplierMicros: string }
    >({ text: DEVICE, values: [meterId, installationId] })
    const [row] = rows
    return row === undefined ? null : { ...row, multiplierMicros: BigInt(row.multiplierMicros) }
  },

  async values({ meterId, since }, transaction) {
    const client = clientOf(transaction)
    const values = [meterId, since]
    const { rows: registers } = await client.query<RegisterRow>({ text: REGISTERS, values })
    const { rows: points } = await client.query<PointValue>({ text: POINTS, values })
    const counted = registers.map(({ value_micros: micros, unit, ...rest }) => ({
      ...rest,
      unit: unit ?? '',
      value: micros === null ? null : formatMicros(BigInt(micros)),
    }))
    return [...counted, ...points]
  },

  async supply({ supplyPointId, at: now }, transaction) {
    const locked = await lockAnyPoint(transaction, { supplyPointId, now })
    if (locked === null) throw busbarError('not-found')
    const { rows } = await clientOf(transaction).query<SupplyRow>({
      text: SUPPLY,
      values: [supplyPointId, now],
    })
    const { load, loadUnit, ...row } = defined(rows[0], 'the supply point that was locked')
    return { ...row, locked, load: load === null ? null : { value: load, unit: loadUnit ?? '' } }
  },

  async command({ supplyPointId, action, since }, transaction) {
    const { rows } = await clientOf(transaction).query<
      CommandStanding & { readonly sentAt: Instant }
    >({
      text: `SELECT ${ms('sent_at')} AS "sentAt", outcome, ${ms('verified_at')} AS "verifiedAt"
        FROM supply_command WHERE supply_point_id = $1 AND action = $2 AND sent_at >= ${at('$3')}
        ORDER BY id DESC LIMIT 1`,
      values: [supplyPointId, action, since],
    })
    return rows[0] ?? null
  },
})
