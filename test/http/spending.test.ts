import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Spending } from '../../core/app/spending.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { spendingOf } from './commands.ts'

/** Midnight of 10 March 2026 on the clocks of the site, which is in Shanghai. */
const MIDNIGHT = Date.parse('2026-03-09T16:00:00Z')
const time = { now: MIDNIGHT }

let api: Api
let spending: Spending
let owner: Person
let here: Building
let elsewhere: Building
let tenant: Person
let stranger: Person
let manager: Person
let agreementId: string

beforeAll(async () => {
  api = await startApi({ clock: { now: () => time.now } })
  spending = spendingOf(api.parts)
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  stranger = await api.person([
    { role: 'tenant', siteId: elsewhere.siteId, tenantId: elsewhere.tenantId },
  ])
  manager = await api.person([{ role: 'manager', siteId }])
  const { meterId, pointId, contractId, accountId, planId } = here
  await api.pool.query(
    "INSERT INTO installation (meter_id, metering_point_id, from_at) VALUES ($1, $2, '2026-01-01Z')",
    [meterId, pointId],
  )
  const { rows } = await api.pool.query(
    `INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at)
     VALUES ($1, $2, $3, $4, '2026-01-01Z') RETURNING id::text`,
    [contractId, accountId, pointId, planId],
  )
  agreementId = String(rows[0].id)
})
afterAll(() => api?.stop())

let intervals = 0

/** What ingest commits of an hour of use: its interval, its line, and the purse that moved. */
async function charge(amount: number, endsAt: number): Promise<void> {
  intervals += 1
  await api.pool.query(
    `WITH made AS (
       INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros,
         to_micros, quantity_micros, agreement_id)
       VALUES ($1, $2, $3, 1, to_timestamp($5), to_timestamp($6), 0, 1, 1, $4)
     ), line AS (
       INSERT INTO rated_line VALUES ($1, 0, 1, 'energy', 'energy', 'flat', to_timestamp($5), to_timestamp($6), 1, 0, 1, $7, false)
     )
     UPDATE ledger_account SET balance_micros = balance_micros - $7::bigint, version = version + 1
     WHERE account_id = $8 AND kind = 'cash'`,
    [
      ...[intervals, here.pointId, here.registerId, agreementId],
      ...[(endsAt - HOUR_MS) / 1_000, endsAt / 1_000, amount * 1_000_000, here.accountId],
    ],
  )
}

const PATH = '/api/v1/spending-limits'

const set = (person: Person, body: JsonObject) =>
  person.call('POST', PATH, { body: { accountId: here.accountId, ...body } })

async function change(person: Person, id: unknown, body: JsonObject) {
  const etag = (await owner.call('GET', `${PATH}/${String(id)}`)).headers.get('etag')
  return person.call('PATCH', `${PATH}/${String(id)}`, {
    body,
    headers: { 'if-match': String(etag) },
  })
}

async function spent(period: string, person: Person = tenant): Promise<JsonObject | undefined> {
  const path = `/api/v1/accounts/${here.accountId}/spending`
  const { status, body, text } = await person.call('GET', path)
  expect(status, text).toBe(200)
  return (body.items as readonly JsonObject[]).find((item) => item.period === period)
}

/** Kinds and causes of what the tenant was told, the earliest first. */
async function told(): Promise<readonly string[]> {
  await spending.look()
  const { body } = await tenant.call('GET', '/api/v1/notices?limit=500')
  return (body.items as readonly { causeKey: string }[])
    .map(({ causeKey }) => causeKey)
    .filter((cause) => cause.startsWith('spending-limit-'))
}

