import type {
  Dispute,
  LockOut,
  PaymentPlan,
  Protection,
  SiteFacts,
  SupplyOrder,
} from '../domain/supply/model.ts'
import type { StoredPoint, StoredProfile } from '../flow/supply/ports.ts'
import type { Id } from '../kernel/id.ts'
import { type Instant, parseInstant, SECOND_MS } from '../kernel/instant.ts'

/** A timestamptz column as epoch milliseconds, a number for JavaScript. */
export const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`
/** An epoch-milliseconds parameter, or a sum of such, as timestamptz. */
export const at = (parameter: string) => `to_timestamp((${parameter})::float8 / 1000)`

/** The agreement in force for a metering point, as a lateral join called `agreed`. */
export const agreedJoin = (now: string) => `LEFT JOIN LATERAL (
    SELECT a.id, a.contract_id, a.account_id FROM service_agreement a
    WHERE a.metering_point_id = s.metering_point_id AND a.from_at <= ${now}
      AND (a.to_at IS NULL OR a.to_at > ${now})
    ORDER BY a.from_at DESC, a.id DESC LIMIT 1) agreed ON true`

/** The meter in place at a metering point, as a lateral join called `installed`. */
export const installedJoin = (now: string) => `LEFT JOIN LATERAL (
    SELECT i.id, i.meter_id FROM installation i
    WHERE i.metering_point_id = s.metering_point_id AND i.from_at <= ${now}
      AND (i.to_at IS NULL OR i.to_at > ${now})
    ORDER BY i.from_at DESC LIMIT 1) installed ON true`

export interface PointRow {
  readonly id: Id
  readonly connection_id: Id
  readonly space_name: string
  readonly life_safety: boolean
  readonly desired: 'on' | 'off'
  readonly verified: 'on' | 'off' | 'unknown'
  readonly cut_by_episode_id: Id | null
  readonly rule: string | null
  readonly blocked_by: string[] | null
  readonly last_at: Instant | null
  readonly interval_seconds: number
  readonly online: string | null
}

/** Supply points with all that a decision asks of them but orders, lock-outs and protections. */
export const POINT_COLUMNS = (now: string) => `
  SELECT s.id, p.connection_id, sp.name AS space_name, p.life_safety, s.desired, s.verified, s.cut_by_episode_id,
    s.decision #>> '{because,rule}' AS rule,
    ARRAY(SELECT jsonb_array_elements_text(s.decision -> 'blockedBy')) AS blocked_by,
    ${ms('st.last_at')} AS last_at, mp.interval_seconds,
    (SELECT ps.value FROM point op JOIN point_state ps ON ps.point_id = op.id
      WHERE op.meter_id = installed.meter_id AND op.role = 'online' LIMIT 1) AS online
  FROM supply_point s
  JOIN point p ON p.id = s.relay_point_id
  JOIN metering_point mp ON mp.id = s.metering_point_id
  JOIN space sp ON sp.id = mp.space_id
  LEFT JOIN metering_point_state st ON st.metering_point_id = s.metering_point_id
  ${installedJoin(now)}
  ${agreedJoin(now)}`

export interface LockOutRow {
  readonly id: Id
  readonly supply_point_id: Id
  readonly set_by: string
  readonly reason: string
  readonly set_at: Instant
}

export interface OrderRow {
  readonly id: Id
  readonly supply_point_id: Id
  readonly authority: SupplyOrder['authority']
  readonly wish: 'on' | 'off'
  readonly ordered_by: string
  readonly reason: string
  readonly from_at: Instant
  readonly until_at: Instant | null
}

export interface ProtectionRow {
  readonly id: Id
  readonly supply_point_id: Id | null
  readonly opt_outs: Id[]
  readonly kind: Protection['kind']
  readonly from_at: Instant
  readonly to_at: Instant | null
  readonly from_minute: number | null
  readonly to_minute: number | null
  readonly reason: string
}

/** What hangs on points: taken together for all of an account. */
export interface Attached {
  readonly lockOuts: readonly LockOutRow[]
  readonly orders: readonly OrderRow[]
  readonly protections: readonly ProtectionRow[]
}

export function pointOf(row: PointRow, attached: Attached): StoredPoint {
  const own = <T extends { readonly supply_point_id: Id | null }>(rows: readonly T[]) =>
    rows.filter((item) => item.supply_point_id === row.id)
  const siteWide = attached.protections.filter(
    ({ supply_point_id, opt_outs }) => supply_point_id === null && !opt_outs.includes(row.id),
  )
  return {
    connectionId: row.connection_id,
    spaceName: row.space_name,
    decided: row.rule === null ? null : { rule: row.rule, blockedBy: row.blocked_by ?? [] },
    facts: {
      supplyPointId: row.id,
      lifeSafety: row.life_safety,
      lockOut: own(attached.lockOuts).map(lockOutOf)[0] ?? null,
      protections: [...own(attached.protections), ...siteWide].map(protectionOf),
      orders: own(attached.orders).map(orderOf),
      reading: { lastAt: row.last_at, intervalMs: row.interval_seconds * SECOND_MS },
      online: row.online === null ? null : ['true', 'on', 'online'].includes(row.online),
      desired: row.desired,
      cutByEpisode: row.cut_by_episode_id,
      verified: row.verified,
    },
  }
}

function lockOutOf({ id, set_by, reason, set_at }: LockOutRow): LockOut {
  return { id, setBy: set_by, reason, since: set_at }
}

function orderOf(row: OrderRow): SupplyOrder {
  const { id, authority, wish, reason } = row
  return { id, authority, wish, by: row.ordered_by, reason, from: row.from_at, until: row.until_at }
}

function protectionOf(row: ProtectionRow): Protection {
  const { id, kind, reason, from_minute, to_minute } = row
  const hours =
    from_minute === null || to_minute === null
      ? null
      : { fromMinute: from_minute, toMinute: to_minute }
  return { id, kind, from: row.from_at, to: row.to_at, hours, reason }
}

export interface SiteRow {
  readonly site_id: Id
  readonly time_zone: string
  readonly calendar: {
    readonly holidays: readonly string[]
    readonly workedWeekendDays: readonly string[]
    readonly weatherBans: readonly {
      readonly fromAt: string
      readonly toAt: string
      readonly reason: string
    }[]
  }
  readonly profile_code: string
  readonly profile_version: string
  readonly rules: StoredProfile['rules']
  readonly holds: Id[]
}

/** Columns of {@link SiteRow}, from a site called `si` with its profile `pp`. */
export const SITE_COLUMNS = `si.id AS site_id, si.time_zone, si.calendar, pp.code AS profile_code,
  pp.version AS profile_version, pp.rules,
  ARRAY(SELECT h.id::text FROM guard_hold h WHERE h.released_at IS NULL
    AND (h.site_id IS NULL OR h.site_id = si.id) ORDER BY h.id) AS holds`

export function siteOf(row: SiteRow): SiteFacts {
  const { calendar, time_zone: timeZone, holds } = row
  return {
    holds,
    calendar: {
      timeZone,
      holidays: new Set(calendar.holidays),
      workedWeekendDays: new Set(calendar.workedWeekendDays),
      weatherBans: calendar.weatherBans.map(({ fromAt, toAt, reason }) => ({
        from: parseInstant(fromAt),
        to: parseInstant(toAt),
        reason,
      })),
    },
  }
}

export function profileOf(row: SiteRow): StoredProfile {
  return { code: row.profile_code, version: row.profile_version, rules: row.rules }
}

export function disputeOf(row: { readonly id: Id; readonly review_at: Instant }): Dispute {
  return { id: row.id, reviewAt: row.review_at }
}

export function planOf(row: { readonly id: Id; readonly next_due_at: Instant }): PaymentPlan {
  return { id: row.id, nextDueAt: row.next_due_at }
}
