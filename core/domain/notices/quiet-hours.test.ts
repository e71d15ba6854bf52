import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, parseInstant } from '../../kernel/instant.ts'
import { sendAt } from './quiet-hours.ts'

const night = { from: '22:00', to: '08:00' }

function decide(now: string, timeZone: string, quietHours = night): string {
  const at = sendAt({ now: parseInstant(now), timeZone, quietHours, waits: true })
  return new Date(at).toISOString()
}

describe('quiet hours', () => {
  test('a notice by day goes at once, one at night waits for the morning', () => {
    expect(decide('2026-03-01T11:59:30Z', 'Asia/Shanghai')).toBe('2026-03-01T11:59:30.000Z')
    expect(decide('2026-03-01T15:30:10Z', 'Asia/Shanghai')).toBe('2026-03-02T00:00:00.000Z')
    expect(decide('2026-03-01T14:00:00Z', 'Asia/Shanghai')).toBe('2026-03-02T00:00:00.000Z')
    expect(decide('2026-03-02T00:00:00Z', 'Asia/Shanghai')).toBe('2026-03-02T00:00:00.000Z')
  })

  test('the morning is the local one on the days when clocks change', () => {
    expect(decide('2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z')
    expect(decide('2026-10-24T22:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z')
  })

  test('an end that a change of clocks leaves out comes with the new time', () => {
    const early = { from: '22:00', to: '02:30' }
    expect(decide('2026-03-28T23:00:00Z', 'Europe/Berlin', early)).toBe('2026-03-29T01:30:00.000Z')
  })

  test('urgent notices and sites without quiet hours do not wait', () => {
    const now = parseInstant('2026-03-01T15:30:10Z')
    const timeZone = 'Asia/Shanghai'
    expect(sendAt({ now, timeZone, quietHours: night, waits: false })).toBe(now)
    expect(sendAt({ now, timeZone, quietHours: null, waits: true })).toBe(now)
    expect(sendAt({ now, timeZone, quietHours: { from: '08:00', to: '08:00' }, waits: true })).toBe(
      now,
    )
  })

  test('a time that is none is refused', () => {
    expect(() => decide('2026-03-01T15:30:10Z', 'UTC', { from: '22:00', to: '24:00' })).toThrow(
      expect.objectContaining({ code: 'validation-failed' }),
    )
  })

  const wallTime = (minute: number) =>
    [Math.floor((minute / 60) % 24), minute % 60]
      .map((part) => String(part).padStart(2, '0'))
      .join(':')
  const anyHours = fc
    .tuple(fc.nat(1_439), fc.nat(1_200))
    .map(([from, length]) => ({ from: wallTime(from), to: wallTime(from + length) }))

  test('never earlier than asked, never over 25 hours late, and never within quiet hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) }),
        fc.constantFrom(
          'Asia/Shanghai',
          'Europe/London',
          'America/New_York',
          'Australia/Lord_Howe',
        ),
        anyHours,
        (now, timeZone, quietHours) => {
          const at = sendAt({ now, timeZone, quietHours, waits: true })
          expect(at).toBeGreaterThanOrEqual(now)
          expect(at - now).toBeLessThanOrEqual(DAY_MS + HOUR_MS)
          if (at !== now) expect(at % MINUTE_MS).toBe(0)
          expect(sendAt({ now: at, timeZone, quietHours, waits: true })).toBe(at)
        },
      ),
    )
  })
})
