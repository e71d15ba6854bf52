import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import published from './data/load-profiles.json' with { type: 'json' }
import { createLoadModel, highestRate, type LoadSpec, type ProfileId, partsOf } from './load.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const PROFILES = Object.keys(published.profiles) as ProfileId[]
const model = createLoadModel({ utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] })
/** 1 January 2026 00:00 in Shanghai. */
const NEW_YEAR = Date.UTC(2025, 11, 31, 16)

function load(kind: LoadSpec['kind'], profile: ProfileId, yearly = 1_000): LoadSpec {
  return { kind, profile, yearly, shift: 3 }
}

function unitsIn(spec: LoadSpec, from: number, to: number): number {
  return Number(model.partsIn(spec, from, to) / partsOf(spec)) / 1_000
}

/** A year of the published shape by itself, counted from the file in another way: kWh for 1000 kWh. */
function publishedYear(profile: ProfileId): number {
  let deciWattQuarters = 0
  for (let day = 0; day < 365; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1 + day))
    const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
    const summer = monthDay >= 515 && monthDay <= 914
    const winter = monthDay >= 1101 || monthDay <= 320
    const season = summer ? 'summer' : winter ? 'winter' : 'transition'
    const weekday = date.getUTCDay()
    const kind = weekday === 0 ? 'sunday' : weekday === 6 ? 'saturday' : 'workday'
    for (const value of published.profiles[profile].deciWatts[season][kind])
      deciWattQuarters += value
  }
  return deciWattQuarters / 4 / 10 / 1_000
}

describe('the published figures', () => {
  it.each(PROFILES)('add up to about the year that %s is scaled to', (profile) => {
    expect(publishedYear(profile)).toBeGreaterThan(985)
    expect(publishedYear(profile)).toBeLessThan(1_050)
  })

  it('say a g1 office at ten on a summer workday', () => {
    expect(published.profiles.g1.deciWatts.summer.workday[40]).toBe(3_338)
  })

  it('keep the hours in which the real meter shows consumption', () => {
    expect(published.realMonth.wattHours).toHaveLength(151 * 31)
  })
})

describe('electricity', () => {
  it.each(PROFILES)('%s of 1000 kWh integrates over a year to its shape', (profile) => {
    const year = unitsIn(load('electricity', profile), NEW_YEAR, NEW_YEAR + 365 * DAY_MS)
    expect(Math.abs(year / publishedYear(profile) - 1)).toBeLessThan(0.01)
  })

  it('is the shape times the real ratio, whose mean over its length is one', () => {
    const slots = published.realMonth.wattHours.length
    const spec = load('electricity', 'g1')
    const ratios = Array.from({ length: slots }, (_, slot) => {
      const at = NEW_YEAR + slot * 300_000
      const local = new Date(at + 8 * HOUR_MS)
      const quarter = local.getUTCHours() * 4 + Math.floor(local.getUTCMinutes() / 15)
      const weekday = local.getUTCDay()
      const kind = weekday === 0 ? 'sunday' : weekday === 6 ? 'saturday' : 'workday'
      const watts = (published.profiles.g1.deciWatts.winter[kind][quarter] ?? 0) / 10
      return model.rateAt(spec, at) / watts
    })
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / slots
    expect(mean).toBeCloseTo(1, 3)
    expect(Math.max(...ratios)).toBeGreaterThan(1.3)
  })

  it('counts parts of equal size for every electric load, so that they can be added', () => {
    const sizes = PROFILES.map((profile) => partsOf(load('electricity', profile, 7)))
    expect(new Set(sizes).size).toBe(1)
  })

  it('takes holidays as Sundays and worked weekend days as workdays', () => {
    const changed = createLoadModel({
      utcOffsetMinutes: 480,
      holidays: ['2026-07-14'],
      workedWeekendDays: ['2026-07-18'],
    })
    const spec = load('electricity', 'g1')
    const tuesday = Date.UTC(2026, 6, 14, 2)
    const saturday = Date.UTC(2026, 6, 18, 2)
    expect(changed.rateAt(spec, tuesday)).toBeLessThan(model.rateAt(spec, tuesday) / 5)
    expect(changed.rateAt(spec, saturday)).toBeGreaterThan(model.rateAt(spec, saturday) * 5)
  })
})

describe('water and cooling', () => {
  it.each(PROFILES)('water of %s integrates over a year to its yearly use', (profile) => {
    const year = unitsIn(load('water', profile), NEW_YEAR, NEW_YEAR + 365 * DAY_MS)
    expect(Math.abs(year - 1_000)).toBeLessThan(100)
  })

  it('cooling comes to the yearly use, most of it in summer', () => {
    const spec = load('cooling', 'g0')
    const year = unitsIn(spec, NEW_YEAR, NEW_YEAR + 365 * DAY_MS)
    expect(Math.abs(year - 1_000)).toBeLessThan(100)
    const summer = unitsIn(spec, Date.UTC(2026, 4, 14, 16), Date.UTC(2026, 8, 14, 16))
    expect(summer / year).toBeGreaterThan(0.6)
  })

  it('nothing flows in the quietest quarter hour', () => {
    const lowest = Math.min(
      ...Object.values(published.profiles.g1.deciWatts).flatMap((days) =>
        Object.values(days).flat(),
      ),
    )
    expect(published.profiles.g1.deciWatts.transition.workday).toContain(lowest)
    const quarter = published.profiles.g1.deciWatts.transition.workday.indexOf(lowest)
    const at = Date.UTC(2026, 3, 13, 16) + quarter * 900_000
    expect(model.rateAt(load('water', 'g1'), at)).toBe(0)
  })
})

const anyLoad: fc.Arbitrary<LoadSpec> = fc.record({
  kind: fc.constantFrom('electricity', 'water', 'cooling'),
  profile: fc.constantFrom(...PROFILES),
  yearly: fc.integer({ min: 1, max: 100_000 }),
  shift: fc.integer({ min: 0, max: 200 }),
})
const anyAt = fc.integer({ min: NEW_YEAR, max: NEW_YEAR + 365 * DAY_MS })

it('splitting a span changes nothing, to the last part', () => {
  fc.assert(
    fc.property(
      anyLoad,
      anyAt,
      fc.array(fc.integer({ min: 0, max: 4 * HOUR_MS }), { minLength: 1, maxLength: 6 }),
      (spec, from, steps) => {
        let at = from
        let sum = 0n
        for (const step of steps) {
          sum += model.partsIn(spec, at, at + step)
          at += step
        }
        expect(sum).toBe(model.partsIn(spec, from, at))
      },
    ),
  )
})

it('never flows faster than its highest rate', () => {
  fc.assert(
    fc.property(anyLoad, anyAt, (spec, at) => {
      expect(model.rateAt(spec, at) / 1_000).toBeLessThanOrEqual(highestRate(spec))
      expect(model.rateAt(spec, at)).toBeGreaterThanOrEqual(0)
    }),
  )
})
