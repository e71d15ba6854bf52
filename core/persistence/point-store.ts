import { createHash } from 'node:crypto'
import type { Placement, PointRef, PointStore } from '../flow/points/ports.ts'
import type { Id } from '../kernel/id.ts'
import { idList } from './columns.ts'
import { type SqlPool, withRetry } from './sql.ts'

const MS = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`

const RESOLVE = `
SELECT p.id, p.register_id, p.meter_id, c.site_id, payer.account_id, payer.tenant_id,
  (SELECT COALESCE(json_agg(json_build_object('meteringPointId', i.metering_point_id::text,
      'from', ${MS('i.from_at')}, 'to', ${MS('i.to_at')}) ORDER BY i.from_at), '[]')
    FROM installation i WHERE i.meter_id = p.meter_id) AS placements
FROM point p JOIN connection c ON c.id = p.connection_id
LEFT JOIN LATERAL (
  SELECT sa.account_id, contract.tenant_id FROM installation i
  JOIN service_agreement sa ON sa.metering_point_id = i.metering_point_id
  JOIN contract ON contract.id = sa.contract_id
  WHERE i.meter_id = p.meter_id ORDER BY i.from_at DESC, sa.from_at DESC LIMIT 1
) payer ON true
WHERE p.id = ANY ($1::bigint[])`
interface PointRow {
  id: Id
  register_id: Id | null
  placements: Placement[]
  account_id: Id | null
  tenant_id: Id | null
  meter_id: Id | null
  site_id: Id
}

const KEEP = `
INSERT INTO quarantined_input AS q (connection_id, source, reason, payload, first_at, last_at, payload_hash)
VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), to_timestamp($5::float8 / 1000), $6)
ON CONFLICT (connection_id, source, reason, payload_hash) DO UPDATE
  SET occurrences = q.occurrences + 1, last_at = excluded.last_at`

const REPAIR = `
INSERT INTO repair_item (site_id, kind, subject, owner_role, severity, detail, opened_at, last_at)
SELECT c.site_id, 'input-not-understood', 'connection:' || c.id || ':' || $2, 'technician', 'warning',
  jsonb_build_object('message', $3::text, 'source', $2::text, 'connectionId', c.id::text),
  to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000)
FROM connection c WHERE c.id = $1
ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO UPDATE
  SET occurrences = repair_item.occurrences + 1, last_at = excluded.last_at, detail = excluded.detail`

const LONGEST_SOURCE = 200

/** Points of devices on PostgreSQL. */
export function createPointStore({ pool }: { readonly pool: SqlPool }): PointStore {
  return {
    resolve: (pointIds) =>
      withRetry(async () => {
        const { rows } = await pool.query<PointRow>({
          name: 'point-resolve',
          text: RESOLVE,
          values: [idList(pointIds)],
        })
        return rows.map(refOf)
      }),

    keepInput: ({ connectionId, source, reason, payloadBase64, at }) =>
      withRetry(async () => {
        const payload = Buffer.from(payloadBase64, 'base64')
        const hash = createHash('sha256').update(payload).digest()
        const from = source.slice(0, LONGEST_SOURCE)
        await pool.query({ text: KEEP, values: [connectionId, from, reason, payload, at, hash] })
        await pool.query({ text: REPAIR, values: [connectionId, from, reason, at] })
      }),
  }
}

function refOf(row: PointRow): PointRef {
  const { id: pointId, register_id: registerId, placements } = row
  if (registerId === null || row.meter_id === null) return { pointId, role: 'other' }
  const partition = row.account_id ?? placements.at(-1)?.meteringPointId ?? pointId
  const owner = { siteId: row.site_id, tenantId: row.tenant_id, meterId: row.meter_id }
  return { pointId, role: 'register', registerId, placements, partition, owner }
}
