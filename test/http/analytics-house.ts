import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { deriveCorrection } from '../../core/flow/metering/correct.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { streamsOn } from '../support/streams.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))

/** Tuesday, 12:30 in Shanghai. */
export const NOW = Date.parse('2026-03-10T04:30:00Z')
/** Local midnight of 6 March: readings begin, every quarter of an hour, 0.5 kWh each. */
export const START = Date.parse('2026-03-05T16:00:00Z')
export const iso = (at: Instant) => new Date(at).toISOString()
const QUARTER_MS = 15 * MINUTE_MS

const hours = (...spans: readonly (readonly [string, string, string])[]) =>
  spans.map(([from, to, band]) => ({ from, to, band }))

/** Valley to 08:00, peak to 20:00 and flat to midnight; a surcharge, and 6 % on both. */
export const TERMS = {
  prices: {
    valley: [{ price: '0.3' }],
    peak: [{ upTo: '100', price: '1.2' }, { price: '1.5' }],
    flat: [{ price: '0.6' }],
  },
  seasons: [
    {
      id: 'all',
      title: { en: 'All year', 'zh-CN': '全年' },
      dates: [{ from: '01-01', to: '12-31' }],
      days: [
        {
          types: ['workday', 'weekend', 'holiday'],
          hours: hours(
            ['00:00', '08:00', 'valley'],
            ['08:00', '20:00', 'peak'],
            ['20:00', '24:00', 'flat'],
          ),
        },
      ],
    },
  ],
  surcharges: [
    {
      id: 'fund',
      title: { en: 'Fund', 'zh-CN': '基金' },
      category: 'surcharge',
      steps: [{ price: '0.05' }],
    },
  ],
  taxes: [{ id: 'vat', title: { en: 'VAT', 'zh-CN': '增值税' }, category: 'energy', percent: '6' }],
}

export type House = Awaited<ReturnType<typeof openAnalyticsHouse>>

/**
 * A building with one metered tenant, a time-of-use tariff, and readings of four and a half days.
 * @param options.pages folder of the built user interface, where it is to be served
 */
export async function openAnalyticsHouse(options: { readonly pages?: string } = {}) {
  const time = { now: NOW }
  const clock = { now: () => time.now }
  const api: Api = await startApi({ clock, plugins: PLUGINS, ...options })
  const owner = await api.person([{ role: 'owner' }])
  const building = await makeBuilding(owner, 'north')
  const { siteId, tenantId, contractId, accountId, meterId, registerId, pointId } = building
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await owner.call('POST', `/api/v1/${path}`, { body })
    expect(answer.status, answer.text).toBe(201)
    return String(answer.body.id)
  }
  const planId = await made('tariff-plans', {
    ...{ siteId, code: 'TOU', name: 'Time of use', utility: 'electricity' },
    strategy: 'time-of-use',
  })
  const effectiveAt = '2025-12-31T16:00:00Z'
  const versionId = await made('tariff-versions', {
    tariffPlanId: planId,
    effectiveAt,
    terms: TERMS,
  })
  await made('installations', {
    ...{ meterId, meteringPointId: pointId, at: iso(START), multiplier: '2', signedBy: 'test' },
    openings: [{ registerId, value: '100' }],
  })
  await made('service-agreements', {
    ...{ contractId, accountId, meteringPointId: pointId, tariffPlanId: planId },
    fromAt: iso(START),
  })
  const streams = streamsOn({ pool: api.pool, ids: createIdAllocator(api.parts.idPool), clock })
  const read = (readings: readonly { readonly at: Instant; readonly value: number }[]) =>
    streams.correct({
      pointId,
      derive: deriveCorrection,
      readings: readings.map(({ at, value }) => ({
        ...{ registerId, at, valueMicros: BigInt(Math.round(value * 1e6)), receivedAt: at },
        ...{ quality: 'good', source: 'meters/1' },
      })),
    })
  const quarters = (NOW - START) / QUARTER_MS
  // Nothing is read between 02:00 and 05:00 of the first day.
  const missing = (at: Instant) => at > START + 2 * HOUR_MS && at < START + 5 * HOUR_MS
  await read(
    Array.from({ length: quarters }, (_, index) => ({
      at: START + (index + 1) * QUARTER_MS,
      value: 100 + (index + 1) / 4,
    })).filter(({ at }) => !missing(at)),
  )
  return {
    ...{ api, owner, building, planId, versionId, time, made, read },
    tenant: await api.person([{ role: 'tenant', siteId, tenantId }]),
    accountant: await api.person([{ role: 'accountant', siteId }]),
    cashier: await api.person([{ role: 'cashier', siteId }]),
    async get<T>(path: string, person: Person = owner): Promise<T> {
      const answer = await person.call('GET', `/api/v1/${path}`)
      expect(answer.status, `${answer.text} ${api.failures.join('\n')}`).toBe(200)
      return answer.body as unknown as T
    },
  } satisfies Record<string, unknown> & { readonly building: Building }
}
