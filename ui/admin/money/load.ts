import { siteOf } from '../site.ts'

export type Shape = 'even' | 'daytime' | 'night'
export const SHAPES: readonly Shape[] = ['even', 'daytime', 'night']

const DAY_FROM = 8
const DAY_TO = 18
/** Most of the use, and the rest of it. */
const MOST = 8
const REST = 1

/** Weights of the 24 local hours; null: every hour alike. */
export function weightsOf(shape: Shape): number[] | null {
  if (shape === 'even') return null
  return Array.from({ length: 24 }, (_, hour) => {
    const isDay = hour >= DAY_FROM && hour < DAY_TO
    return isDay === (shape === 'daytime') ? MOST : REST
  })
}

const HALF_DAY_MS = 43_200_000

/** Noon of a local date, near enough to name the day: any instant of it does. */
export function localNoon(date: string, siteId: string): string {
  const noon = Date.parse(`${date}T12:00:00Z`)
  const timeZone = siteOf(siteId)?.timeZone ?? 'UTC'
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hour12: false, dateStyle: 'short' as const },
  })
  // Zones reach from 12 hours behind to 14 ahead: where noon of Greenwich is another day, half a day away it is this one.
  const shown = parts.format(noon)
  const shiftMs = shown === date ? 0 : shown > date ? -HALF_DAY_MS : HALF_DAY_MS
  return new Date(noon + shiftMs).toISOString()
}
