import type { Api } from './api.ts'
import type { Building } from './building.ts'

/** One object of every resource at a building, those that only commands make by SQL; ids by resource. */
export async function plantObjects(
  { pool }: Api,
  building: Building,
): Promise<Readonly<Record<string, string>>> {
  const { siteId, tenantId, contractId, accountId, meterId, registerId, pointId, planId } = building
  const insert = async (sql: string, values: readonly unknown[]): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(`${sql} RETURNING id::text`, [...values])
    return String(rows[0]?.id)
  }
  const from = '2026-01-01T00:00:00Z'
  const name = `connection of ${contractId}`
  const connections = await insert(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-x', 'meterDrivers', 'x', $2, '{}')`,
    [siteId, name],
  )
  const points = await insert(
    "INSERT INTO point (connection_id, role, address) VALUES ($1, 'relay', '{}')",
    [connections],
  )
  const installations = await insert(
    'INSERT INTO installation (meter_id, metering_point_id, from_at) VALUES ($1, $2, $3)',
    [meterId, pointId, from],
  )
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO tariff_version (tariff_plan_id, effective_at, terms) VALUES ($1, $2, '{}')
     ON CONFLICT (tariff_plan_id, effective_at) DO NOTHING RETURNING id::text`,
    [planId, from],
  )
  const known = await pool.query<{ id: string }>(
    'SELECT id::text FROM tariff_version WHERE tariff_plan_id = $1',
    [planId],
  )
  const serviceAgreements = await insert(
    `INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [contractId, accountId, pointId, planId, from],
  )
  const repairItems = await insert(
    `INSERT INTO repair_item (site_id, kind, subject, owner_role, severity)
     VALUES ($1, 'test', $2, 'technician', 'info')`,
    [siteId, `contract:${contractId}`],
  )
  const users = await pool.query<{ user_id: string }>(
    'SELECT user_id FROM role_assignment WHERE site_id IS NULL ORDER BY id LIMIT 1',
  )
  const roleAssignments = await insert(
    `INSERT INTO role_assignment (user_id, role, site_id, tenant_id) VALUES ($1, 'tenant', $2, $3)`,
    [users.rows[0]?.user_id, siteId, building.tenantId],
  )
  const profile = await pool.query<{ id: string }>(
    'SELECT policy_profile_id::text AS id FROM site WHERE id = $1',
    [siteId],
  )
  const notices = await insert(
    `INSERT INTO notice (site_id, account_id, tenant_id, kind, cause_key, urgency, language, subject, text,
       required_level, door_notice, created_at)
     VALUES ($1, $2, $3, 'low-balance', 'low-balance:1', 'normal', 'en', $4, $4, 'accepted', false, now())`,
    [siteId, accountId, tenantId, name],
  )
  await insert("INSERT INTO notice_delivery (notice_id, state) VALUES ($1, 'door')", [notices])
  const noticeRoutes = await insert(
    `INSERT INTO notice_route (site_id, account_id, connection_id, address, rank)
     VALUES ($1, $2, $3, '{"email":"tenant@example.org"}', 1)`,
    [siteId, accountId, connections],
  )
  const order = `INSERT INTO payment_order (reference, site_id, account_id, connection_id, amount_micros, currency,
      description, requested_by, idempotency_key, body_hash, expires_at)
    VALUES (upper(md5($4)), $1, $2, $3, 1000000, 'CNY', $4, 'somebody', $4, '', now())`
  const paymentOrders = await insert(order, [siteId, accountId, connections, name])
  const refunds = await insert(
    `INSERT INTO refund (reference, order_id, amount_micros, currency, source, state, reason, requested_by,
       idempotency_key, body_hash)
     VALUES (upper(md5($2)), $1, 1000000, 'CNY', 'purse', 'awaiting-approval', $2, 'somebody', $2, '')`,
    [paymentOrders, name],
  )
  return {
    paymentOrders,
    refunds,
    notices,
    noticeRoutes,
    sites: siteId,
    policyProfiles: String(profile.rows[0]?.id),
    spaces: building.spaceId,
    tenants: building.tenantId,
    contracts: contractId,
    accounts: accountId,
    meters: meterId,
    registers: registerId,
    meteringPoints: pointId,
    tariffPlans: planId,
    tariffVersions: String((rows[0] ?? known.rows[0])?.id),
    connections,
    points,
    installations,
    serviceAgreements,
    repairItems,
    roleAssignments,
  }
}
