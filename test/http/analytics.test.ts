import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  AccountSummary,
  ChargeExplanation,
  MeteringHistory,
  SiteOverview,
  SpacesState,
  UsageSeries,
} from '../../core/generated/api.ts'
import { parseMicros } from '../../core/kernel/decimal.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { type House, iso, NOW, openAnalyticsHouse, START } from './analytics-house.ts'

let house: House

beforeAll(async () => {
  house = await openAnalyticsHouse()
}, 120_000)
afterAll(() => house?.api.stop())

const micros = (text: string | undefined) => parseMicros(text ?? '')
const quantityOf = ({ utilities }: UsageSeries['total']) => utilities[0]?.quantity ?? '0'
const amountOf = ({ amounts }: UsageSeries['total']) => amounts[0]?.amount ?? '0'
const range = (from: number, to: number) => `fromAt=${iso(from)}&toAt=${iso(to)}`

/** What was charged in all, by the ledger. */
async function charged(): Promise<bigint> {
  const { rows } = await house.api.pool.query<{ sum: string }>(
    'SELECT sum(amount_micros)::text AS sum FROM rated_line',
  )
  return BigInt(rows[0]?.sum ?? '0')
}

describe('use over time', () => {
  it('is told by local days with bands, and sums to the ledger to the micro', async () => {
    const { building, get } = house
    const path = `accounts/${building.accountId}/usage?bucket=day&${range(START, NOW)}`
    const series = await get<UsageSeries>(path)
    expect(series.buckets.map(({ fromAt }) => fromAt)).toEqual(
      [0, 1, 2, 3, 4].map((day) => iso(START + day * DAY_MS)),
    )
    expect(series.buckets.map(({ use }) => quantityOf(use))).toEqual(['48', '48', '48', '48', '25'])
    const bands = series.buckets[1]?.use.bands.map(({ band, quantity }) => [band, quantity])
    expect(bands?.sort()).toEqual([
      ['flat', '8'],
      ['peak', '24'],
      ['valley', '16'],
    ])
    // 16 × 0.3 + 24 × 1.2 + 8 × 0.6 + 48 × 0.05, and 6 % of it.
    expect(amountOf(series.buckets[1]?.use ?? series.total)).toBe('43.248')
    expect(series.bands.find(({ id }) => id === 'peak')?.title).toEqual({
      en: 'Peak',
      'zh-CN': '峰',
    })
    expect(micros(amountOf(series.total))).toBe(await charged())
    expect(quantityOf(series.total)).toBe('217')
  })

  it.each(['quarter', 'hour', 'day', 'month'])(
    'in buckets of a %s comes to the same, also where an interval straddles them',
    async (bucket) => {
      const { building, get } = house
      // Three hours without a reading lie in the first day.
      const path = `metering-points/${building.pointId}/usage?bucket=${bucket}&${range(START, START + DAY_MS)}`
      const { buckets } = await get<UsageSeries>(path)
      const day = buckets.filter(({ fromAt }) => Date.parse(fromAt) < START + DAY_MS)
      const sum = (of: (use: UsageSeries['total']) => string) =>
        day.reduce((all, { use }) => all + micros(of(use)), 0n)
      const whole = bucket === 'month' ? '217' : '48'
      expect(sum(quantityOf)).toBe(micros(whole))
      expect(sum(amountOf)).toBe(bucket === 'month' ? await charged() : 43_248_000n)
      if (bucket === 'quarter') for (const { use } of day) expect(quantityOf(use)).toBe('0.5')
    },
  )

  it('parts of a range sum to the whole wherever it is cut', async () => {
    const { building, get } = house
    const bounds = [START, START + 3 * HOUR_MS, START + 4 * HOUR_MS, START + DAY_MS]
    let quantity = 0n
    let amount = 0n
    for (const [index, from] of bounds.slice(0, -1).entries()) {
      const path = `sites/${building.siteId}/usage?bucket=hour&${range(from, bounds[index + 1] ?? 0)}`
      const { total } = await get<UsageSeries>(path)
      quantity += micros(quantityOf(total))
      amount += micros(amountOf(total))
    }
    expect([quantity, amount]).toEqual([48_000_000n, 43_248_000n])
  })

  it('is refused where it holds too much, and where it has no length', async () => {
    const { building, owner } = house
    const ask = async (query: string) =>
      (await owner.call('GET', `/api/v1/accounts/${building.accountId}/usage?${query}`)).body
    expect(await ask(`bucket=quarter&${range(START - 30 * DAY_MS, NOW)}`)).toMatchObject({
      ...{ status: 422, code: 'range-too-large' },
    })
    expect(await ask(range(NOW, START))).toMatchObject({ status: 422, code: 'validation-failed' })
  })
})

