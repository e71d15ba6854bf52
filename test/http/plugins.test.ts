import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GOOD = join(ROOT, 'test/fixtures/plugins/good')
const SECRET = 'a token that nobody may see'
const MASK = '••••••••'

let api: Api
let owner: Person
let folder = ''

beforeAll(async () => {
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.data', 'plugins-'))
  api = await startApi({ plugins: folder })
  owner = await api.person([{ role: 'owner' }])
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

const stored = async () =>
  (
    await api.pool.query(
      `SELECT config::text AS config, config_version, enabled FROM plugin_config`,
    )
  ).rows[0]

test('a plugin put into the folder is taken up by a look, and told in the audit log', async () => {
  expect((await owner.call('GET', '/api/v1/plugins')).body.items).toEqual([])
  cpSync(GOOD, join(folder, 'good'), { recursive: true })
  const { status, body } = await owner.call('POST', '/api/v1/plugins/rescan')
  expect(status).toBe(200)
  expect(body).toMatchObject({ added: ['good'], reloaded: [], removed: [] })
  expect(body.items).toMatchObject([{ id: 'good', state: 'enabled' }])
  const lines = await owner.call('GET', '/api/v1/audit-events?operation=plugins.rescan')
  expect(lines.body.items).toMatchObject([{ outcome: 'done', after: { added: ['good'] } }])
})

test("a secret of a plugin's own configuration is sealed in the database and masked in the API", async () => {
  const configured = await owner.call('POST', '/api/v1/plugins/good/configure', {
    body: { config: { greeting: 'hi', token: SECRET } },
  })
  expect(configured.status).toBe(200)
  const row = await stored()
  expect(row).toMatchObject({ config_version: 1, enabled: true })
  expect(row.config).toContain('sealed:')
  const { body, text } = await owner.call('GET', '/api/v1/plugins/good/settings')
  expect(body).toMatchObject({ config: { greeting: 'hi', token: MASK }, version: 1 })
  const audited = await owner.call('GET', '/api/v1/audit-events')
  for (const seen of [row.config, configured.text, text, audited.text])
    expect(seen).not.toContain(SECRET)
})

test('a mask that is sent back keeps the secret', async () => {
  const settings = { config: { greeting: 'hello again', token: MASK } }
  await owner.call('POST', '/api/v1/plugins/good/configure', { body: settings })
  expect(await api.parts.host?.settings({ pluginId: 'good' })).toMatchObject({
    config: { greeting: 'hello again', token: SECRET },
  })
  await owner.call('POST', '/api/v1/plugins/good/disable')
  expect(await stored()).toMatchObject({ enabled: false })
  const enabled = await owner.call('POST', '/api/v1/plugins/good/enable')
  expect(enabled.body).toMatchObject({ state: 'enabled' })
  expect(await stored()).toMatchObject({ enabled: true })
})

test('what is saved by an older schema is migrated, sealed secrets and all, before it is judged', async () => {
  const file = (name: string) => join(folder, 'good', name)
  const schema = JSON.parse(readFileSync(file('config.schema.json'), 'utf8'))
  const { token, ...others } = schema.properties
  schema.properties = { ...others, accessToken: token }
  writeFileSync(file('config.schema.json'), JSON.stringify(schema))
  const manifest = JSON.parse(readFileSync(file('plugin.json'), 'utf8'))
  const steps = [
    { op: 'move', from: '/token', path: '/accessToken' },
    { op: 'replace', path: '/greeting', value: 'moved' },
  ]
  const next = { ...manifest, version: '2.0.0', configVersion: 2 }
  writeFileSync(
    file('plugin.json'),
    JSON.stringify({ ...next, configMigrations: [{ to: 2, steps }] }),
  )
  const { body } = await owner.call('POST', '/api/v1/plugins/rescan')
  expect(body).toMatchObject({
    reloaded: ['good'],
    items: [{ version: '2.0.0', state: 'enabled', lastError: null }],
  })
  expect(await api.parts.host?.settings({ pluginId: 'good' })).toMatchObject({
    version: 2,
    config: { greeting: 'moved', accessToken: SECRET },
  })
  expect(await stored()).toMatchObject({ config_version: 1 })
  await owner.call('POST', '/api/v1/plugins/good/configure', {
    body: { config: { accessToken: MASK } },
  })
  expect(await stored()).toMatchObject({ config_version: 2 })
  expect(await api.parts.host?.settings({ pluginId: 'good' })).toMatchObject({
    config: { accessToken: SECRET },
  })
})

test('only an owner of the whole instance sees settings or has plugins looked for', async () => {
  const manager = await api.person([{ role: 'manager' }])
  expect((await manager.call('POST', '/api/v1/plugins/rescan')).status).toBe(403)
  expect((await manager.call('GET', '/api/v1/plugins/good/settings')).status).toBe(403)
  expect((await api.call('POST', '/api/v1/plugins/rescan')).status).toBe(401)
  expect((await owner.call('GET', '/api/v1/plugins/none/settings')).status).toBe(404)
})
