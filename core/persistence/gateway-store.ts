import type { QueryResultRow } from 'pg'
import type {
  ChangedService,
  GatewayAccount,
  GatewayDevicePoint,
  GatewayMeter,
  GatewayRegister,
  GatewayRepair,
  GatewaySite,
  GatewaySpace,
  GatewayStore,
  GatewaySupply,
  HistoryRow,
} from '../flow/gateways/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { idList } from './columns.ts'
import type { SqlClient } from './sql.ts'
import { siteOf as factsOfSite, profileOf, SITE_COLUMNS, type SiteRow } from './supply-rows.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`
const at = (parameter: string) => `to_timestamp(${parameter}::float8 / 1000)`
const inForce = (row: string) =>
  `${row}.from_at <= ${at('$2')} AND (${row}.to_at IS NULL OR ${row}.to_at > ${at('$2')})`

const SITE = `
SELECT ${SITE_COLUMNS}, si.name,
  (SELECT count(*)::int FROM repair_item WHERE site_id = $1 AND closed_at IS NULL) AS "openRepairs"
FROM site si JOIN policy_profile pp ON pp.id = si.policy_profile_id WHERE si.id = $1 AND si.archived_at IS NULL`

const SPACES = `
SELECT s.id::text AS "spaceId", s.parent_id::text AS "parentId", s.name, occupant.name AS "tenantName"
FROM space s LEFT JOIN LATERAL (
  SELECT t.name FROM contract_space l JOIN contract c ON c.id = l.contract_id JOIN tenant t ON t.id = c.tenant_id
  WHERE l.space_id = s.id AND ${inForce('c')} ORDER BY c.from_at DESC LIMIT 1
) occupant ON true
WHERE s.site_id = $1 AND s.archived_at IS NULL ORDER BY s.code, s.id`

const METERS = `
SELECT p.id::text AS "meteringPointId", p.space_id::text AS "spaceId", p.name, p.unit, payer.account_id::text AS "accountId"
FROM metering_point p LEFT JOIN LATERAL (
  SELECT a.account_id FROM service_agreement a
  WHERE a.metering_point_id = p.id AND ${inForce('a')} ORDER BY a.from_at DESC LIMIT 1
) payer ON true
WHERE p.site_id = $1 AND p.archived_at IS NULL ORDER BY p.code, p.id`

/** The newest reading of each by the index on register and instant. */
const REGISTERS = `
SELECT r.id::text AS "registerId", p.id::text AS "meteringPointId", r.code, r.band, n.multiplier_micros AS multiplier,
  u.value_micros AS value, u.quality, ${ms('u.at')} AS at
FROM metering_point p JOIN installation n ON n.metering_point_id = p.id AND ${inForce('n')}
JOIN register r ON r.meter_id = n.meter_id
LEFT JOIN LATERAL (
  SELECT at, value_micros, quality FROM reading WHERE register_id = r.id AND at >= n.from_at
  ORDER BY at DESC LIMIT 1
) u ON true
WHERE p.site_id = $1 AND p.archived_at IS NULL ORDER BY p.id, r.code`

const DEVICE_POINTS = `
SELECT d.id::text AS "devicePointId", p.id::text AS "meteringPointId", d.role, d.unit, s.value, s.quality, ${ms('s.at')} AS at
FROM metering_point p JOIN installation n ON n.metering_point_id = p.id AND ${inForce('n')}
JOIN point d ON d.meter_id = n.meter_id AND d.archived_at IS NULL AND d.role IN ('power', 'current', 'online', 'value')
LEFT JOIN point_state s ON s.point_id = d.id
WHERE p.site_id = $1 AND p.archived_at IS NULL ORDER BY d.id`

const SUPPLIES = `
SELECT s.id::text AS "supplyPointId", s.metering_point_id::text AS "meteringPointId", relay.life_safety AS "lifeSafety",
  s.desired, s.verified, s.state, ${ms('s.state_since')} AS "stateSince", ${ms('s.read_at')} AS "readAt", s.alarms,
  o.wish AS ordered, ${ms('o.from_at')} AS "orderedAt"
FROM supply_point s JOIN point relay ON relay.id = s.relay_point_id
LEFT JOIN LATERAL (
  SELECT wish, from_at FROM supply_order WHERE supply_point_id = s.id AND ended_at IS NULL
    AND authority = 'bms' AND ordered_by = $2 ORDER BY id DESC LIMIT 1
) o ON true`

const ACCOUNTS = `
SELECT a.id::text AS "accountId", a.code, a.currency, t.name AS "tenantName", c.balance_micros AS balance,
  a.low_balance_micros AS low
FROM account a JOIN contract k ON k.id = a.contract_id JOIN tenant t ON t.id = k.tenant_id
JOIN ledger_account c ON c.account_id = a.id AND c.kind = 'cash' AND c.fund = 'general'`

/** The newest, should there be more of them than anybody looks at. */
const REPAIRS = `
SELECT id::text AS "repairItemId", kind, severity, ${ms('opened_at')} AS "openedAt" FROM repair_item
WHERE site_id = $1 AND closed_at IS NULL ORDER BY id DESC LIMIT 500`

/** Transactions below the oldest that runs are all finished: what they wrote is seen, each once. */
const CHANGED = `
WITH bounds AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS until)
SELECT bounds.until::text AS cursor, change.site_id::text AS "siteId", change.service
FROM bounds LEFT JOIN LATERAL (
  SELECT DISTINCT site_id, split_part(operation, '.', 1) AS service FROM audit_event
  WHERE xid >= $1::xid8 AND xid < bounds.until AND outcome = 'done'
) change ON true`

