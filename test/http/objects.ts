import { Pool } from 'pg'
import template from '../../plugins/driver-mqtt/templates/milesight-em300-di.json' with {
  type: 'json',
}
import type { Api } from './api.ts'
import type { Building } from './building.ts'

const inserter =
  (pool: Pick<Api['pool'], 'query'>) =>
  async (sql: string, values: readonly unknown[]): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(`${sql} RETURNING id::text`, [...values])
    return String(rows[0]?.id)
  }

/** One object of every resource at a building, those that only commands make by SQL; ids by resource. */
export async function plantObjects(
  api: Api,
  building: Building,
): Promise<Readonly<Record<string, string>>> {
  const { siteId, tenantId, contractId, accountId, meterId, registerId, pointId, planId } = building
  const { pool } = api
  const insert = inserter(pool)
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
  const invitations = await insert(
    `INSERT INTO invitation (email, role, site_id, tenant_id, link_hash, mail_hash, invited_by, expires_at)
     VALUES ('invited@busbar.example', 'tenant', $2, $3, $4, $4 || 'm', $1, now() + interval '1 day')`,
    [users.rows[0]?.user_id, siteId, building.tenantId, name],
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
  const fees = await insert(
    `INSERT INTO fee (site_id, account_id, kind, amount_micros, currency, taken_micros, owed_micros, reason,
       requested_by, at) VALUES ($1, $2, 'parking', 1000000, 'CNY', 0, 1000000, $3, 'somebody', now())`,
    [siteId, accountId, name],
  )
  const dashboards = await insert(
    "INSERT INTO dashboard (site_id, user_id, shared, title) VALUES ($1, 'somebody', true, 'Shared')",
    [siteId],
  )
  const commissionings = await insert(
    `INSERT INTO commissioning (site_id, meter_id, metering_point_id, installation_id, started_by, started_at,
       state, ended_at) VALUES ($1, $2, $3, $4, 'x', $5, 'abandoned', $5)`,
    [siteId, meterId, pointId, installations, from],
  )
  const ownTemplates = await insert(
    `INSERT INTO own_template (site_id, commissioning_id, title, driver, template)
     VALUES ($1, $2, $3, 'mqtt', $4::jsonb - '{id,title}'::text[])`,
    [siteId, commissionings, name, JSON.stringify(template)],
  )
  const announcements = await insert(
    'INSERT INTO announcement (site_id, title, text, "from") VALUES ($1, $2, $2, $3)',
    [siteId, name, from],
  )
  const questions = await insert(
    `INSERT INTO question (site_id, account_id, tenant_id, subject, opened_by, opened_at, last_message_at)
     VALUES ($1, $2, $3, $4, 'somebody', now(), now())`,
    [siteId, accountId, tenantId, name],
  )
  const questionMessages = await insert(
    `INSERT INTO question_message (question_id, side, author_id, author_name, text, at)
     VALUES ($1, 'tenant', 'somebody', 'Somebody', $2, now())`,
    [questions, name],
  )
  const spendingLimits = await insert(
    `INSERT INTO spending_limit (account_id, period, amount_micros, since_at, set_by)
     VALUES ($1, 'month', 1000000, now(), 'somebody')`,
    [accountId],
  )
  return {
    dashboards,
    questions,
    questionMessages,
    announcements,
    commissionings,
    ownTemplates,
    spendingLimits,
    paymentOrders,
    refunds,
    fees,
    ...(await plantSupply(api, building, connections)),
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
    tariffPlans: planId,
    tariffVersions: String((rows[0] ?? known.rows[0])?.id),
    connections,
    points,
    installations,
    serviceAgreements,
    repairItems,
    roleAssignments,
    invitations,
  }
}

/** A supply point of the contract's own, with everything that can hang on it. */
async function plantSupply(
  { pool, database }: Api,
  building: Building,
  connectionId: string,
): Promise<Readonly<Record<string, string>>> {
  const { siteId, spaceId, contractId, accountId, planId } = building
  const insert = inserter(pool)
  const meteringPointId = await insert(
    `INSERT INTO metering_point (site_id, space_id, utility, unit, code, name, max_rate_micros)
     VALUES ($1, $2, 'electricity', 'kWh', $3, $3, 40000000)`,
    [siteId, spaceId, `supplied-of-${contractId}`],
  )
  await insert(
    `INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at)
     VALUES ($1, $2, $3, $4, '2026-01-01T00:00:00Z')`,
    [contractId, accountId, meteringPointId, planId],
  )
  const relayId = await insert(
    "INSERT INTO point (connection_id, role, address) VALUES ($1, 'relay', '{}')",
    [connectionId],
  )
  const supplyPoints = await insert(
    'INSERT INTO supply_point (site_id, metering_point_id, relay_point_id) VALUES ($1, $2, $3)',
    [siteId, meteringPointId, relayId],
  )
  const plant = (sql: string, ...values: readonly unknown[]) => insert(sql, values)
  const guard = new Pool({ connectionString: database.guardUrl, max: 1 })
  try {
    const asGuard = inserter(guard)
    const epoch = await asGuard('INSERT INTO guard_epoch DEFAULT VALUES', [])
    const intent = await asGuard(
      `INSERT INTO supply_intent (epoch_id, site_id, point_id, action, path, installation_id, balance_version,
         issued_at, expires_at, signature)
       VALUES ($1, $2, $3, 'restore', 'policy', 1, 0, now(), now() + interval '1 minute', 'none')`,
      [epoch, siteId, relayId],
    )
    return {
      // The contract's own: two tenants share nothing.
      meteringPoints: meteringPointId,
      supplyPoints,
      supplyOrders: await plant(
        `INSERT INTO supply_order (supply_point_id, authority, wish, ordered_by, reason, from_at)
         VALUES ($1, 'bms', 'on', 'x', 'test', now())`,
        supplyPoints,
      ),
      supplyLockOuts: await plant(
        "INSERT INTO supply_lock_out (supply_point_id, set_by, reason, set_at) VALUES ($1, 'x', 'test', now())",
        supplyPoints,
      ),
      supplyProtections: await plant(
        `INSERT INTO supply_protection (site_id, supply_point_id, kind, from_at, reason, set_by)
         VALUES ($1, $2, 'other', now(), 'test', 'x')`,
        siteId,
        supplyPoints,
      ),
      supplyDecisions: await plant(
        `INSERT INTO supply_decision (supply_point_id, account_id, at, desired, rule, blocked_by, decision)
         VALUES ($1, $2, now(), 'on', 'credit', '{}', $3)`,
        supplyPoints,
        accountId,
        JSON.stringify(DECISION),
      ),
      supplyCommands: await plant(
        `INSERT INTO supply_command (supply_point_id, intent_id, action, sent_at, expires_at)
         VALUES ($1, $2, 'restore', now(), now())`,
        supplyPoints,
        intent,
      ),
      debtEpisodes: await plant(
        'INSERT INTO debt_episode (account_id, began_at) VALUES ($1, now())',
        accountId,
      ),
      disputes: await plant(
        `INSERT INTO dispute (account_id, reason, opened_by, opened_at, review_at)
         VALUES ($1, 'test', 'x', now(), now())`,
        accountId,
      ),
      paymentPlans: await plant(
        `INSERT INTO payment_plan (account_id, agreed_by, agreed_at, next_due_at)
         VALUES ($1, 'x', now(), now())`,
        accountId,
      ),
      guardHolds: await plant(
        "INSERT INTO guard_hold (site_id, set_by, reason) VALUES ($1, 'x', 'test')",
        siteId,
      ),
      guardQuarantine: await asGuard(
        `INSERT INTO guard_quarantine (site_id, point_id, path, reason)
         VALUES ($1, $2, 'policy', 'site, a day')`,
        [siteId, relayId],
      ),
    }
  } finally {
    await guard.end()
  }
}

const DECISION = {
  at: 1_772_000_000_000,
  desired: 'on',
  because: { rule: 'credit', facts: {} },
  blockedBy: [],
  authorities: [{ rule: 'credit', wish: 'on', facts: {} }],
  conditions: [],
  profile: { code: 'test', version: '1' },
  balanceVersion: '1',
}

/** A charge of the planted meter, for the planted agreement. */
export async function plantCharge(
  { pool }: Pick<Api, 'pool'>,
  { pointId, registerId }: Building,
  { installations, serviceAgreements }: Readonly<Record<string, string>>,
): Promise<string> {
  return inserter(pool)(
    `INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros,
       to_micros, quantity_micros, agreement_id)
     VALUES (nextval('hot_id_block'), $1, $2, $3, '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', 0, 1000000, 1000000, $4)`,
    [pointId, registerId, installations, serviceAgreements],
  )
}
