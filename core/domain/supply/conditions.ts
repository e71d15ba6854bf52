import type { DeliveryLevel } from '../../contracts/notification-channel.ts'
import { formatMicros } from '../../kernel/decimal.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { localMinuteOfDay, nextLocalTime } from '../../kernel/zone.ts'
import { activeBan, type CalendarBlock, calendarBlocks, nextCalendarChange } from './calendar.ts'
import type {
  AccountFacts,
  ConditionName,
  ConditionOutcome,
  CutComingNotice,
  Protection,
  SupplyFacts,
} from './model.ts'
import { limitOf } from './model.ts'
import type { PolicyProfile } from './profile.ts'

/** Facts of a point that somebody pays for. */
interface CreditFacts extends SupplyFacts {
  readonly account: AccountFacts
}

/**
 * A condition of a cut by debt.
 * - `standing`: a point that is already cut is restored when it fails
 * - otherwise it forbids the act of cutting, and leaves alone what is cut
 */
export interface Condition {
  readonly name: ConditionName
  readonly standing: boolean
  readonly check: (
    facts: CreditFacts,
    profile: PolicyProfile,
  ) => Pick<ConditionOutcome, 'holds' | 'facts' | 'until'>
}

/** Every condition of a cut by debt; all must hold. */
export const cutConditions: readonly Condition[] = Object.freeze([
  standing('below-limit', ({ account }) => {
    const limitMicros = limitOf(account)
    return {
      holds: account.balanceMicros < limitMicros,
      facts: { balance: formatMicros(account.balanceMicros), limit: formatMicros(limitMicros) },
      until: null,
    }
  }),
  standing('unprotected', ({ now, site, point }) => {
    const { active, until } = protectionAt(point.protections, now, site.calendar.timeZone)
    const facts = active ? { kind: active.kind, reason: active.reason } : {}
    return { holds: active === null, facts, until }
  }),
  standing('no-dispute', ({ account }) => ({
    holds: account.disputes.length === 0,
    facts: {
      disputes: account.disputes.map(({ id, reviewAt }) => ({
        id,
        reviewAt: formatInstant(reviewAt),
      })),
    },
    until: null,
  })),
  standing('no-payment-plan', ({ account, now }) => {
    const kept = account.paymentPlans.filter((plan) => plan.nextDueAt > now)
    return {
      holds: kept.length === 0,
      facts: {
        kept: kept.map(({ id, nextDueAt }) => ({ id, nextDueAt: formatInstant(nextDueAt) })),
      },
      until: earliest(kept.map((plan) => plan.nextDueAt)),
    }
  }),
  momentary('notice-delivered', ({ account }, profile) => {
    const notice = account.episode?.notice ?? null
    const at = notice && deliveredAt(notice, profile.noticeLevel)
    return {
      holds: at !== null,
      facts: {
        noticeId: notice?.noticeId ?? null,
        leastLevel: profile.noticeLevel,
        deliveredAt: at === null ? null : formatInstant(at),
      },
      until: null,
    }
  }),
  momentary('grace-over', ({ account, now }, profile) => {
    const over = graceOverAt(account.episode?.notice ?? null, profile)
    return {
      holds: over !== null && over <= now,
      facts: { over: over === null ? null : formatInstant(over) },
      until: over !== null && over > now ? over : null,
    }
  }),
  calendarCondition('outside-friendly-hours', 'friendly-hours'),
  calendarCondition('no-weekend', 'weekend'),
  calendarCondition('no-holiday', 'holiday'),
  calendarCondition('no-weather-ban', 'weather-ban'),
  momentary('reading-fresh', ({ now, point }, profile) => {
    const { lastAt, intervalMs } = point.reading
    const staleAt = lastAt === null ? null : lastAt + profile.readingFreshIntervals * intervalMs
    // A reading from the future proves a wrong clock, not freshness.
    const holds = lastAt !== null && staleAt !== null && staleAt > now && lastAt <= now + intervalMs
    return { holds, facts: { lastAt: formatted(lastAt) }, until: holds ? staleAt : null }
  }),
  momentary('meter-online', ({ now, point }, profile) => {
    const { lastAt } = point.reading
    const silentAt = lastAt === null ? null : lastAt + profile.meterMaxSilenceMs
    const holds = point.online !== false && silentAt !== null && silentAt > now
    return {
      holds,
      facts: { online: point.online, lastAt: formatted(lastAt) },
      until: holds ? silentAt : null,
    }
  }),
  momentary('no-unknown-payment', ({ account }) => ({
    holds: account.unknownPayments === 0,
    facts: { unknownPayments: account.unknownPayments },
    until: null,
  })),
  momentary('commands-expire', ({ point }) => ({
    holds: point.expiringCommands,
    facts: { expiringCommands: point.expiringCommands },
    until: null,
  })),
  momentary('no-hold', ({ site }) => ({
    holds: site.holds.length === 0,
    facts: { holds: site.holds },
    until: null,
  })),
  momentary('approved', ({ account }, profile) => {
    const approval = account.episode?.approval ?? 'none'
    return {
      holds: !profile.approvalRequired || approval === 'approved',
      facts: { required: profile.approvalRequired, approval },
      until: null,
    }
  }),
])

