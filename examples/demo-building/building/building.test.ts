import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  costOf,
  firstPaymentFen,
  LOADS,
  laterPaymentYuan,
  metersOf,
  SPACES,
  warningLevels,
} from './building.ts'
import { DEVICES, METERS, SUCCESSOR, SWAP } from './meters.ts'
import { DEFAULT_CLOCK, POLICY } from './site.ts'
import { PLANS, priceAt } from './tariffs.ts'
import { TENANTS, UNITS } from './tenants.ts'
import { PROTOCOLS, protocolOf } from './wiring.ts'

const MINUTE_MS = 60_000
/** A message for each value that a report changes; none of them stands for one. */
const MESSAGES = new Map([
  ['tasmota-power', 2],
  ['tasmota-counter', 2],
  ['opcua-energy', 3],
  ['opcua-cooling', 2],
  ['bacnet-energy', 3],
])
const START = DEFAULT_CLOCK.startAt

describe('the building', () => {
  it('has 4 floors, 24 units, more than 20 tenants and more than 60 meters of three utilities', () => {
    expect(SPACES.filter(({ kind }) => kind === 'floor')).toHaveLength(4)
    expect(UNITS).toHaveLength(24)
    expect(TENANTS.length).toBeGreaterThan(20)
    expect(METERS.length).toBeGreaterThan(60)
    for (const [utility, least] of [
      ['electricity', 25],
      ['water', 15],
      ['cooling', 15],
    ] as const)
      expect(METERS.filter((meter) => meter.utility === utility).length).toBeGreaterThan(least)
  })

  it('speaks three protocols, a third of its meters and of its relays each', () => {
    for (const protocol of PROTOCOLS) {
      const meters = METERS.filter(({ device }) => protocolOf(device.kind) === protocol)
      expect(meters).toHaveLength(METERS.length / 3)
      expect(meters.filter(({ device }) => device.relay !== 'none')).toHaveLength(8)
      const early = TENANTS.filter(
        ({ code, habit }) =>
          habit.when === 'late' &&
          habit.firstLastsMinutes < 60 &&
          metersOf(code).some((meter) => meters.includes(meter) && meter.device.relay !== 'none'),
      )
      expect(early).toHaveLength(1)
    }
  })

  it('names everything once, and everything that is named exists', () => {
    const unique = (names: readonly string[]) => expect(new Set(names).size).toBe(names.length)
    unique(SPACES.map(({ code }) => code))
    unique(METERS.map(({ code }) => code))
    unique(DEVICES.map(({ device }) => device))
    unique([...METERS, SUCCESSOR].map(({ serial }) => serial))
    const spaces = new Set(SPACES.map(({ code }) => code))
    expect(METERS.filter(({ space }) => !spaces.has(space))).toEqual([])
    const plans = new Map(PLANS.map((plan) => [plan.code, plan.utility]))
    for (const { plan, utility } of METERS) expect(plans.get(plan)).toBe(utility)
    expect(METERS.find(({ code }) => code === SWAP.code)?.device.kind).toBe(SUCCESSOR.device.kind)
  })

  it('lets every unit that uses something to one tenant, with an electricity meter and a relay', () => {
    const let_ = TENANTS.flatMap(({ units }) => units)
    expect(let_.toSorted()).toEqual(
      UNITS.filter(({ kwhAYear }) => kwhAYear > 0)
        .map(({ code }) => code)
        .toSorted(),
    )
    for (const { code, units } of TENANTS) {
      const relays = metersOf(code).filter(({ device }) => device.relay !== 'none')
      expect(relays).toHaveLength(units.length)
      expect(relays.every(({ utility }) => utility === 'electricity')).toBe(true)
    }
  })

  it('has a relay that lies, one that goes away, a meter that rolls over, and life safety', () => {
    expect(DEVICES.filter(({ relay }) => relay === 'lies')).toHaveLength(1)
    expect(DEVICES.filter(({ absences }) => absences.length > 0)).toHaveLength(1)
    expect(METERS.filter(({ lifeSafety }) => lifeSafety).map(({ code }) => code)).toEqual([
      'LIFT',
      'FIRE',
    ])
    const rolling = DEVICES.find(({ digits }) => digits === 5)
    const load = rolling?.load
    if (rolling === undefined || load === null || load === undefined) throw new Error('none')
    const left = 10 ** 8 - rolling.initial
    const after = (hours: number) => LOADS.rateAt(load, START) * hours
    expect(after(0.5)).toBeLessThan(left)
    expect(after(8)).toBeGreaterThan(left)
  })

  it('sends less than 50 messages a second at the default rate', () => {
    const perSecond = DEVICES.reduce((sum, { kind, intervalS }) => {
      const messages = MESSAGES.get(kind) ?? 1
      return sum + (messages * DEFAULT_CLOCK.rate) / intervalS
    }, 0)
    expect(perSecond).toBeLessThan(50)
    expect(perSecond).toBeGreaterThan(20)
  })
})

