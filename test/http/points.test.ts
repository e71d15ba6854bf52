import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let api: Api
let owner: Person
let building: Building
let folder = ''
const connections: Record<string, string> = {}

beforeAll(async () => {
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.data', 'points-'))
  cpSync(join(ROOT, 'test/fixtures/plugins/good'), join(folder, 'good'), { recursive: true })
  api = await startApi({ plugins: folder })
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'P')
  for (const [name, point, type] of [
    ['driver', 'meterDrivers', 'memory'],
    ['gone', 'meterDrivers', 'of-no-plugin'],
    ['channel', 'notificationChannels', 'board'],
  ] as const) {
    const { rows } = await api.pool.query(
      `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
       VALUES ($1, 'good', $2, $3, $4, '{}') RETURNING id`,
      [building.siteId, point, type, name],
    )
    connections[name] = rows[0].id
  }
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

const make = (connection: string, address: unknown) =>
  owner.call('POST', '/api/v1/points', {
    body: { connectionId: connections[connection], role: 'power', unit: 'W', address },
  })

test("a point's address must fit the driver's schema when it is made", async () => {
  expect((await make('driver', { topic: 'meters/a' })).status).toBe(201)
  const missing = await make('driver', {})
  expect(missing.body).toMatchObject({
    status: 422,
    code: 'validation-failed',
    errors: [{ pointer: '/address/topic', message: 'is missing' }],
  })
  const extra = await make('driver', { topic: 'a', qos: 2 })
  expect(extra.body).toMatchObject({ status: 422, errors: [{ pointer: '/address/qos' }] })
  const wrong = await make('driver', { topic: 'A B' })
  expect(wrong.body).toMatchObject({ status: 422, errors: [{ pointer: '/address/topic' }] })
})

test('and when it is changed; a change of something else leaves it alone', async () => {
  const { body } = await make('driver', { topic: 'meters/b' })
  const change = (values: unknown, version: number) =>
    owner.call('PATCH', `/api/v1/points/${String(body.id)}`, {
      body: values,
      headers: { 'if-match': `"${version}"` },
    })
  expect((await change({ address: { topic: 7 } }, 1)).body).toMatchObject({
    status: 422,
    errors: [{ pointer: '/address/topic' }],
  })
  expect((await change({ unit: 'kW' }, 1)).status).toBe(200)
  const moved = await change({ address: { topic: 'meters/c' } }, 2)
  expect(moved.body).toMatchObject({ unit: 'kW', address: { topic: 'meters/c' }, version: 3 })
})

test('a connection that is no driver has no points, and one without its plugin none for now', async () => {
  expect((await make('channel', { topic: 'a' })).body).toMatchObject({
    status: 422,
    errors: [{ pointer: '/connectionId' }],
  })
  expect((await make('gone', { topic: 'a' })).body).toMatchObject({
    status: 503,
    code: 'plugin-not-available',
  })
})