describe('an account', () => {
  it('is summed up: credit, days left with their basis, and what was charged', async () => {
    const { building, tenant, get } = house
    const path = `accounts/${building.accountId}/summary`
    const summary = await get<AccountSummary>(path, tenant)
    const cash = summary.purses.find(({ kind }) => kind === 'cash')?.balance
    expect(summary).toMatchObject({ balance: cash, level: 'in-debt', daysLeft: 0 })
    expect(summary.yesterday).toMatchObject({ fees: '0' })
    expect(quantityOf(summary.today.use)).toBe('25')
    expect(quantityOf(summary.yesterday.use)).toBe('48')
    expect(micros(summary.month.total)).toBe(await charged())
    expect(summary.basis).toMatchObject({
      days: 4,
      fromAt: iso(START),
      toAt: iso(START + 4 * DAY_MS),
    })
    await house.api.pool.query(
      "UPDATE ledger_account SET balance_micros = 150000000 WHERE account_id = $1 AND kind = 'cash'",
      [building.accountId],
    )
    const perDay = Number(summary.basis?.perDay)
    expect(await get<AccountSummary>(path, tenant)).toMatchObject({
      ...{ balance: '150', available: '150', level: 'in-credit' },
      daysLeft: Math.floor(150 / perDay),
    })
  })

  it('without any use has no rate and no days left', async () => {
    const { building, made, get } = house
    const { siteId, tenantId } = building
    const contract = { siteId, tenantId, code: 'C-new', fromAt: iso(START) }
    const contractId = await made('contracts', contract)
    const limits = { currency: 'CNY', lowBalance: '5', veryLowBalance: '1' }
    const id = await made('accounts', { siteId, contractId, code: 'A-new', ...limits })
    expect(await get<AccountSummary>(`accounts/${id}/summary`)).toMatchObject({
      ...{ daysLeft: null, basis: null, lastTopUp: null, debtEpisode: null, supply: [] },
    })
  })
})

describe('a site', () => {
  it('is seen at once: load, use against yesterday, credit, silent meters', async () => {
    const { building, accountant, get } = house
    const path = `sites/${building.siteId}/overview`
    const overview = await get<SiteOverview>(path, accountant)
    expect(overview.load).toEqual([
      {
        ...{ utility: 'electricity', unit: 'kW', load: '2', points: 1, stalePoints: 0 },
        ...{ oldestAt: iso(NOW), newestAt: iso(NOW) },
      },
    ])
    expect(overview.yesterday.toAt).toBe(iso(NOW - DAY_MS))
    for (const { use } of [overview.today, overview.yesterday]) expect(quantityOf(use)).toBe('25')
    expect(overview.accounts.total).toBe(
      overview.accounts.inCredit + overview.accounts.low + overview.accounts.inDebt,
    )
    expect(overview.silent).toMatchObject({ intervals: 3, count: 0 })

    house.time.now = NOW + 46 * MINUTE_MS
    const later = await get<SiteOverview>(path, accountant)
    house.time.now = NOW
    expect(later.load[0]).toMatchObject({ load: '0', points: 0, stalePoints: 1, newestAt: null })
    expect(later.silent.meters).toMatchObject([{ serial: 'S-1', lastAt: iso(NOW) }])
  })

  it('tells its spaces with who is there, their credit and load', async () => {
    const { building, get } = house
    const { items } = await get<SpacesState>(`sites/${building.siteId}/spaces-state`)
    expect(items).toMatchObject([
      {
        code: 'U-1',
        occupants: [{ tenantName: 'Tenant 1', accountCode: 'A-1', currency: 'CNY' }],
        points: [{ unit: 'kW', load: '2', loadAt: iso(NOW), supply: null }],
      },
    ])
  })
})

