import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

/** A point that one tenant paid for, then another, and whose meter was swapped in the time of the second. */
let api: Api
let owner: Person
let building: Building
let second: { readonly tenantId: string; readonly contractId: string; readonly accountId: string }
let former: Person
let present: Person
let staff: Person

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString()
const FIRST_ENDS = 3
const SWAP = 6

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'reads')
  const { siteId, tenantId, meterId, registerId, pointId } = building
  const make = async (path: string, body: object) => {
    const { body: made, status, text } = await owner.call('POST', `/api/v1/${path}`, { body })
    expect(status, text).toBe(201)
    return String(made.id)
  }
  const secondTenant = await make('tenants', { siteId, code: 'T-2', name: 'Second' })
  const contract = { siteId, tenantId: secondTenant, code: 'C-2', fromAt: at(FIRST_ENDS) }
  const contractId = await make('contracts', contract)
  const limits = { lowBalance: '5', veryLowBalance: '1' }
  const accountId = await make('accounts', {
    ...{ siteId, contractId, code: 'A-2', currency: 'CNY' },
    ...limits,
  })
  second = { tenantId: secondTenant, contractId, accountId }
  const newMeter = { siteId, serial: 'S-2', model: 'M', utility: 'electricity' }
  const swapped = await make('meters', newMeter)
  const swappedRegister = await make('registers', { meterId: swapped, code: 'total', digits: 6 })
  const agreement = `INSERT INTO service_agreement
    (contract_id, account_id, metering_point_id, tariff_plan_id, from_at, to_at) VALUES ($1, $2, $3, $4, $5, $6)`
  const { planId } = building
  const first = [building.contractId, building.accountId, pointId, planId, at(0), at(FIRST_ENDS)]
  await api.pool.query(agreement, first)
  const next = [second.contractId, second.accountId, pointId, planId, at(FIRST_ENDS), null]
  await api.pool.query(agreement, next)
  const installed = `INSERT INTO installation (meter_id, metering_point_id, from_at, to_at) VALUES ($1, $2, $3, $4)`
  await api.pool.query(installed, [meterId, pointId, at(0), at(SWAP)])
  await api.pool.query(installed, [swapped, pointId, at(SWAP), null])
  const reading = `INSERT INTO reading VALUES ($1, $2, $3, $1, 'good', 'meters/21')`
  // The old meter goes on counting elsewhere, the new one did before.
  for (let hour = 0; hour < 10; hour += 1)
    for (const register of [registerId, swappedRegister])
      await api.pool.query(reading, [at(hour), register, hour * 1_000_000])
  const person = (tenant: string) => api.person([{ role: 'tenant', siteId, tenantId: tenant }])
  former = await person(tenantId)
  present = await person(second.tenantId)
  staff = await api.person([{ role: 'accountant', siteId }])
})
afterAll(() => api.stop())

const readings = async (person: Person, query = '') => {
  const path = `/api/v1/metering-points/${building.pointId}/readings?limit=50${query}`
  const { status, body } = await person.call('GET', path)
  const items = (body.items ?? []) as readonly { readonly at: string }[]
  return { status, at: items.map((item) => item.at) }
}
const points = async (person: Person) => {
  const { body } = await person.call('GET', '/api/v1/metering-points')
  return (body.items as readonly { readonly id: string }[]).map(({ id }) => id)
}
const hours = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => at(to - 1 - index))

it('INV12: a tenant sees the point that their contract pays for, and its readings since it does', async () => {
  expect(await points(present)).toEqual([building.pointId])
  const path = `/api/v1/metering-points/${building.pointId}`
  expect((await present.call('GET', path)).status).toBe(200)
  expect(await readings(present)).toEqual({ status: 200, at: hours(FIRST_ENDS, 10) })
  expect((await readings(present, `&to=${at(FIRST_ENDS)}`)).at).toEqual([])
})

it('INV12: a contract that is over opens nothing any more, not even its own time', async () => {
  expect(await points(former)).toEqual([])
  const path = `/api/v1/metering-points/${building.pointId}`
  expect((await former.call('GET', path)).status).toBe(404)
  expect((await readings(former)).status).toBe(404)
  await api.pool.query('UPDATE service_agreement SET to_at = now() WHERE contract_id = $1', [
    second.contractId,
  ])
  expect((await readings(present)).status).toBe(404)
  await api.pool.query('UPDATE service_agreement SET to_at = NULL WHERE contract_id = $1', [
    second.contractId,
  ])
  expect((await readings(present)).status).toBe(200)
})

it('staff see all of it, of each meter while it served the point, page by page', async () => {
  expect(await readings(staff)).toEqual({ status: 200, at: hours(0, 10) })
  const seen: string[] = []
  let cursor = ''
  do {
    const path = `/api/v1/metering-points/${building.pointId}/readings?limit=3${cursor}`
    const { body } = await staff.call('GET', path)
    for (const item of body.items as readonly { readonly at: string }[]) seen.push(item.at)
    cursor = body.nextCursor === null ? '' : `&cursor=${String(body.nextCursor)}`
  } while (cursor !== '')
  expect(seen).toEqual(hours(0, 10))
})

it('INV12: a tenant reads nothing else of the metering: no meters, registers, installations or registers’ readings', async () => {
  for (const path of ['meters', 'registers', 'installations', 'points', 'spaces'])
    expect((await present.call('GET', `/api/v1/${path}`)).status).toBe(403)
  const path = `/api/v1/readings?registerId=${building.registerId}`
  expect((await present.call('GET', path)).status).toBe(403)
  const change = { body: { name: 'mine' }, headers: { 'if-match': '"1"' } }
  const point = `/api/v1/metering-points/${building.pointId}`
  expect((await present.call('PATCH', point, change)).status).toBe(403)
})
