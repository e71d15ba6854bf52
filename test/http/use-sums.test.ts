import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { deriveCorrection } from '../../core/flow/metering/correct.ts'
import { createUseSums } from '../../core/flow/use/sums.ts'
import type { SiteOverview, UsageSeries } from '../../core/generated/api.ts'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createUseSumStore } from '../../core/persistence/use-sum-store.ts'
import { expectBalanced } from '../support/books.ts'
import { streamsOn } from '../support/streams.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

// Bounded by what it does, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 60_000 })

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
const ZONE = 'Europe/London'
const QUARTER_MS = 15 * MINUTE_MS
/** Local midnight before the day on which clocks are put forward, and before the one on which they are put back. */
const SPRING = Date.parse('2026-03-28T00:00:00Z')
const AUTUMN = Date.parse('2026-10-23T23:00:00Z')
const NOW = AUTUMN + 4 * DAY_MS
const iso = (at: Instant) => new Date(at).toISOString()

const time = { now: NOW }
let api: Api
let owner: Person
let building: Building
let take: (
  readings: readonly { readonly at: Instant; readonly value: number }[],
) => Promise<unknown>

const sum = () => createUseSums({ store: createUseSumStore({ pool: api.pool }) }).sum()
const quantityOf = ({ utilities }: UsageSeries['total']) => utilities[0]?.quantity ?? '0'
const amountOf = ({ amounts }: UsageSeries['total']) => amounts[0]?.amount ?? '0'

async function get<T>(path: string): Promise<T> {
  const answer = await owner.call('GET', `/api/v1/${path}`)
  expect(answer.status, `${answer.text} ${api.failures.join('\n')}`).toBe(200)
  return answer.body as unknown as T
}

/** Use by local days, which is the same for the site, its account and its metering point. */
async function days(from: Instant, to: Instant): Promise<[string, string, string][]> {
  const { siteId, accountId, pointId } = building
  const query = `usage?bucket=day&fromAt=${iso(from)}&toAt=${iso(to)}`
  const [site, account, point] = await Promise.all(
    [`sites/${siteId}`, `accounts/${accountId}`, `metering-points/${pointId}`].map((path) =>
      get<UsageSeries>(`${path}/${query}`),
    ),
  )
  expect(account).toEqual(site)
  expect(point).toEqual(site)
  return (site?.buckets ?? []).map(({ fromAt, use }) => [fromAt, quantityOf(use), amountOf(use)])
}

/** Half a unit each quarter hour of a stretch, on a register that stands at `value`. */
const evenly = (from: Instant, to: Instant, value: number) =>
  Array.from({ length: (to - from) / QUARTER_MS }, (_, index) => ({
    at: from + (index + 1) * QUARTER_MS,
    value: value + (index + 1) / 2,
  }))

beforeAll(async () => {
  api = await startApi({ clock: { now: () => time.now }, plugins: PLUGINS })
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north', ZONE)
  const { contractId, accountId, meterId, registerId, pointId, planId } = building
  const make = async (path: string, body: object) => {
    const answer = await owner.call('POST', `/api/v1/${path}`, { body })
    expect(answer.status, answer.text).toBe(201)
  }
  await make('tariff-versions', {
    tariffPlanId: planId,
    effectiveAt: iso(SPRING - DAY_MS),
    terms: { steps: [{ price: '2' }] },
  })
  await make('installations', {
    ...{ meterId, meteringPointId: pointId, at: iso(SPRING), multiplier: '1', signedBy: 'test' },
    openings: [{ registerId, value: '0' }],
  })
  await make('service-agreements', {
    ...{ contractId, accountId, meteringPointId: pointId, tariffPlanId: planId },
    fromAt: iso(SPRING),
  })
  const ids = createIdAllocator(api.parts.idPool)
  const streams = streamsOn({ pool: api.pool, ids, clock: { now: () => time.now } })
  take = (readings) =>
    streams.correct({
      pointId,
      derive: deriveCorrection,
      readings: readings.map(({ at, value }) => ({
        ...{ registerId, at, valueMicros: BigInt(Math.round(value * 1e6)), receivedAt: at },
        ...{ quality: 'good', source: 'meters/1' },
      })),
    })
}, 120_000)
afterAll(() => api?.stop())

