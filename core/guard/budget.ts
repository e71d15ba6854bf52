import { DAY_MS, MINUTE_MS } from '../kernel/instant.ts'

/** At most `share` of the points, yet never fewer than `least`, may be cut in a window. */
export interface CutLimit {
  readonly name: string
  readonly scope: 'site' | 'everywhere'
  readonly windowMs: number
  readonly sharePercent: number
  readonly least: number
}

/** What the Guard lets through, whoever asks; restorations are never counted or limited. */
export const cutLimits: readonly CutLimit[] = Object.freeze([
  { name: 'site, 10 minutes', scope: 'site', windowMs: 10 * MINUTE_MS, sharePercent: 1, least: 3 },
  { name: 'site, a day', scope: 'site', windowMs: DAY_MS, sharePercent: 5, least: 10 },
  {
    name: 'everywhere, 10 minutes',
    scope: 'everywhere',
    windowMs: 10 * MINUTE_MS,
    sharePercent: 1,
    least: 6,
  },
  { name: 'everywhere, a day', scope: 'everywhere', windowMs: DAY_MS, sharePercent: 5, least: 20 },
])

/** How many of `points` may be cut in a limit's window. */
export function allowance({ sharePercent, least }: CutLimit, points: number): number {
  return Math.max(Math.floor((points * sharePercent) / 100), least)
}