it('the rules of the policy are those that Busbar knows', () => {
  const path = new URL('../../../schemas/resources/policy-rules.schema.json', import.meta.url)
  const ajv = new Ajv2020({ strict: false })
  expect(
    ajv.validate(JSON.parse(readFileSync(path, 'utf8')), POLICY.rules) ? [] : ajv.errors,
  ).toEqual([])
})

describe('tariffs', () => {
  const local = (text: string) => Date.parse(`${text}+08:00`)

  it.each(PLANS)('$code keeps to the terms of its strategy', ({ strategy, terms }) => {
    const path = `../../../plugins/tariff-${strategy}/terms.schema.json`
    const schema = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
    const ajv = new Ajv2020({ strict: false })
    expect(ajv.validate(schema, terms) ? [] : ajv.errors).toEqual([])
  })

  it.each([
    ['2026-07-14T09:50:00', 1.216],
    ['2026-07-14T12:00:00', 1.52],
    ['2026-07-14T15:00:00', 0.76],
    ['2026-07-14T23:59:59', 0.38],
    ['2026-09-14T12:00:00', 1.216],
    ['2026-11-14T12:00:00', 0.76],
    ['2026-10-01T03:00:00', 0.304],
  ])('electricity at %s costs %d', (at, price) => {
    expect(priceAt('electricity', local(at))).toBe(price)
  })
})

describe('payments', () => {
  const northwind = TENANTS.find(({ code }) => code === 'T-201')
  const market = TENANTS.find(({ code }) => code === 'T-G03')
  if (northwind === undefined || market === undefined) throw new Error('The tenants are gone.')

  it.each([0, 20, 60, 180])(
    'Northwind runs dry 20 minutes after a set-up of %d minutes',
    (minutes) => {
      const now = START + minutes * MINUTE_MS
      const paid = firstPaymentFen(northwind, { movedInAt: START, now }) / 100
      expect(costOf('T-201', START, now + 19 * MINUTE_MS)).toBeLessThan(paid)
      expect(costOf('T-201', START, now + 21 * MINUTE_MS)).toBeGreaterThan(paid)
      expect(paid - costOf('T-201', START, now)).toBeLessThan(warningLevels('T-201').low)
    },
  )

  it('the market falls below its warning level first, not below zero', () => {
    const paid = firstPaymentFen(market, { movedInAt: START, now: START }) / 100
    const { low, veryLow } = warningLevels('T-G03')
    const left = paid - costOf('T-G03', START, START + 15 * MINUTE_MS)
    expect(left).toBeLessThan(low)
    expect(left).toBeGreaterThan(veryLow)
  })

  it('later payments lift everybody above the warning level, in whole tens', () => {
    for (const { code, habit } of TENANTS) {
      const yuan = laterPaymentYuan(code, habit.laterLastsHours, START)
      expect(yuan % 10).toBe(0)
      expect(yuan).toBeGreaterThan(warningLevels(code).low)
      expect(yuan).toBeLessThan(10_000)
    }
  })
})
