import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Instant } from '../../kernel/instant.ts'
import { type PreparedTariff, spanIndexAt } from './prepare.ts'

/** Where one count stands: what was used and charged since its period or its version began. */
export interface CursorEntry {
  readonly periodStart: Instant
  /** Quantity counted; for a percentage component the cumulative base amount. */
  readonly quantityMicros: bigint
  /** Sum of the lines so far: the exact amount of the quantity, rounded once. */
  readonly amountMicros: bigint
  /** What earlier versions counted in this period: it moves the ladder but costs nothing again. */
  readonly carriedMicros: bigint
}

/**
 * Where the cumulative counts of one metering point and tariff version stand, by `component/band`
 * (`component/*` where all bands share one count).
 */
export type RatingCursor = Readonly<Record<string, CursorEntry>>

/** Key of a count's earlier period, beside the latest one's. */
export function pastKey(countKey: string, periodStart: Instant): string {
  return `${countKey}@${periodStart}`
}

/** Forgets periods that ended by an instant before which nothing will be rated any more. */
export function withoutPast(cursor: RatingCursor, before: Instant): RatingCursor {
  const keys = Object.keys(cursor)
  const ended = keys.filter((key) => {
    const [countKey = '', isPast] = key.split('@')
    if (isPast === undefined) return false
    const start = cursor[key]?.periodStart ?? 0
    return keys.some((other) => {
      const later = cursor[other]?.periodStart ?? 0
      return other.split('@')[0] === countKey && later > start && later <= before
    })
  })
  if (ended.length === 0) return cursor
  return Object.freeze(
    Object.fromEntries(Object.entries(cursor).filter(([key]) => !ended.includes(key))),
  )
}

/** Nothing counted yet. */
export const emptyCursor: RatingCursor = Object.freeze({})

/** As stored: keys sorted, figures as decimal strings, so that equal cursors give equal text. */
export function cursorToJson(cursor: RatingCursor): JsonObject {
  const json: Record<string, JsonObject> = {}
  for (const key of Object.keys(cursor).sort()) {
    const entry = cursor[key]
    if (entry)
      json[key] = {
        periodStart: entry.periodStart,
        quantityMicros: entry.quantityMicros.toString(),
        amountMicros: entry.amountMicros.toString(),
        carriedMicros: entry.carriedMicros.toString(),
      }
  }
  return json
}

/** @throws `validation-failed` naming the entry that is none. */
export function cursorFromJson(json: JsonObject): RatingCursor {
  const cursor: Record<string, CursorEntry> = {}
  for (const key of Object.keys(json).sort()) {
    const entry = json[key]
    if (typeof entry !== 'object' || entry === null || !('periodStart' in entry)) throw broken(key)
    if (!Number.isSafeInteger(entry.periodStart)) throw broken(key)
    cursor[key] = Object.freeze({
      periodStart: Number(entry.periodStart),
      quantityMicros: integer(key, entry.quantityMicros),
      amountMicros: integer(key, entry.amountMicros),
      carriedMicros: integer(key, entry.carriedMicros),
    })
  }
  return Object.freeze(cursor)
}

function integer(key: string, value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,60}$/.test(value)) throw broken(key)
  return BigInt(value)
}

function broken(key: string): Error {
  return busbarError('validation-failed', {
    detail: `The rating cursor's entry "${key}" is broken.`,
    errors: [{ pointer: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: 'broken' }],
  })
}

/**
 * The cursor that the next version of a plan starts with at `at`: ladders go on where the
 * period's use has brought them, while amounts count anew under the new prices. A component whose
 * period starts elsewhere under the new version starts at zero.
 */
export function carryCursor({
  cursor,
  tariff,
  at,
}: {
  readonly cursor: RatingCursor
  /** The new version. */
  readonly tariff: PreparedTariff
  readonly at: Instant
}): RatingCursor {
  const span = tariff.byPeriod.spans[spanIndexAt(tariff.byPeriod, at)]
  const carried: Record<string, CursorEntry> = {}
  for (const { prices } of Object.values(tariff.plans))
    for (const { countKey, periodIndex } of prices) {
      const entry = cursor[countKey]
      if (!entry || entry.periodStart !== span?.period.starts[periodIndex]) continue
      carried[countKey] = Object.freeze({
        periodStart: entry.periodStart,
        quantityMicros: 0n,
        amountMicros: 0n,
        carriedMicros: entry.carriedMicros + entry.quantityMicros,
      })
    }
  return Object.freeze(carried)
}
