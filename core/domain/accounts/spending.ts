import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import { addDays, type LocalDate, localDate, startOfLocalDay } from '../../kernel/zone.ts'

/** Days and months of the site's own calendar. */
export type SpendingPeriodKind = 'day' | 'month'

/** A day or a month: what ended after `from`, up to and with `to`, was spent in it. */
export interface SpendingPeriod {
  /** Its first day. */
  readonly date: LocalDate
  readonly from: Instant
  readonly to: Instant
}

export type SpendingLevel = 'below' | 'near' | 'reached'

const NEAR_PERCENT = 80n

/** How far spending has come: from 80 % of the limit on it is near, from all of it on reached. */
export function spendingLevel({
  spentMicros,
  limitMicros,
}: {
  readonly spentMicros: Micros
  /** Above zero. */
  readonly limitMicros: Micros
}): SpendingLevel {
  if (spentMicros >= limitMicros) return 'reached'
  return spentMicros * 100n >= limitMicros * NEAR_PERCENT ? 'near' : 'below'
}

/** The period that an instant lies in. @throws `time-zone-invalid` */
export function spendingPeriod(
  kind: SpendingPeriodKind,
  at: Instant,
  timeZone: string,
): SpendingPeriod {
  const today = localDate(at, timeZone)
  const date = kind === 'day' ? today : firstOfMonth(today)
  const next = kind === 'day' ? addDays(date, 1) : firstOfMonth(addDays(date, 31))
  return Object.freeze({
    date,
    from: startOfLocalDay(date, timeZone),
    to: startOfLocalDay(next, timeZone),
  })
}

/**
 * The periods from that of one instant to that of another, the earliest first.
 * @throws `time-zone-invalid`
 */
export function spendingPeriods(
  kind: SpendingPeriodKind,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  timeZone: string,
): readonly SpendingPeriod[] {
  const periods: SpendingPeriod[] = []
  for (let period = spendingPeriod(kind, from, timeZone); period.from <= to; ) {
    periods.push(period)
    period = spendingPeriod(kind, period.to, timeZone)
  }
  return periods
}

function firstOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 8)}01`
}
