import type { QueryResultRow } from 'pg'
import type {
  NewestUse,
  OccupantRow,
  PointRow,
  SiteCounts,
  SiteStore,
  SpaceRow,
} from '../flow/standing/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { SqlClient } from './sql.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`
const NOW = 'to_timestamp($2::float8 / 1000)'
const inForce = (row: string) =>
  `${row}.from_at <= ${NOW} AND (${row}.to_at IS NULL OR ${row}.to_at > ${NOW})`

/** A look into the index of intervals' ends for each register; what was reversed does not count. */
const NEWEST = `
SELECT p.id::text AS "meteringPointId", p.space_id::text AS "spaceId", p.name, p.utility, p.unit,
  p.interval_seconds AS "intervalSeconds", m.id::text AS "meterId", m.serial, ${ms('n.from_at')} AS "installedAt",
  ${ms('s.last_at')} AS "lastAt", ${ms('u.from_at')} AS from, ${ms('u.to_at')} AS to, u.quantity_micros AS quantity
FROM metering_point p
JOIN installation n ON n.metering_point_id = p.id AND ${inForce('n')}
JOIN meter m ON m.id = n.meter_id JOIN register r ON r.meter_id = m.id
LEFT JOIN metering_point_state s ON s.metering_point_id = p.id
LEFT JOIN LATERAL (
  SELECT from_at, to_at, quantity_micros FROM usage_interval i
  WHERE register_id = r.id AND to_at > n.from_at AND to_at <= ${NOW} AND reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM usage_interval v
      WHERE v.register_id = i.register_id AND v.to_at = i.to_at AND v.reverses_id = i.id)
  ORDER BY to_at DESC LIMIT 1
) u ON true
WHERE p.site_id = $1 ORDER BY p.id, r.id`

const TOP_UPS = `
SELECT currency, count(*)::int AS count, sum(amount_micros)::text AS amount FROM payment_order
WHERE site_id = $1 AND credited AND captured_at >= to_timestamp($2::float8 / 1000) GROUP BY currency ORDER BY currency`

const BALANCES = `
SELECT a.currency, sum(greatest(c.balance_micros, 0))::text AS prepaid, sum(greatest(-c.balance_micros, 0))::text AS debt,
  sum(greatest(-o.balance_micros, 0))::text AS receivable, count(*)::int AS total,
  (count(*) FILTER (WHERE c.balance_micros >= greatest(a.low_balance_micros, 0)))::int AS "inCredit",
  (count(*) FILTER (WHERE c.balance_micros < 0))::int AS "inDebt"
FROM account a
JOIN ledger_account c ON c.account_id = a.id AND c.kind = 'cash' AND c.fund = 'general'
JOIN ledger_account o ON o.account_id = a.id AND o.kind = 'receivable' AND o.fund = 'general'
WHERE a.site_id = $1 AND a.state <> 'closed' GROUP BY a.currency ORDER BY a.currency`

const SUPPLY = `
SELECT count(*)::int AS total, (count(*) FILTER (WHERE desired = 'on'))::int AS "wishedOn",
  (count(*) FILTER (WHERE verified = 'on'))::int AS "provedOn",
  (count(*) FILTER (WHERE verified = 'off'))::int AS "provedOff",
  (count(*) FILTER (WHERE alarms <> '{}'))::int AS alarmed
FROM supply_point WHERE site_id = $1`

const REPAIRS = `
SELECT severity AS name, count(*)::int AS count FROM repair_item WHERE site_id = $1 AND closed_at IS NULL GROUP BY severity`

const NOTICES = `
SELECT state AS name, count(*)::int AS count FROM notice
WHERE site_id = $1 AND created_at >= to_timestamp($2::float8 / 1000) GROUP BY state`

const HOLDS = `
SELECT id::text, site_id::text AS "siteId", set_by AS "setBy", reason, ${ms('set_at')} AS "setAt" FROM guard_hold
WHERE released_at IS NULL AND (site_id IS NULL OR site_id = $1) ORDER BY guard_hold.id`

const SPACES = `
SELECT id::text AS "spaceId", parent_id::text AS "parentId", kind, code, name FROM space WHERE site_id = $1 ORDER BY code`

const OCCUPANTS = `
SELECT l.space_id::text AS "spaceId", c.id::text AS "contractId", t.id::text AS "tenantId", t.name AS "tenantName",
  a.id::text AS "accountId", a.code AS "accountCode", a.currency, p.balance_micros AS balance,
  (p.balance_micros + a.overdraft_micros + a.emergency_credit_micros)::text AS available,
  a.low_balance_micros AS low, a.very_low_balance_micros AS "veryLow"
