import fc from 'fast-check'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts'
import type { AccountFacts, ConditionName, DebtEpisode, PointFacts, SupplyFacts } from './model.ts'
import { limitOf } from './model.ts'
import { type PolicyRules, policyProfile } from './profile.ts'

/** Monday, 9 March 2026, 11:00 in Shanghai. */
const MONDAY_ELEVEN = Date.UTC(2026, 2, 9, 3)

export const rules: PolicyRules = {
  graceMinutes: 60,
  noticeLevel: 'delivered',
  warnings: ['low-balance', 'very-low-balance'],
  readingFreshIntervals: 3,
  meterMaxSilenceMinutes: 120,
  intentExpirySeconds: 60,
  approvalRequired: true,
  noCutOnWeekends: true,
  noCutOnHolidays: true,
  noCutInWeatherBans: true,
  friendlyHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '17:00', to: '08:30' }],
}

export const profile = policyProfile({ code: 'test', version: '1', rules })

const episode: DebtEpisode = {
  id: '7',
  beganAt: MONDAY_ELEVEN - DAY_MS,
  recoveredAt: null,
  cutAt: null,
  notice: {
    noticeId: '70',
    deadlineAt: MONDAY_ELEVEN - HOUR_MS,
    reached: { accepted: MONDAY_ELEVEN - 3 * HOUR_MS, delivered: MONDAY_ELEVEN - 2 * HOUR_MS },
  },
  cutNoticed: false,
  approval: 'approved',
}

const account: AccountFacts = {
  accountId: '3',
  balanceMicros: -30_000_001n,
  balanceVersion: '12',
  overdraftMicros: 20_000_000n,
  emergencyCreditMicros: 10_000_000n,
  lowMicros: 50_000_000n,
  veryLowMicros: 10_000_000n,
  lowSince: MONDAY_ELEVEN - 9 * DAY_MS,
  veryLowSince: MONDAY_ELEVEN - 8 * DAY_MS,
  episode,
  disputes: [],
  paymentPlans: [],
  unknownPayments: 0,
}

const point: PointFacts = {
  supplyPointId: '5',
  lifeSafety: false,
  lockOut: null,
  protections: [],
  orders: [],
  reading: { lastAt: MONDAY_ELEVEN - MINUTE_MS, intervalMs: 15 * MINUTE_MS },
  online: true,
  expiringCommands: true,
  desired: 'on',
  cutByEpisode: null,
  verified: 'on',
}

export interface CutFacts extends SupplyFacts {
  readonly account: AccountFacts
}

/** A point of which everything says that it is to be cut. */
export const ripe: CutFacts = {
  now: MONDAY_ELEVEN,
  site: {
    calendar: {
      timeZone: 'Asia/Shanghai',
      holidays: new Set(),
      workedWeekendDays: new Set(),
      weatherBans: [],
    },
    holds: [],
  },
  account,
  point,
}

export function withAccount(facts: CutFacts, change: Partial<AccountFacts>): CutFacts {
  return { ...facts, account: { ...facts.account, ...change } }
}

export function withPoint(facts: CutFacts, change: Partial<PointFacts>): CutFacts {
  return { ...facts, point: { ...facts.point, ...change } }
}

export function withEpisode(facts: CutFacts, change: Partial<DebtEpisode>): CutFacts {
  return withAccount(facts, { episode: { ...episode, ...change } })
}

function withCalendar(facts: CutFacts, change: Partial<CutFacts['site']['calendar']>): CutFacts {
  const calendar = { ...facts.site.calendar, ...change }
  return { ...facts, site: { ...facts.site, calendar } }
}