const HISTORY = `
SELECT ${ms('u.at')} AS at, u.value_micros AS value, n.multiplier_micros AS multiplier, u.quality
FROM installation n JOIN register r ON r.meter_id = n.meter_id AND r.code = $2
CROSS JOIN LATERAL (
  SELECT at, value_micros, quality FROM reading
  WHERE register_id = r.id AND at >= greatest(n.from_at, ${at('$3')})
    AND at < least(coalesce(n.to_at, 'infinity'), ${at('$4')})
  ORDER BY at, value_micros LIMIT $5
) u
WHERE n.metering_point_id = $1 ORDER BY u.at, u.value_micros LIMIT $5`

type SiteColumns = SiteRow & Pick<GatewaySite, 'name' | 'openRepairs'>
interface RegisterRow extends QueryResultRow, Omit<GatewayRegister, 'valueMicros'> {
  readonly multiplier: string
  readonly value: string | null
}
interface AccountRow extends QueryResultRow {
  readonly accountId: Id
  readonly code: string
  readonly currency: string
  readonly tenantName: string
  readonly balance: string
  readonly low: string
}
interface HistoryColumns extends QueryResultRow, Pick<HistoryRow, 'at' | 'quality'> {
  readonly value: string
  readonly multiplier: string
}

/** What gateways publish, on PostgreSQL. */
export function createGatewayStore({ client }: { readonly client: SqlClient }): GatewayStore {
  const all = async <Row>(text: string, values: unknown[]) =>
    (await client.query<Row & QueryResultRow>({ text, values })).rows

  async function siteOf(siteId: Id): Promise<GatewaySite> {
    const [row] = await all<SiteColumns>(SITE, [siteId])
    if (row === undefined) throw busbarError('not-found', { detail: `No site ${siteId}.` })
    const { calendar, holds } = factsOfSite(row)
    const { name, openRepairs } = row
    return { name, openRepairs, held: holds.length > 0, calendar, profile: profileOf(row) }
  }
  return {
    async rows({ siteId, principalId, now }) {
      const span = [siteId, now]
      return {
        site: await siteOf(siteId),
        spaces: await all<GatewaySpace>(SPACES, span),
        meters: await all<GatewayMeter>(METERS, span),
        registers: (await all<RegisterRow>(REGISTERS, span)).map(registerOf),
        devicePoints: await all<GatewayDevicePoint>(DEVICE_POINTS, span),
        supplies: await all<GatewaySupply>(`${SUPPLIES} WHERE s.site_id = $1 ORDER BY s.id`, [
          siteId,
          principalId,
        ]),
        accounts: (
          await all<AccountRow>(
            `${ACCOUNTS} WHERE a.site_id = $1 AND a.state <> 'closed' ORDER BY a.id`,
            [siteId],
          )
        ).map(accountOf),
        repairs: await all<GatewayRepair>(REPAIRS, [siteId]),
      }
    },
    site: ({ siteId }) => siteOf(siteId),
    supplies: ({ ids, principalId }) =>
      all<GatewaySupply>(`${SUPPLIES} WHERE s.id = ANY ($1::bigint[])`, [idList(ids), principalId]),
    async accounts({ ids }) {
      const text = `${ACCOUNTS} WHERE a.id = ANY ($1::bigint[])`
      return (await all<AccountRow>(text, [idList(ids)])).map(accountOf)
    },
    async changedSince({ cursor }) {
      if (cursor === null) {
        const text = 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS cursor'
        const [row] = await all<{ cursor: string }>(text, [])
        return { cursor: row?.cursor ?? '0', changed: [] }
      }
      const rows = await all<{ cursor: string; siteId: Id | null; service: string | null }>(
        CHANGED,
        [cursor],
      )
      return {
        cursor: rows[0]?.cursor ?? cursor,
        changed: rows.flatMap(({ siteId, service }): ChangedService[] =>
          service === null ? [] : [{ siteId, service }],
        ),
      }
    },
    async userOf({ email }) {
      const text = `SELECT id AS "userId" FROM auth_user WHERE email = lower($1) AND "disabledAt" IS NULL`
      const [user] = await all<{ userId: string }>(text, [email])
      return user ?? null
    },
    openOrders: ({ supplyPointId, userId }) =>
      all<{ orderId: Id; wish: 'on' | 'off' }>(
        `SELECT id::text AS "orderId", wish FROM supply_order WHERE supply_point_id = $1 AND ended_at IS NULL
          AND authority = 'bms' AND ordered_by = $2 ORDER BY supply_order.id`,
        [supplyPointId, userId],
      ),
    async history({ meteringPointId, code, from, to, limit }) {
      const values = [meteringPointId, code, from, to, limit]
      const rows = await all<HistoryColumns>(HISTORY, values)
      return rows.map(({ at: instant, quality, value, multiplier }) => ({
        ...{ at: instant, quality, valueMicros: BigInt(value) },
        multiplierMicros: BigInt(multiplier),
      }))
    },
  }
}

function registerOf({ multiplier, value, ...row }: RegisterRow): GatewayRegister {
  const { registerId, meteringPointId, code, band, quality, at: instant } = row
  return {
    ...{ registerId, meteringPointId, code, band, quality, at: instant },
    multiplierMicros: BigInt(multiplier),
    valueMicros: value === null ? null : BigInt(value),
  }
}

function accountOf({ balance, low, ...row }: AccountRow): GatewayAccount {
  const { accountId, code, currency, tenantName } = row
  return {
    ...{ accountId, code, currency, tenantName },
    balanceMicros: BigInt(balance),
    lowBalanceMicros: BigInt(low),
  }
}
