import { readFileSync } from 'node:fs'
import type { CompiledTariff, JsonObject, TariffCalendar } from '@busbar/core/contracts'
import { tariffStrategySuite } from '@busbar/core/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import plugin, { timeOfUseTariff } from './index.ts'

const schema = JSON.parse(readFileSync(new URL('terms.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: true }).compile(schema)

const everyDay = ['workday', 'weekend', 'holiday']
type HourRow = readonly [from: string, to: string, band: string]
const hours = (...list: readonly HourRow[]) => list.map(([from, to, band]) => ({ from, to, band }))
const season = (id: string, dates: readonly (readonly [string, string])[], days: JsonObject[]) => ({
  id,
  title: { en: id },
  dates: dates.map(([from, to]) => ({ from, to })),
  days,
})

/** All five bands; summer afternoons are sharp, holidays are deep valleys at night. */
const fiveBands = {
  prices: {
    sharp: [{ price: '1.2' }],
    peak: [{ upTo: '100', price: '0.9' }, { price: '1' }],
    flat: [{ price: '0.6' }],
    valley: [{ price: '0.3' }],
    'deep-valley': [{ price: '0.1' }],
  },
  seasons: [
    season(
      'summer',
      [['06-01', '09-30']],
      [
        {
          types: ['workday'],
          hours: hours(
            ['00:00', '08:00', 'valley'],
            ['08:00', '14:00', 'peak'],
            ['14:00', '17:00', 'sharp'],
            ['17:00', '24:00', 'flat'],
          ),
        },
        { types: ['weekend', 'holiday'], hours: hours(['00:00', '24:00', 'valley']) },
      ],
    ),
    season(
      'rest',
      [['10-01', '05-31']],
      [
        {
          types: ['workday', 'weekend'],
          hours: hours(
            ['06:30', '24:00', 'flat'],
            ['00:00', '02:15', 'peak'],
            ['02:15', '06:30', 'valley'],
          ),
        },
        {
          types: ['holiday'],
          hours: hours(['00:00', '06:00', 'deep-valley'], ['06:00', '24:00', 'flat']),
        },
      ],
    ),
  ],
  surcharges: [
    {
      id: 'over-2000',
      title: { en: 'Above 2000 kWh a month' },
      category: 'energy',
      steps: [{ upTo: '2000', price: '0' }, { price: '1.04' }],
    },
  ],
  taxes: [{ id: 'vat', title: { en: 'VAT' }, category: 'energy', percent: '13' }],
}

const terms: readonly { name: string; terms: JsonObject }[] = [
  { name: 'five bands in two seasons', terms: fiveBands },
  ...schema.examples.map((example: JsonObject) => ({
    name: 'the example of the schema',
    terms: example,
  })),
]

const allYear: readonly (readonly [string, string])[] = [['01-01', '12-31']]
const withHours = (...list: readonly HourRow[]) => ({
  prices: { peak: [{ price: '1' }], valley: [{ price: '0.5' }] },
  seasons: [season('year', allYear, [{ types: everyDay, hours: hours(...list) }])],
})
const withSeasons = (...dates: readonly (readonly [string, string])[]) => ({
  prices: { peak: [{ price: '1' }] },
  seasons: dates.map((range, index) =>
    season(`s${index}`, [range], [{ types: everyDay, hours: hours(['00:00', '24:00', 'peak']) }]),
  ),
})

const refused = [
  {
    name: 'an hour without a band',
    terms: withHours(['00:00', '08:00', 'valley'], ['09:00', '24:00', 'peak']),
    pointer: '/seasons/0/days/0/hours',
  },
  {
    name: 'a day that ends early',
    terms: withHours(['00:00', '08:00', 'valley'], ['08:00', '23:00', 'peak']),
    pointer: '/seasons/0/days/0/hours',
  },
  {
    name: 'an overlap',
    terms: withHours(['00:00', '08:00', 'valley'], ['07:30', '24:00', 'peak']),
    pointer: '/seasons/0/days/0/hours/1',
  },
  {
    name: 'a range over midnight',
    terms: withHours(['22:00', '06:00', 'valley'], ['06:00', '22:00', 'peak']),
    pointer: '/seasons/0/days/0/hours/0',
  },
  {
    name: 'a band without a price',
    terms: withHours(['00:00', '24:00', 'sharp']),
    pointer: '/seasons/0/days/0/hours/0/band',
  },
  {
    name: 'days without a season',
    terms: withSeasons(['01-01', '02-28'], ['03-01', '12-31']),
    pointer: '/seasons',
  },
  {
    name: 'days in two seasons',
    terms: withSeasons(['01-01', '06-30'], ['06-30', '12-31']),
    pointer: '/seasons/1/dates/0',
  },
  {
    name: 'a day that is in no calendar',
    terms: withSeasons(['01-01', '02-30'], ['03-01', '12-31']),
    pointer: '/seasons/0/dates/0/to',
  },
  {
    name: 'a kind of day without a table',
    terms: {
      prices: { peak: [{ price: '1' }] },
      seasons: [
        season('year', allYear, [
          { types: ['workday', 'weekend'], hours: hours(['00:00', '24:00', 'peak']) },
        ]),
      ],
    },
    pointer: '/seasons/0/days',
  },
  {
    name: 'a kind of day with two tables',
    terms: {
      prices: { peak: [{ price: '1' }] },
      seasons: [
        season('year', allYear, [
          { types: everyDay, hours: hours(['00:00', '24:00', 'peak']) },
          { types: ['holiday'], hours: hours(['00:00', '24:00', 'peak']) },
        ]),
      ],
    },
    pointer: '/seasons/0/days/1/types',
  },
  {
    name: 'falling steps',
    terms: {
      ...withHours(['00:00', '24:00', 'peak']),
      prices: { peak: [{ upTo: '0', price: '1' }, { price: '2' }] },
    },
    pointer: '/prices/peak/0/upTo',
  },
]

tariffStrategySuite({ create: () => timeOfUseTariff, terms, refused })

describe('the schema of the terms', () => {
  test.each([...terms, ...refused])('takes $name', (item) => {
    expect(fits(item.terms), JSON.stringify(fits.errors)).toBe(true)
  })

  test.each<[string, JsonObject]>([
    ['a band of another name', { ...fiveBands, prices: { night: [{ price: '1' }] } }],
    ['no band', { ...fiveBands, prices: {} }],
    ['no season', { ...fiveBands, seasons: [] }],
    ['a time that is none', withHours(['00:00', '24:30', 'peak'])],
    ['a day that starts at its end', withHours(['24:00', '24:00', 'peak'])],
  ])('refuses %s', (_, wrong) => {
    expect(fits(wrong)).toBe(false)
  })
})

describe('the band of an instant', () => {
  async function compiled(calendar: TariffCalendar, from: string, to: string) {
    const result = await timeOfUseTariff.compile({
      terms: fiveBands,
      calendar,
      from: Date.parse(from),
      to: Date.parse(to),
    })
    if (!result.ok) expect.fail(JSON.stringify(result.errors))
    return result.tariff
  }
  const bandAt = ({ segments }: CompiledTariff, at: string) =>
    segments.findLast(({ from }) => from <= Date.parse(at))?.band

  test('goes by season, kind of day and hour of the site', async () => {
    const calendar = {
      timeZone: 'Asia/Shanghai',
      holidays: ['2026-10-01'],
      workedWeekendDays: ['2026-09-20'],
    }
    const tariff = await compiled(
      calendar,
      '2026-09-01T00:00:00+08:00',
      '2026-11-01T00:00:00+08:00',
    )
    expect(bandAt(tariff, '2026-09-18T13:59:59+08:00')).toBe('peak')
    expect(bandAt(tariff, '2026-09-18T14:00:00+08:00')).toBe('sharp')
    // A Saturday; then a Sunday that is worked.
    expect(bandAt(tariff, '2026-09-19T14:00:00+08:00')).toBe('valley')
    expect(bandAt(tariff, '2026-09-20T14:00:00+08:00')).toBe('sharp')
    expect(bandAt(tariff, '2026-09-30T23:59:59+08:00')).toBe('flat')
    expect(bandAt(tariff, '2026-10-01T05:59:59+08:00')).toBe('deep-valley')
    expect(bandAt(tariff, '2026-10-02T05:59:59+08:00')).toBe('valley')
  })

  test('is what the table gives to the time on the wall, on days of 23 and 25 hours too', async () => {
    const days = [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2026-03-08'],
      ['America/New_York', '2026-11-01'],
      ['Australia/Lord_Howe', '2026-04-05'],
      ['Australia/Lord_Howe', '2026-10-04'],
      ['Asia/Shanghai', '2026-06-01'],
    ] as const
    for (const [timeZone, date] of days) {
      const middle = Date.parse(`${date}T12:00:00Z`)
      const [from, to] = [-3, 3].map((count) => new Date(middle + count * 86_400_000).toISOString())
      const calendar = { timeZone, holidays: [], workedWeekendDays: [] }
      const tariff = await compiled(calendar, from ?? '', to ?? '')
      const clock = new Intl.DateTimeFormat('en-CA', {
        timeZone,
        hourCycle: 'h23',
        weekday: 'short',
        month: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
      })
      for (let at = tariff.from; at < tariff.to; at += 900_000) {
        const entries = clock.formatToParts(at).map(({ type, value }) => [type, value])
        const { hour, minute, month, weekday } = Object.fromEntries(entries)
        const summer = ['06', '07', '08', '09'].includes(month)
        const weekend = ['Sat', 'Sun'].includes(weekday)
        const instant = new Date(at).toISOString()
        expect([instant, bandAt(tariff, instant)]).toEqual([
          instant,
          expectedBand(`${hour}:${minute}`, summer, weekend),
        ])
      }
    }
  })

  function expectedBand(time: string, summer: boolean, weekend: boolean): string {
    if (!summer) return time < '02:15' ? 'peak' : time < '06:30' ? 'valley' : 'flat'
    if (weekend || time < '08:00') return 'valley'
    return time < '14:00' ? 'peak' : time < '17:00' ? 'sharp' : 'flat'
  }
})

test('the plugin provides what its manifest declares', async () => {
  const manifest = JSON.parse(readFileSync(new URL('plugin.json', import.meta.url), 'utf8'))
  const provided: string[] = []
  await plugin.register({
    pluginId: manifest.id,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    clock: { now: () => 0 },
    signal: new AbortController().signal,
    config: {},
    provide: (point, { type }) => provided.push(`${point.id}/${type}`),
  })
  const declared = manifest.contributes.tariffStrategies.map(({ type }: { type: string }) => type)
  expect(provided).toEqual(declared.map((type: string) => `tariffStrategies/${type}`))
})