/** Ways to break each condition, and no other one. */
export const breaks: Readonly<Record<ConditionName, readonly ((facts: CutFacts) => CutFacts)[]>> = {
  'below-limit': [
    (facts) => withAccount(facts, { balanceMicros: limitOf(facts.account) }),
    (facts) => withAccount(facts, { balanceMicros: 1_000_000_000n }),
    (facts) => withAccount(facts, { overdraftMicros: -facts.account.balanceMicros }),
  ],
  unprotected: [
    (facts) => withPoint(facts, { protections: [protection(null)] }),
    (facts) =>
      withPoint(facts, { protections: [protection({ fromMinute: 10 * 60, toMinute: 12 * 60 })] }),
  ],
  'no-dispute': [
    (facts) => withAccount(facts, { disputes: [{ id: '1', reviewAt: facts.now + DAY_MS }] }),
    (facts) => withAccount(facts, { disputes: [{ id: '1', reviewAt: facts.now - DAY_MS }] }),
  ],
  'no-payment-plan': [
    (facts) => withAccount(facts, { paymentPlans: [{ id: '1', nextDueAt: facts.now + 1 }] }),
  ],
  'notice-delivered': [
    (facts) => withAccount(facts, { episode: null }),
    (facts) => withEpisode(facts, { notice: null }),
    (facts) =>
      withEpisode(facts, {
        notice: { noticeId: '70', deadlineAt: 0, reached: { accepted: 0 } },
      }),
  ],
  'grace-over': [
    (facts) => withEpisode(facts, { notice: delivered(facts.now - HOUR_MS + 1, 0) }),
    (facts) => withEpisode(facts, { notice: delivered(facts.now - DAY_MS, facts.now + 1) }),
  ],
  'outside-friendly-hours': [
    (facts) => shifted(facts, 6 * HOUR_MS),
    (facts) => shifted(facts, 17 * HOUR_MS),
  ],
  'no-weekend': [(facts) => shifted(facts, 5 * DAY_MS), (facts) => shifted(facts, 6 * DAY_MS)],
  'no-holiday': [(facts) => withCalendar(facts, { holidays: new Set(['2026-03-09']) })],
  'no-weather-ban': [
    (facts) =>
      withCalendar(facts, {
        weatherBans: [{ from: facts.now, to: facts.now + 1, reason: 'Frost' }],
      }),
  ],
  'reading-fresh': [
    (facts) => withReading(facts, facts.now - 45 * MINUTE_MS),
    (facts) => withReading(facts, facts.now + 16 * MINUTE_MS),
  ],
  'meter-online': [(facts) => withPoint(facts, { online: false })],
  'no-unknown-payment': [(facts) => withAccount(facts, { unknownPayments: 1 })],
  'commands-expire': [(facts) => withPoint(facts, { expiringCommands: false })],
  'no-hold': [(facts) => ({ ...facts, site: { ...facts.site, holds: ['4'] } })],
  approved: [
    (facts) => withEpisode(facts, { approval: 'none' }),
    (facts) => withEpisode(facts, { approval: 'requested' }),
    (facts) => withEpisode(facts, { approval: 'refused' }),
  ],
}

function protection(hours: { fromMinute: number; toMinute: number } | null) {
  const from = MONDAY_ELEVEN - DAY_MS
  return { id: '1', kind: 'medical' as const, from, to: null, hours, reason: 'Ventilator' }
}

function delivered(at: number, deadlineAt: number): DebtEpisode['notice'] {
  return { noticeId: '70', deadlineAt, reached: { delivered: at } }
}

function withReading(facts: CutFacts, lastAt: number): CutFacts {
  return withPoint(facts, { reading: { ...facts.point.reading, lastAt } })
}

/** Later, with a fresh reading. */
function shifted(facts: CutFacts, byMs: number): CutFacts {
  const now = facts.now + byMs
  return withReading({ ...facts, now }, now - MINUTE_MS)
}

/** Any set of broken conditions, the empty one included, in any of their ways. */
export const brokenFacts: fc.Arbitrary<{
  readonly facts: CutFacts
  readonly broken: readonly ConditionName[]
}> = fc.subarray(Object.keys(breaks) as ConditionName[]).chain((broken) =>
  fc.tuple(...broken.map((name) => fc.nat({ max: breaks[name].length - 1 }))).map((ways) => ({
    broken,
    facts: broken.reduce((facts, name, index) => {
      const way = breaks[name][ways[index] ?? 0]
      return way ? way(facts) : facts
    }, ripe),
  })),
)