describe('a spending limit', () => {
  let dayId: unknown

  it('is set by the tenant, in the account’s currency, once a period', async () => {
    const made = await set(tenant, { period: 'day', amount: '100' })
    expect(made.status, made.text).toBe(201)
    expect(made.body).toMatchObject({ amount: '100', enabled: true, setBy: tenant.userId })
    dayId = made.body.id
    expect((await set(manager, { period: 'day', amount: '5' })).body).toMatchObject({
      code: 'already-exists',
    })
    for (const amount of ['0', '-1'])
      expect((await set(tenant, { period: 'month', amount })).status).toBe(422)
    expect((await set(tenant, { period: 'year', amount: '5' })).status).toBe(422)
    const path = `/api/v1/accounts/${here.accountId}/spending`
    expect((await tenant.call('GET', path)).body).toEqual({
      accountId: here.accountId,
      currency: 'CNY',
      items: [
        {
          ...{ limitId: dayId, period: 'day', amount: '100', enabled: true },
          ...{ spent: '0', level: 'below' },
          fromAt: new Date(MIDNIGHT).toISOString(),
          toAt: new Date(MIDNIGHT + 24 * HOUR_MS).toISOString(),
        },
      ],
    })
  })

  it('INV12: is of the account’s tenant and site alone', async () => {
    const id = String(dayId)
    expect((await stranger.call('GET', `${PATH}/${id}`)).status).toBe(404)
    expect((await set(stranger, { period: 'month', amount: '1' })).status).toBe(404)
    expect((await change(stranger, id, { amount: '1' })).status).toBe(404)
    const path = `/api/v1/accounts/${here.accountId}/spending`
    expect((await stranger.call('GET', path)).status).toBe(404)
  })

  it('tells once at 80 % and once at 100 %, by the site’s midnight', async () => {
    // What ends at midnight was used before it.
    await charge(99, MIDNIGHT)
    time.now = MIDNIGHT + 2 * HOUR_MS
    await charge(79, MIDNIGHT + HOUR_MS)
    expect(await told()).toEqual([])
    expect(await spent('day')).toMatchObject({ spent: '79', level: 'below' })
    await charge(1, MIDNIGHT + 2 * HOUR_MS)
    const near = `spending-limit-near:${here.accountId}:day:2026-03-10`
    expect(await told()).toEqual([near])
    expect(await told()).toEqual([near])
    await charge(10, MIDNIGHT + 2 * HOUR_MS)
    expect(await told()).toEqual([near])
    expect(await spent('day')).toMatchObject({ spent: '90', level: 'near' })
    await charge(25, MIDNIGHT + 2 * HOUR_MS)
    const reached = `spending-limit-reached:${here.accountId}:day:2026-03-10`
    expect(await told()).toEqual([near, reached])
    await charge(25, MIDNIGHT + 2 * HOUR_MS)
    expect(await told()).toEqual([near, reached])
    expect(await spent('day')).toMatchObject({ spent: '140', level: 'reached' })
    const { body } = await tenant.call('GET', '/api/v1/notices?kind=spending-limit-reached')
    expect(body.items).toMatchObject([
      { subject: 'Spending limit of account A-1 reached: CN¥115.00 of CN¥100.00' },
    ])
  })

  it('counts charges that come late, and corrections', async () => {
    time.now = MIDNIGHT + 26 * HOUR_MS
    expect(await spent('day')).toMatchObject({ spent: '0' })
    const before = (await told()).length
    await charge(50, MIDNIGHT + 25 * HOUR_MS)
    await charge(35, MIDNIGHT + 25 * HOUR_MS)
    await charge(-30, MIDNIGHT + 25 * HOUR_MS)
    expect(await told()).toHaveLength(before)
    expect(await spent('day')).toMatchObject({ spent: '55' })
    time.now = MIDNIGHT + 60 * HOUR_MS
    // Two days later, use of the day before yesterday comes in.
    await charge(45, MIDNIGHT + 26 * HOUR_MS)
    const all = await told()
    expect(all.slice(before)).toEqual([`spending-limit-reached:${here.accountId}:day:2026-03-11`])
    expect(await spent('day')).toMatchObject({ spent: '0', level: 'below' })
  })

  it('that is set later says nothing of days that were over, and of its month counts all', async () => {
    const before = (await told()).length
    const { body, status, text } = await set(manager, { period: 'month', amount: '400' })
    expect(status, text).toBe(201)
    // 99 + 140 + 100 were spent since the month began.
    expect(await spent('month')).toMatchObject({ spent: '339', level: 'near' })
    const after = await told()
    expect(after.slice(before)).toEqual([`spending-limit-near:${here.accountId}:month:2026-03-01`])
    await change(tenant, dayId, { amount: '50' })
    expect(await told()).toEqual(after)
    const lowered = await change(tenant, body.id, { amount: '300' })
    expect(lowered.body).toMatchObject({ amount: '300', setBy: tenant.userId })
    expect((await told()).slice(after.length)).toEqual([
      `spending-limit-reached:${here.accountId}:month:2026-03-01`,
    ])
  })

  it('that is switched off tells nobody, and never has a say in supply', async () => {
    const before = await told()
    await change(tenant, dayId, { enabled: false })
    await charge(500, time.now - HOUR_MS)
    expect(await told()).toEqual(before)
    expect(await spent('day')).toMatchObject({ enabled: false, level: 'reached' })
    for (const path of ['supply-decisions', 'debt-episodes'])
      expect((await owner.call('GET', `/api/v1/${path}`)).body.items).toEqual([])
  })

  it('is judged by several at once, and told once all the same', async () => {
    await change(tenant, dayId, { enabled: true, amount: '1' })
    const looks = Array.from({ length: 6 }, () => spending.look())
    await Promise.all(looks)
    const causes = await told()
    expect(new Set(causes).size).toBe(causes.length)
    expect(causes).toContain(`spending-limit-reached:${here.accountId}:day:2026-03-12`)
    expect(await spending.look()).toEqual({ judged: 0 })
  })
})