describe('a metering point', () => {
  it('tells its register for a plot, with gaps, and quarantine to those who may see it', async () => {
    const { building, get, cashier, accountant } = house
    const { pointId, registerId } = building
    const falling = { at: NOW - HOUR_MS + MINUTE_MS, value: 5 }
    await house.read([falling])
    const path = `metering-points/${pointId}/history?points=100&${range(START, NOW)}`
    const history = await get<MeteringHistory>(path, accountant)
    const [register] = history.registers
    expect(register?.points.length).toBeGreaterThan(90)
    expect(register?.points.length).toBeLessThanOrEqual(100)
    expect(history.gaps).toEqual([
      { registerId, fromAt: iso(START + 2 * HOUR_MS), toAt: iso(START + 5 * HOUR_MS), missing: 11 },
    ])
    expect(history.quarantined).toMatchObject([{ registerId, value: '5', reason: 'falling' }])
    expect((await get<MeteringHistory>(path, cashier)).quarantined).toBeNull()
  })
})

describe('a charge', () => {
  it('is explained to its tenant from the readings to the sum, exactly', async () => {
    const { building, tenant, get } = house
    const list = `accounts/${building.accountId}/charges?limit=1&to=${iso(NOW - HOUR_MS)}`
    const { items } = await get<{ items: { id: string }[] }>(list, tenant)
    const explained = await get<ChargeExplanation>(`charges/${items[0]?.id}`, tenant)
    const { charge, steps, readings, multiplier } = explained
    expect(multiplier).toBe('2')
    expect(readings).toMatchObject([
      { end: 'from', value: charge.from, origin: 'reading', source: 'meters/1' },
      { end: 'to', value: charge.to, origin: 'reading' },
    ])
    expect(explained.tariffs).toMatchObject([{ planCode: 'TOU', strategy: 'time-of-use' }])
    expect(steps.map(({ kind }) => kind)).toEqual([
      ...['difference', 'multiplier', 'price', 'price', 'percentage', 'sum'],
    ])
    expect(steps[1]).toMatchObject({ left: '0.25', right: '2', result: charge.quantity })
    expect(steps[2]).toMatchObject({
      ...{ left: '0.5', operator: '×', right: '1.5', exact: '0.75', result: '0.75', rounding: '0' },
      step: { number: 2, of: 2, above: '100', upTo: null },
    })
    // 6 % of 0.75 and 0.025.
    expect(steps[4]).toMatchObject({ left: '0.775', right: '0.06', result: '0.0465' })
    expect(steps[5]).toMatchObject({ left: '0.7965', right: '0.025', result: charge.amount })
    for (const { sentence } of steps) expect(sentence.en).not.toBe('')
  })

  it('INV12: is no other tenant’s to see', async () => {
    const { api, building, get, made } = house
    const { siteId } = building
    const other = await made('tenants', { siteId, code: 'T-2', name: 'Other' })
    const stranger = await api.person([{ role: 'tenant', siteId, tenantId: other }])
    const { items } = await get<{ items: { id: string }[] }>(
      `accounts/${building.accountId}/charges?limit=1`,
    )
    for (const path of [
      `charges/${items[0]?.id}`,
      `accounts/${building.accountId}/summary`,
      `accounts/${building.accountId}/usage`,
      `metering-points/${building.pointId}/usage`,
      `metering-points/${building.pointId}/history`,
    ])
      expect((await stranger.call('GET', `/api/v1/${path}`)).status, path).toBe(404)
    for (const path of ['overview', 'spaces-state', 'usage'])
      expect((await stranger.call('GET', `/api/v1/sites/${siteId}/${path}`)).status).toBe(403)
  })
})
