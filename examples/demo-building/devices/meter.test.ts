import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DeviceSpec } from '../building/types.ts'
import { createLoadModel, type LoadSpec } from '../load.ts'
import { createMeter, type MeterState } from './meter.ts'

const START = Date.UTC(2026, 6, 14, 1, 50)
const LOAD: LoadSpec = { kind: 'electricity', profile: 'g1', yearly: 60_000, shift: 5 }
const loads = createLoadModel({ utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] })

function spec(changes: Partial<DeviceSpec> = {}): DeviceSpec {
  return {
    device: 'a',
    kind: 'tasmota-power',
    load: LOAD,
    sumOf: [],
    initial: 1_000,
    digits: 6,
    intervalS: 300,
    phaseS: 0,
    relay: 'answers',
    absences: [],
    inService: true,
    ...changes,
  }
}

function meter(changes: Partial<DeviceSpec> = {}, state?: MeterState) {
  return createMeter({ spec: spec(changes), loads, utcOffsetMinutes: 480, startAt: START, state })
}

const HOUR_MS = 3_600_000

it('stands still, without current, while its relay is open', () => {
  const it1 = meter()
  it1.switchRelay(false, START + HOUR_MS)
  const before = it1.measure(START + HOUR_MS)
  expect(it1.measure(START + 2 * HOUR_MS)).toMatchObject({
    registerMicros: before.registerMicros,
    rate: 0,
    on: false,
  })
  it1.switchRelay(true, START + 2 * HOUR_MS)
  expect(it1.measure(START + 3 * HOUR_MS).registerMicros).toBeGreaterThan(before.registerMicros)
})

it('goes on counting while it says that it is open, where its relay lies', () => {
  const liar = meter({ relay: 'lies' })
  liar.switchRelay(false, START)
  const { on, rate, registerMicros } = liar.measure(START + HOUR_MS)
  expect(on).toBe(false)
  expect(rate).toBeGreaterThan(1_000)
  expect(registerMicros).toBe(meter().measure(START + HOUR_MS).registerMicros)
})

it('rolls over at its digits', () => {
  const rolling = meter({ initial: 99_999_000, digits: 5 })
  const before = rolling.measure(START).registerMicros
  const after = rolling.measure(START + HOUR_MS).registerMicros
  expect(before).toBe(99_999_000_000_000n)
  expect(after).toBe(rolling.counted() - 1_000_000_000n)
})

it('counts what those behind it count', () => {
  const one = meter({ device: 'one' })
  const other = meter({ device: 'other', relay: 'lies' })
  const all = createMeter({
    spec: spec({ load: null, sumOf: ['one', 'other'], relay: 'none' }),
    loads,
    utcOffsetMinutes: 480,
    startAt: START,
    behind: [one, other],
  })
  one.switchRelay(false, START + HOUR_MS)
  all.advance(START + 3 * HOUR_MS)
  expect(all.counted()).toBe(one.counted() + other.counted())
  expect(one.counted()).toBeLessThan(other.counted())
})

it('tells today and yesterday by the local midnight', () => {
  const days = meter()
  const midnight = Date.UTC(2026, 6, 14, 16)
  const first = days.measure(midnight - 1_000)
  expect(first.todayMicros).toBe(days.counted())
  days.advance(midnight)
  const atMidnight = days.counted()
  const later = days.measure(midnight + HOUR_MS)
  expect(later.yesterdayMicros).toBe(atMidnight)
  expect(later.todayMicros).toBe(days.counted() - atMidnight)
})

it('never falls, whenever it is switched, looked at or restarted from what it had saved', () => {
  const step = fc.record({
    by: fc.integer({ min: -HOUR_MS, max: 4 * HOUR_MS }),
    does: fc.constantFrom('look', 'open', 'close', 'restart'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let playing = meter()
      let at = START
      let last = playing.measure(at).registerMicros
      for (const { by, does } of steps) {
        at += by
        if (does === 'open' || does === 'close') playing.switchRelay(does === 'close', at)
        if (does === 'restart') playing = meter({}, JSON.parse(JSON.stringify(playing.state())))
        const { registerMicros } = playing.measure(at)
        expect(registerMicros).toBeGreaterThanOrEqual(last)
        last = registerMicros
      }
    }),
  )
})
