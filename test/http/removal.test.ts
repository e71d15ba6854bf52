import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let here: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
})
afterAll(() => api.stop())

const make = async (path: string, body: object): Promise<string> => {
  const answer = await owner.call('POST', `/api/v1/${path}`, { body })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}
const remove = (path: string, version = 1, person = owner) =>
  person.call('DELETE', `/api/v1/${path}`, { headers: { 'If-Match': `"${version}"` } })
const idsOf = async (path: string, person = owner) => {
  const { body } = await person.call('GET', `/api/v1/${path}`)
  return (body.items as { id: string }[]).map(({ id }) => id)
}
const space = (code: string) => ({ siteId: here.siteId, kind: 'unit', code, name: code })

test('what is removed stays, is listed when asked for, and is told in the audit log', async () => {
  const id = await make('spaces', space('gone'))
  const removed = await remove(`spaces/${id}`)
  expect(removed.status, removed.text).toBe(200)
  expect(removed.body).toMatchObject({ id, version: 2, archivedAt: expect.any(String) })
  expect(removed.headers.get('etag')).toBe('"2"')
  expect(await idsOf('spaces')).not.toContain(id)
  expect(await idsOf('spaces?archived=true')).toContain(id)
  expect((await owner.call('GET', `/api/v1/spaces/${id}`)).status).toBe(200)
  const audited = await owner.call('GET', '/api/v1/audit-events?operation=spaces.remove')
  expect(audited.body.items).toMatchObject([{ outcome: 'done', subject: `spaces:${id}` }])
})

test('what is removed is neither changed, removed again, nor chosen', async () => {
  const id = await make('spaces', space('closed'))
  await remove(`spaces/${id}`)
  const changed = await owner.call('PATCH', `/api/v1/spaces/${id}`, {
    headers: { 'If-Match': '"2"' },
    body: { name: 'other' },
  })
  expect(changed.body).toMatchObject({ status: 409, code: 'archived' })
  expect((await remove(`spaces/${id}`, 2)).body.code).toBe('archived')
  const chosen = await owner.call('POST', '/api/v1/spaces', {
    body: { ...space('below'), parentId: id },
  })
  expect(chosen.body).toMatchObject({
    code: 'validation-failed',
    errors: [{ pointer: '/parentId', message: expect.stringContaining('removed') }],
  })
  // Its code is free again.
  await make('spaces', space('closed'))
})

test('a change that was made meanwhile is not lost by a removal', async () => {
  const id = await make('spaces', space('busy'))
  expect((await remove(`spaces/${id}`, 7)).status).toBe(412)
  expect((await owner.call('DELETE', `/api/v1/spaces/${id}`)).status).toBe(428)
})

test('it is refused while something depends on it, with a list', async () => {
  const site = await remove(`sites/${here.siteId}`)
  expect(site.status).toBe(409)
  expect(site.body.code).toBe('in-use')
  expect(site.body.dependents).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ resource: 'tenants', count: 1, ids: [here.tenantId] }),
      expect.objectContaining({ resource: 'meters', count: 1, ids: [here.meterId] }),
    ]),
  )
  const tenant = await remove(`tenants/${here.tenantId}`)
  expect(tenant.body.dependents).toMatchObject([
    { resource: 'contracts', ids: [here.contractId] },
    { resource: 'accounts', ids: [here.accountId] },
  ])
  const used = await remove(`spaces/${here.spaceId}`)
  expect(used.body.dependents).toMatchObject([
    { resource: 'contracts', ids: [here.contractId] },
    { resource: 'meteringPoints', ids: [here.pointId] },
  ])
})

test('what has ended depends on nothing any more', async () => {
  const meterId = await make('meters', {
    ...{ siteId: here.siteId, serial: 'S-9', model: 'M', utility: 'electricity' },
  })
  await api.pool.query(
    `INSERT INTO installation (meter_id, metering_point_id, from_at)
     VALUES ($1, $2, '2026-01-01T00:00:00Z')`,
    [meterId, here.pointId],
  )
  expect((await remove(`meters/${meterId}`)).body).toMatchObject({
    dependents: [{ resource: 'installations', count: 1 }],
  })
  await api.pool.query(
    `UPDATE installation SET to_at = '2026-01-02T00:00:00Z' WHERE meter_id = $1`,
    [meterId],
  )
  expect((await remove(`meters/${meterId}`)).status).toBe(200)
})

test('a life-safety point is removed by nobody', async () => {
  const { rows } = await api.pool.query(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'X', '{}') RETURNING id::text`,
    [here.siteId],
  )
  const connectionId = String(rows[0].id)
  const points = await api.pool.query(
    `INSERT INTO point (connection_id, role, address, life_safety)
     VALUES ($1, 'relay', '{}', true), ($1, 'power', '{}', false) RETURNING id::text`,
    [connectionId],
  )
  const [alarm, plain] = points.rows.map(({ id }) => String(id))
  expect((await remove(`points/${alarm}`)).status).toBe(403)
  expect((await remove(`points/${plain}`)).status).toBe(200)
  expect((await remove(`connections/${connectionId}`)).body).toMatchObject({
    dependents: [{ resource: 'points', count: 1, ids: [alarm] }],
  })
})

test('a connection that is removed is switched off, and its name is free', async () => {
  const insert = () =>
    api.pool.query(
      `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
       VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'Y', '{}') RETURNING id::text`,
      [here.siteId],
    )
  const { rows } = await insert()
  const removed = await remove(`connections/${String(rows[0].id)}`)
  expect(removed.body).toMatchObject({ enabled: false, archivedAt: expect.any(String) })
  expect((await insert()).rows).toHaveLength(1)
})

test('only who may remove does, where they may', async () => {
  const id = await make('spaces', space('theirs'))
  const technician = await api.person([{ role: 'technician', siteId: here.siteId }])
  expect((await remove(`spaces/${id}`, 1, technician)).status).toBe(403)
  const there = await makeBuilding(owner, 'there')
  const other = await api.person([{ role: 'manager', siteId: there.siteId }])
  expect((await remove(`spaces/${id}`, 1, other)).status).toBe(404)
  const manager = await api.person([{ role: 'manager', siteId: here.siteId }])
  expect((await remove(`spaces/${id}`, 1, manager)).status).toBe(200)
})