type Check = Condition['check']

function standing(name: ConditionName, check: Check): Condition {
  return Object.freeze({ name, standing: true, check })
}

function momentary(name: ConditionName, check: Check): Condition {
  return Object.freeze({ name, standing: false, check })
}

function calendarCondition(name: ConditionName, block: CalendarBlock): Condition {
  return momentary(name, ({ now, site: { calendar } }, profile) => {
    const ban = block === 'weather-ban' ? activeBan(calendar, now) : null
    return {
      holds: !calendarBlocks({ at: now, calendar, profile }).includes(block),
      facts: { timeZone: calendar.timeZone, ...(ban ? { reason: ban.reason } : {}) },
      until: nextCalendarChange({ at: now, calendar, profile }),
    }
  })
}

const LEVELS: readonly DeliveryLevel[] = ['accepted', 'delivered', 'read']

/** When a notice is first known to have come as far as a level, or further; null where it is not. */
function deliveredAt(
  notice: Pick<CutComingNotice, 'reached'>,
  least: DeliveryLevel,
): Instant | null {
  const enough = LEVELS.slice(LEVELS.indexOf(least))
  return earliest(enough.flatMap((level) => notice.reached[level] ?? []))
}

/**
 * When the grace of a notice is over: it starts at the delivery, and never ends before the deadline
 * that the notice names. Null as long as it is not delivered.
 */
function graceOverAt(
  notice: CutComingNotice | null,
  profile: Pick<PolicyProfile, 'graceMs' | 'noticeLevel'>,
): Instant | null {
  const from = notice && deliveredAt(notice, profile.noticeLevel)
  return notice && from !== null ? Math.max(notice.deadlineAt, from + profile.graceMs) : null
}

/** The protection in force, and when time alone may change that. */
export function protectionAt(
  protections: readonly Protection[],
  now: Instant,
  timeZone: string,
): { readonly active: Protection | null; readonly until: Instant | null } {
  const active = protections.find((protection) => protects(protection, now, timeZone)) ?? null
  const edges = protections.flatMap(({ from, to, hours }) => [
    from,
    ...(to === null ? [] : [to]),
    ...(hours === null ? [] : [nextMinuteChange(now, hours, timeZone)]),
  ])
  return { active, until: earliest(edges.filter((edge) => edge > now)) }
}

function protects({ from, to, hours }: Protection, now: Instant, timeZone: string): boolean {
  if (now < from || (to !== null && now >= to)) return false
  if (hours === null) return true
  const minute = localMinuteOfDay(now, timeZone)
  const { fromMinute, toMinute } = hours
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute
}

function nextMinuteChange(
  now: Instant,
  { fromMinute, toMinute }: { readonly fromMinute: number; readonly toMinute: number },
  timeZone: string,
): Instant {
  const edges = [fromMinute, toMinute].map((minute) =>
    nextLocalTime({ after: now, minuteOfDay: minute % (24 * 60), timeZone }),
  )
  return Math.min(...edges)
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants)
}

function formatted(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at)
}