describe('use by day, from sums', () => {
  it('has 23 hours where clocks are put forward', async () => {
    await take(evenly(SPRING, SPRING + 3 * DAY_MS, 0))
    const expected = [
      ['2026-03-28T00:00:00.000Z', '48', '96'],
      ['2026-03-29T00:00:00.000Z', '46', '92'],
      ['2026-03-29T23:00:00.000Z', '48', '96'],
      ['2026-03-30T23:00:00.000Z', '2', '4'],
    ]
    expect(await days(SPRING, SPRING + 3 * DAY_MS)).toEqual(expected)
    expect(await sum()).toEqual({ points: 1 })
    expect(await days(SPRING, SPRING + 3 * DAY_MS)).toEqual(expected)
    expect(await sum()).toEqual({ points: 0 })
  })

  it('spreads weeks without a reading over their days, and has 25 hours where clocks are put back', async () => {
    const daily = Array.from({ length: 180 }, (_, day) => ({
      at: SPRING + (4 + day) * DAY_MS,
      value: 146 + (day + 1) * 4,
    }))
    await take([...daily, ...evenly(AUTUMN - QUARTER_MS, AUTUMN + 3 * DAY_MS, 1_000)])
    const late = () => days(AUTUMN, AUTUMN + 3 * DAY_MS)
    const expected = [
      ['2026-10-23T23:00:00.000Z', '48', '96'],
      ['2026-10-24T23:00:00.000Z', '50', '100'],
      ['2026-10-26T00:00:00.000Z', '46', '92'],
    ]
    expect(await late()).toEqual(expected)
    const before = await days(SPRING, AUTUMN)
    expect(before).toHaveLength(210)
    await sum()
    expect(await late()).toEqual(expected)
    expect(await days(SPRING, AUTUMN)).toEqual(before)
  })

  it('a late reading appears in the days that it divides, at once and after summing', async () => {
    const day = AUTUMN - 10 * DAY_MS
    const was = await days(day - DAY_MS, day + DAY_MS)
    // All that was spread over weeks before was used by noon of this day.
    await take([{ at: day + 12 * HOUR_MS, value: 999 }])
    const now = await days(day - DAY_MS, day + DAY_MS)
    expect(now).not.toEqual(was)
    await sum()
    expect(await days(day - DAY_MS, day + DAY_MS)).toEqual(now)
    const { total } = await get<UsageSeries>(
      `sites/${building.siteId}/usage?bucket=month&fromAt=${iso(SPRING)}&toAt=${iso(AUTUMN)}`,
    )
    const { rows } = await api.pool.query<{ sum: string }>(
      `SELECT trim_scale(sum(quantity_micros) / 1000000.0)::text AS sum FROM usage_interval`,
    )
    expect(quantityOf(total)).toBe(rows[0]?.sum)
  })

  it('a corrected reading leaves nothing of what was booked before', async () => {
    const last = AUTUMN + 3 * DAY_MS
    const day = () => days(last, last + HOUR_MS)
    await take([{ at: last + HOUR_MS, value: 1_160 }])
    await sum()
    expect((await day())[0]?.[1]).toBe('61.5')
    // In conflict with the first one: neither counts.
    await take([{ at: last + HOUR_MS, value: 1_155 }])
    expect((await day())[0]?.[1]).toBe('46')
    await sum()
    expect((await day())[0]?.[1]).toBe('46')
    // What follows begins at the reading before the conflict, and half of it lies after midnight.
    await take([{ at: last + 2 * HOUR_MS, value: 1_160 }])
    expect((await day())[0]?.[1]).toBe('53.75')
    await sum()
    expect((await day())[0]?.[1]).toBe('53.75')
  })

  it('a site’s overview tells today and yesterday the same with sums and without', async () => {
    time.now = AUTUMN + 3 * DAY_MS + 2 * HOUR_MS + 7 * MINUTE_MS
    const told = async () => {
      const path = `sites/${building.siteId}/overview`
      const { today, yesterday } = await get<SiteOverview>(path)
      return { today, yesterday }
    }
    const withSums = await told()
    await createUseSumStore({ pool: api.pool }).forget()
    expect(await told()).toEqual(withSums)
    expect(withSums.today.toAt).toBe(iso(time.now))
    expect(Number(quantityOf(withSums.yesterday.use))).toBeGreaterThan(0)
    time.now = NOW
  })

  it('M2: the books balance, sums included, and a sum that was tampered with is found', async () => {
    await sum()
    await expectBalanced(api.database)
    await api.pool.query(
      'UPDATE charge_day SET amount_micros = amount_micros + 1 WHERE day_at = $1',
      [iso(SPRING)],
    )
    await expect(expectBalanced(api.database)).rejects.toThrow(/charge_day/)
  })
})

describe('use of a large site over months', () => {
  it('is refused only as long as there are no sums of it', async () => {
    const path = `sites/${building.siteId}/usage?bucket=month&fromAt=${iso(SPRING)}&toAt=${iso(AUTUMN)}`
    // A reading a minute, by what the point says of itself.
    await api.pool.query('UPDATE metering_point SET interval_seconds = 60')
    await createUseSumStore({ pool: api.pool }).forget()
    const refused = await owner.call('GET', `/api/v1/${path}`)
    expect(refused.body).toMatchObject({ status: 422, code: 'range-too-large' })
    await sum()
    expect((await get<UsageSeries>(path)).buckets).toHaveLength(8)
  })
})
