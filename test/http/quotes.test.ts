import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TariffQuote, TariffWeek } from '../../core/generated/api.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { parseMicros } from '../../core/kernel/decimal.ts'
import { digestOf } from '../support/tables.ts'
import { type House, NOW, openAnalyticsHouse, TERMS } from './analytics-house.ts'

let house: House

beforeAll(async () => {
  house = await openAnalyticsHouse()
}, 120_000)
afterAll(() => house?.api.stop())

const fromAt = new Date(NOW).toISOString()
const sum = (texts: readonly string[]) => texts.reduce((all, text) => all + parseMicros(text), 0n)

const ask = (body: JsonObject, person = house.accountant) =>
  person.call('POST', '/api/v1/tariff-quotes', {
    body: { siteId: house.building.siteId, fromAt, ...body },
  })

async function quoted(body: JsonObject): Promise<TariffQuote> {
  const answer = await ask(body)
  expect(answer.status, `${answer.text} ${house.api.failures.join('\n')}`).toBe(200)
  return answer.body as unknown as TariffQuote
}

describe('a quote', () => {
  it('of a version charges as use was charged, and keeps nothing', async () => {
    const before = await digestOf(house.api.pool)
    const { versionId: tariffVersionId } = house
    // As the local day was used: 48 kWh, evenly.
    const quote = await quoted({ tariffVersionId, profile: { quantity: '48', period: 'day' } })
    expect(quote).toMatchObject({ quantity: '48', currency: 'CNY', timeZone: 'Asia/Shanghai' })
    expect(quote.totals).toEqual({
      ...{ energy: '40.848', surcharge: '2.4', amount: '43.248', averagePrice: '0.901' },
    })
    expect(quote.hours).toHaveLength(24)
    expect(sum(quote.lines.map(({ amount }) => amount))).toBe(43_248_000n)
    expect(sum(quote.bands.map(({ quantity }) => quantity))).toBe(48_000_000n)
    expect(quote.lines[0]).toMatchObject({
      ...{ component: 'energy', band: 'valley', quantity: '16', price: '0.3', amount: '4.8' },
      ...{ product: '4.8', rounding: '0', formula: '16 × 0.3 = 4.8' },
    })
    expect(await digestOf(house.api.pool)).toBe(before)
  })

  it('climbs the ladder, and shapes a month by the hours of the day', async () => {
    const shape = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour < 12 ? 2 : 0))
    const quote = await quoted({
      tariffVersionId: house.versionId,
      profile: { quantity: '250', period: 'month', shape },
    })
    expect(quote.hours).toHaveLength(31 * 24)
    expect(sum(quote.hours.map(({ quantity }) => quantity))).toBe(250_000_000n)
    const peak = quote.lines.filter(({ component }) => component === 'energy')
    expect(peak.map(({ step, quantity, amount }) => [step?.number, quantity, amount])).toEqual([
      [1, '100', '120'],
      [2, '150', '225'],
    ])
    expect(quote.totals).toMatchObject({ surcharge: '12.5', energy: '366.45', amount: '378.95' })
  })

  it('of draft terms prices hours as they are, and tells what is wrong with the terms', async () => {
    const draft = { strategy: 'flat', terms: { steps: [{ price: '0.500001' }] } }
    const quote = await quoted({ draft, hours: ['0.333333', '0.333333', '0.333334'] })
    expect(quote.totals.amount).toBe('0.500001')
    expect(quote.lines[0]).toMatchObject({ quantity: '1', product: '0.500001', rounding: '0' })

    const terms = { ...TERMS, prices: { valley: [{ price: '1' }] } }
    const wrong = await ask({ draft: { strategy: 'time-of-use', terms }, hours: ['1'] })
    expect(wrong.body).toMatchObject({ status: 422, code: 'validation-failed' })
    expect(wrong.text).toContain('/draft/terms/')
  })

  it.each<[string, JsonObject]>([
    ['no tariff', { hours: ['1'] }],
    ['no load', { tariffVersionId: '1' }],
    [
      'a shape of nothing',
      {
        ...{ tariffVersionId: '1' },
        profile: { quantity: '1', period: 'day', shape: Array.from({ length: 24 }, () => 0) },
      },
    ],
    [
      'a time without prices',
      { tariffVersionId: '1', hours: ['1'], fromAt: '2020-01-01T00:00:00Z' },
    ],
  ])('is refused with %s', async (_what, body) => {
    const own = 'tariffVersionId' in body ? { tariffVersionId: house.versionId } : {}
    expect((await ask({ ...body, ...own })).body).toMatchObject({ code: 'validation-failed' })
  })
})

it('a week of a tariff tells bands by the local clock, and what a unit costs with all that is on it', async () => {
  const path = `tariff-versions/${house.versionId}/week?at=${fromAt}`
  const week = await house.get<TariffWeek>(path, house.tenant)
  expect(week).toMatchObject({
    fromAt: '2026-03-08T16:00:00.000Z',
    toAt: '2026-03-15T16:00:00.000Z',
  })
  expect(week.segments).toHaveLength(21)
  expect(
    week.segments.slice(0, 3).map(({ fromTime, toTime, band }) => [fromTime, toTime, band]),
  ).toEqual([
    ['00:00', '08:00', 'valley'],
    ['08:00', '20:00', 'peak'],
    ['20:00', '24:00', 'flat'],
  ])
  // (1.2 + 0.05) × 1.06.
  const peak = week.bands.find(({ id }) => id === 'peak')
  expect(peak).toMatchObject({ title: { en: 'Peak', 'zh-CN': '峰' }, price: '1.325' })
  expect(peak?.components).toMatchObject([
    {
      id: 'energy',
      kind: 'usage',
      steps: [
        { above: '0', upTo: '100' },
        { above: '100', upTo: null },
      ],
    },
    { id: 'fund', category: 'surcharge', steps: [{ price: '0.05' }] },
    { id: 'vat', kind: 'percentage', factor: '0.06', steps: [] },
  ])
  const before = await house.get<TariffWeek>(
    `tariff-versions/${house.versionId}/week?at=2020-01-01T00:00:00Z`,
  )
  expect(before).toMatchObject({ pricedFromAt: null, pricedToAt: null, segments: [], bands: [] })
})