FROM contract c JOIN contract_space l ON l.contract_id = c.id JOIN tenant t ON t.id = c.tenant_id
LEFT JOIN account a ON a.contract_id = c.id AND a.state <> 'closed'
LEFT JOIN ledger_account p ON p.account_id = a.id AND p.kind = 'cash' AND p.fund = 'general'
WHERE c.site_id = $1 AND ${inForce('c')} ORDER BY c.code`

const POINTS = `
SELECT p.id::text AS "meteringPointId", p.space_id::text AS "spaceId", p.name, p.utility, p.unit,
  CASE WHEN s.id IS NULL THEN NULL ELSE jsonb_build_object('supplyPointId', s.id::text, 'desired', s.desired,
    'verified', s.verified, 'state', s.state) END AS supply
FROM metering_point p LEFT JOIN supply_point s ON s.metering_point_id = p.id WHERE p.site_id = $1 ORDER BY p.code`

type Quantified<Row> = Omit<Row, 'quantityMicros'> & { readonly quantity: string | null }
interface Counted extends QueryResultRow {
  readonly name: string
  readonly count: number
}
interface BalanceRow extends QueryResultRow {
  readonly currency: string
  readonly prepaid: string
  readonly debt: string
  readonly receivable: string
  readonly total: number
  readonly inCredit: number
  readonly inDebt: number
}
interface OccupantColumns extends QueryResultRow {
  readonly spaceId: Id
  readonly contractId: Id
  readonly tenantId: Id
  readonly tenantName: string
  readonly accountId: Id | null
  readonly accountCode: string
  readonly currency: string
  readonly balance: string
  readonly available: string
  readonly low: string
  readonly veryLow: string
}

/** How a site stands, on PostgreSQL. */
export function createSiteStore({ client }: { readonly client: SqlClient }): SiteStore {
  const all = async <Row>(text: string, values: unknown[]) =>
    (await client.query<Row & QueryResultRow>({ text, values })).rows
  return {
    async newestUse({ siteId, now }) {
      const rows = await all<Quantified<NewestUse>>(NEWEST, [siteId, now])
      return rows.map(({ quantity, ...row }) => ({
        ...row,
        quantityMicros: quantity === null ? null : BigInt(quantity),
      }))
    },
    async counts({ siteId, dayStart }) {
      const topUps = await all<{ currency: string; count: number; amount: string }>(TOP_UPS, [
        siteId,
        dayStart,
      ])
      const balances = await all<BalanceRow>(BALANCES, [siteId])
      const [supply] = await all<Record<string, number>>(SUPPLY, [siteId])
      const repairs = named(await all<Counted>(REPAIRS, [siteId]))
      const notices = named(await all<Counted>(NOTICES, [siteId, dayStart]))
      const { total = 0, wishedOn = 0, provedOn = 0, provedOff = 0, alarmed = 0 } = supply ?? {}
      return {
        topUps: topUps.map(({ currency, count, amount }) => ({
          ...{ currency, count },
          amountMicros: BigInt(amount),
        })),
        balances: balances.map(({ currency, prepaid, debt, receivable }) => ({
          currency,
          prepaidMicros: BigInt(prepaid),
          debtMicros: BigInt(debt),
          receivableMicros: BigInt(receivable),
        })),
        accounts: accountsOf(balances),
        supply: {
          ...{ total, alarmed },
          desired: { on: wishedOn, off: total - wishedOn },
          verified: { on: provedOn, off: provedOff, unknown: total - provedOn - provedOff },
        },
        repairs: {
          info: repairs('info'),
          warning: repairs('warning'),
          critical: repairs('critical'),
        },
        notices: {
          open: notices('open'),
          delivered: notices('delivered'),
          undeliverable: notices('undeliverable'),
        },
        holds: await all<SiteCounts['holds'][number]>(HOLDS, [siteId]),
      }
    },
    async spaces({ siteId, now }) {
      return {
        spaces: await all<SpaceRow>(SPACES, [siteId]),
        occupants: (await all<OccupantColumns>(OCCUPANTS, [siteId, now])).map(occupantOf),
        points: await all<PointRow>(POINTS, [siteId]),
      }
    },
  }
}

function named(rows: readonly Counted[]): (name: string) => number {
  return (name) => rows.find((row) => row.name === name)?.count ?? 0
}

function accountsOf(rows: readonly BalanceRow[]): SiteCounts['accounts'] {
  const sum = (of: (row: BalanceRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  const total = sum((row) => row.total)
  const inCredit = sum((row) => row.inCredit)
  const inDebt = sum((row) => row.inDebt)
  return { total, inCredit, low: total - inCredit - inDebt, inDebt }
}

function occupantOf(row: OccupantColumns): OccupantRow {
  const { spaceId, contractId, tenantId, tenantName, accountId, accountCode, currency } = row
  const own = { spaceId, contractId, tenantId, tenantName }
  if (accountId === null) return { ...own, account: null }
  return {
    ...own,
    account: {
      ...{ accountId, accountCode, currency },
      balanceMicros: BigInt(row.balance),
      availableMicros: BigInt(row.available),
      lowBalanceMicros: BigInt(row.low),
      veryLowBalanceMicros: BigInt(row.veryLow),
    },
  }
}
