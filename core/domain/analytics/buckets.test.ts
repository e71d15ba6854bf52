import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../kernel/instant.ts'
import { localDate, localMinuteOfDay } from '../../kernel/zone.ts'
import { type BucketKind, bucketBounds, MOST_BUCKETS } from './buckets.ts'

const utc = (text: string) => Date.parse(text)
const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC']
const lengths = (bounds: readonly number[]) =>
  bounds.slice(1).map((at, index) => (at - (bounds[index] ?? 0)) / HOUR_MS)

describe('calendar buckets', () => {
  it('have days of 23 and 25 hours where clocks are moved', () => {
    const days = (from: string, to: string) =>
      lengths(
        bucketBounds({
          ...{ from: utc(from), to: utc(to), bucket: 'day', timeZone: 'Europe/London' },
        }),
      )
    expect(days('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([24, 23, 24])
    expect(days('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([24, 25, 24])
  })

  it('have local months, and full hours of zones that are half an hour off', () => {
    const months = bucketBounds({
      ...{ from: utc('2026-02-10T00:00:00Z'), to: utc('2026-03-31T15:59:00Z') },
      ...{ bucket: 'month', timeZone: 'Asia/Shanghai' },
    })
    expect(months.map((at) => new Date(at).toISOString())).toEqual([
      '2026-01-31T16:00:00.000Z',
      '2026-02-28T16:00:00.000Z',
      '2026-03-31T16:00:00.000Z',
    ])
    const hours = bucketBounds({
      ...{ from: utc('2026-02-10T00:00:00Z'), to: utc('2026-02-10T00:40:00Z') },
      ...{ bucket: 'hour', timeZone: 'Asia/Kolkata' },
    })
    expect(hours.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '23:30',
      '00:30',
      '01:30',
    ])
  })

  it('cover the range without gaps, and begin where the local calendar does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom<BucketKind>('quarter', 'hour', 'day', 'month'),
        fc.integer({ min: utc('2020-01-01T00:00:00Z'), max: utc('2030-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 5 * DAY_MS }),
        (timeZone, bucket, from, length) => {
          const to = from + length
          const bounds = bucketBounds({ from, to, bucket, timeZone })
          expect(bounds[0]).toBeLessThanOrEqual(from)
          expect(bounds.at(-1)).toBeGreaterThanOrEqual(to)
          expect(bounds[1]).toBeGreaterThan(from)
          expect(bounds.at(-2)).toBeLessThan(to)
          for (const at of bounds) {
            const minute = localMinuteOfDay(at, timeZone)
            expect(minute % (bucket === 'quarter' ? 15 : bucket === 'hour' ? 60 : 1440)).toBe(0)
            if (bucket === 'month') expect(localDate(at, timeZone).slice(8)).toBe('01')
          }
        },
      ),
    )
  })

  it('are bounded, and a range has a length', () => {
    const hour = { bucket: 'hour', timeZone: 'UTC' } as const
    expect(bucketBounds({ ...hour, from: 0, to: MOST_BUCKETS * HOUR_MS })).toHaveLength(801)
    for (const to of [MOST_BUCKETS * HOUR_MS + 1, 1e15])
      expect(() => bucketBounds({ ...hour, from: 0, to })).toThrow(
        expect.objectContaining({ code: 'range-too-large' }),
      )
    expect(() => bucketBounds({ ...hour, from: 5, to: 5 })).toThrow(
      expect.objectContaining({ code: 'validation-failed' }),
    )
  })
})
