import type { DeliveryLevel } from '../../contracts/notification-channel.ts'
import { busbarError, type FieldError } from '../../kernel/error.ts'
import { MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts'
import { parseLocalTime } from '../../kernel/zone.ts'

/** A policy profile's rules as stored and shown: schemas/resources/policy-rules.schema.json. */
export interface PolicyRules {
  readonly graceMinutes: number
  readonly noticeLevel: DeliveryLevel
  readonly warnings: readonly WarningKind[]
  readonly readingFreshIntervals: number
  readonly meterMaxSilenceMinutes: number
  readonly intentExpirySeconds: number
  readonly approvalRequired: boolean
  readonly noCutOnWeekends: boolean
  readonly noCutOnHolidays: boolean
  readonly noCutInWeatherBans: boolean
  readonly friendlyHours: readonly {
    /** ISO weekdays on which the hours begin: 1 is Monday. */
    readonly days: readonly number[]
    /** Local time HH:MM. */
    readonly from: string
    /** Local time HH:MM, up to 24:00; at or before `from` it is the next day's. */
    readonly to: string
  }[]
}

export type WarningKind = 'low-balance' | 'very-low-balance'

/** Hours of the local day in which nothing is cut. */
export interface FriendlyWindow {
  readonly days: ReadonlySet<number>
  readonly fromMinute: number
  readonly toMinute: number
  /** Whether they end on the day after they began. */
  readonly overnight: boolean
}

/** The rules made ready for deciding, with the version that explains a decision. */
export interface PolicyProfile {
  readonly code: string
  readonly version: string
  readonly graceMs: number
  readonly noticeLevel: DeliveryLevel
  readonly warnings: readonly WarningKind[]
  readonly readingFreshIntervals: number
  readonly meterMaxSilenceMs: number
  /** Wall-clock life of an intent. */
  readonly intentExpiryMs: number
  readonly approvalRequired: boolean
  readonly noCutOnWeekends: boolean
  readonly noCutOnHolidays: boolean
  readonly noCutInWeatherBans: boolean
  readonly friendlyHours: readonly FriendlyWindow[]
}

/**
 * Makes rules ready for deciding.
 * @throws `validation-failed` for friendly hours that are no local times
 */
export function policyProfile({
  code,
  version,
  rules,
}: {
  readonly code: string
  readonly version: string
  readonly rules: PolicyRules
}): PolicyProfile {
  const errors: FieldError[] = []
  const friendlyHours = rules.friendlyHours.map((hours, index) => {
    const minuteOf = (field: 'from' | 'to') => {
      const minute = parseLocalTime(hours[field])
      if (minute !== null) return minute
      const pointer = `/friendlyHours/${index}/${field}`
      errors.push({ pointer, message: `"${hours[field]}" is no local time such as 18:30.` })
      return 0
    }
    const fromMinute = minuteOf('from')
    const toMinute = minuteOf('to')
    const overnight = toMinute <= fromMinute
    return Object.freeze({ days: new Set(hours.days), fromMinute, toMinute, overnight })
  })
  if (errors.length > 0) throw busbarError('validation-failed', { errors })
  return Object.freeze({
    code,
    version,
    graceMs: rules.graceMinutes * MINUTE_MS,
    noticeLevel: rules.noticeLevel,
    warnings: rules.warnings,
    readingFreshIntervals: rules.readingFreshIntervals,
    meterMaxSilenceMs: rules.meterMaxSilenceMinutes * MINUTE_MS,
    intentExpiryMs: rules.intentExpirySeconds * SECOND_MS,
    approvalRequired: rules.approvalRequired,
    noCutOnWeekends: rules.noCutOnWeekends,
    noCutOnHolidays: rules.noCutOnHolidays,
    noCutInWeatherBans: rules.noCutInWeatherBans,
    friendlyHours,
  })
}
