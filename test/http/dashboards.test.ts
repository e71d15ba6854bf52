import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let manager: Person
let colleague: Person
let cashier: Person
let here: Building

const WIDGET = {
  ...{ id: 'a', widget: 'payment-cash/latest-payments', title: '', settings: { limit: 5 } },
  ...{ x: 0, y: 0, w: 6, h: 4 },
}

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  const { siteId } = here
  manager = await api.person([{ role: 'manager', siteId }])
  colleague = await api.person([{ role: 'manager', siteId }])
  cashier = await api.person([{ role: 'cashier', siteId }])
})
afterAll(() => api.stop())

const make = (person: Person, fields: object = {}) =>
  person.call('POST', '/api/v1/dashboards', {
    body: { siteId: here.siteId, title: 'Mine', ...fields },
  })
const listed = async (person: Person) => {
  const { body } = await person.call('GET', '/api/v1/dashboards')
  return (body.items as { id: string }[]).map(({ id }) => id)
}
const ifMatch = (version: number) => ({ headers: { 'If-Match': `"${version}"` } })

test("a dashboard is its maker's own, whoever else asks", async () => {
  const made = await make(manager, { widgets: [WIDGET] })
  expect(made.status, made.text).toBe(201)
  expect(made.body).toMatchObject({ userId: manager.userId, shared: false, widgets: [WIDGET] })
  const id = String(made.body.id)
  const path = `/api/v1/dashboards/${id}`
  expect(await listed(manager)).toContain(id)
  expect((await manager.call('GET', path)).headers.get('etag')).toBe('"1"')
  for (const other of [owner, colleague, cashier]) {
    expect(await listed(other)).not.toContain(id)
    expect((await other.call('GET', path)).status).toBe(404)
  }
  const change = { body: { title: 'Theirs' }, ...ifMatch(1) }
  expect((await colleague.call('PATCH', path, change)).status).toBe(404)
  expect((await colleague.call('DELETE', path, ifMatch(1))).status).toBe(404)
  expect((await cashier.call('PATCH', path, change)).status).toBe(403)
})

test("a shared one is seen by the site's staff, and changed against its ETag", async () => {
  const made = await make(manager, { shared: true })
  const id = String(made.body.id)
  const path = `/api/v1/dashboards/${id}`
  for (const other of [owner, colleague, cashier]) expect(await listed(other)).toContain(id)
  const there = await makeBuilding(owner, 'there')
  const stranger = await api.person([{ role: 'manager', siteId: there.siteId }])
  expect(await listed(stranger)).not.toContain(id)
  expect((await stranger.call('GET', path)).status).toBe(404)
  const changed = await colleague.call('PATCH', path, {
    ...{ body: { title: 'Ours', widgets: [WIDGET] }, ...ifMatch(1) },
  })
  expect(changed.body).toMatchObject({ title: 'Ours', version: 2, userId: manager.userId })
  const late = { body: { title: 'Late' }, ...ifMatch(1) }
  expect((await manager.call('PATCH', path, late)).status).toBe(412)
  expect((await manager.call('DELETE', path, ifMatch(2))).status).toBe(200)
  expect(await listed(cashier)).not.toContain(id)
})

test('its owner is whoever makes it, and widgets are of what there is', async () => {
  expect((await make(manager, { userId: 'somebody' })).status).toBe(422)
  expect((await make(manager, { widgets: [{ ...WIDGET, widget: 'iframe' }] })).status).toBe(422)
  expect((await make(manager, { widgets: [{ ...WIDGET, w: 13 }] })).status).toBe(422)
  // One of the whole instance is for who holds a role everywhere.
  expect((await make(manager, { siteId: null })).status).toBe(403)
  expect((await make(owner, { siteId: null, shared: true })).status).toBe(201)
  expect((await make(cashier)).status).toBe(403)
})
