import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PluginLog } from '../../core/generated/api.ts'
import { listOf, objectOf } from '../../core/http/contract.ts'
import { type Api, type Person, startApi } from './api.ts'
import { makeBuilding } from './building.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GOOD = join(ROOT, 'test/fixtures/plugins/good')
const SECRET = 'a token that nobody may see'
const PASSWORD = 'a password that nobody may see'
const MASK = '••••••••'
const ICON = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

let api: Api
let owner: Person
let folder = ''
let siteId = ''
let connectionId = ''

const rowsOf = (items: unknown) => listOf(items).map(objectOf)
const manifestFile = () => join(folder, 'good', 'plugin.json')
const change = (fields: object) => {
  const manifest = JSON.parse(readFileSync(manifestFile(), 'utf8'))
  writeFileSync(manifestFile(), JSON.stringify({ ...manifest, ...fields }))
}

beforeAll(async () => {
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.data', 'plugins-'))
  cpSync(GOOD, join(folder, 'good'), { recursive: true })
  writeFileSync(join(folder, 'good', 'icon.svg'), ICON)
  const manifest = JSON.parse(readFileSync(manifestFile(), 'utf8'))
  change({
    icon: './icon.svg',
    description: { en: 'For tests.', 'zh-CN': '用于测试。' },
    contributes: {
      ...manifest.contributes,
      dashboardWidgets: [
        {
          ...{ id: 'open-repairs', title: { en: 'Repairs', 'zh-CN': '待修' }, icon: 'wrench' },
          kind: 'table',
          source: { operation: 'repairItems.list', parameters: { siteId: '$site', limit: 5 } },
          show: { items: '/items', columns: [{ title: { en: 'Kind' }, value: '/kind' }] },
        },
        {
          ...{ id: 'hello', title: { en: 'Hello' }, icon: 'hand-wave' },
          kind: 'markdown',
          text: { en: '# Hello' },
        },
      ],
      pages: [
        {
          ...{ id: 'home', title: { en: 'Home' }, icon: 'home' },
          widgets: [{ widget: 'hello', x: 0, y: 0, w: 12, h: 2 }],
        },
        {
          ...{ id: 'desk', title: { en: 'Desk' }, icon: 'cash', roles: ['owner', 'technician'] },
          widgets: [{ widget: 'open-repairs', x: 0, y: 0, w: 6, h: 3 }],
        },
      ],
    },
  })
  api = await startApi({ plugins: folder })
  owner = await api.person([{ role: 'owner' }])
  siteId = (await makeBuilding(owner, 'A')).siteId
  await owner.call('POST', '/api/v1/plugins/good/configure', {
    body: { config: { greeting: 'hi', token: SECRET } },
  })
  const made = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId, pluginId: 'good', extensionPoint: 'meterDrivers', type: 'memory', name: 'M' },
      config: { host: 'here', password: PASSWORD },
    },
  })
  expect(made.text, String(made.status)).toContain('"id"')
  connectionId = String(made.body.id)
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a plugin is told with its texts, permissions and the schemas that forms are made from', async () => {
  const { status, body } = await owner.call('GET', '/api/v1/plugins/good')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ id: 'good', version: '1.0.0', api: '^1.0.0', isolation: 'shared', state: 'enabled' },
    title: { en: 'Good', 'zh-CN': '好插件' },
    description: { en: 'For tests.', 'zh-CN': '用于测试。' },
    ...{ builtIn: false, icon: '/api/v1/plugins/good/icon', lastError: null },
    permissions: { network: ['tcp:1883'] },
  })
  const driver = rowsOf(body.contributions).find(({ type }) => type === 'memory')
  expect(driver?.schemas).toMatchObject({
    connection: { required: ['host'] },
    point: { required: ['topic'] },
  })
  const listed = await owner.call('GET', '/api/v1/plugins')
  expect(listed.body.items).toEqual([body])
  expect((await owner.call('GET', '/api/v1/plugins/none')).status).toBe(404)
})

test('an icon is an image under a policy by which nothing in it runs', async () => {
  const { status, headers, text } = await owner.call('GET', '/api/v1/plugins/good/icon')
  expect(status).toBe(200)
  expect(text).toBe(ICON)
  expect(headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('sandbox')
  expect(policy).not.toContain('script-src')
})

test('a failed plugin is told with its error and what to do about it', async () => {
  const before = readFileSync(manifestFile(), 'utf8')
  change({ version: '1.0.1', api: '^9.0.0' })
  await owner.call('POST', '/api/v1/plugins/good/reload')
  const { body } = await owner.call('GET', '/api/v1/plugins/good')
  expect(body.lastError).toMatchObject({
    code: 'plugin-api-incompatible',
    remedy: expect.stringContaining('Install a version'),
  })
  writeFileSync(manifestFile(), before)
  expect((await owner.call('POST', '/api/v1/plugins/good/reload')).body.lastError).toBeNull()
})

test("a plugin's log is kept newest first, by level, without its secrets", async () => {
  const { status, body, text } = await owner.call('GET', '/api/v1/plugins/good/logs')
  expect(status).toBe(200)
  const lines = rowsOf(body.items)
  expect(lines.map(({ message }) => message)).toContain('registering')
  const sequences = lines.map(({ sequence }) => Number(sequence))
  expect(sequences).toEqual([...sequences].sort((a, b) => b - a))
  expect(lines.find(({ message }) => message === 'connecting')).toMatchObject({
    level: 'info',
    connectionId,
    data: { data: { password: MASK } },
  })
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(PASSWORD)
  const warned = await owner.call('GET', '/api/v1/plugins/good/logs?level=warn')
  expect(rowsOf(warned.body.items).every(({ level }) => level !== 'info')).toBe(true)
  const one = await owner.call('GET', '/api/v1/plugins/good/logs?limit=1')
  expect(rowsOf(one.body.items)).toHaveLength(1)
  const manager = await api.person([{ role: 'manager' }])
  expect((await manager.call('GET', '/api/v1/plugins/good/logs')).status).toBe(403)
})

test("a plugin's log is followed as it grows, from where a listener was, and by whom it may be", async () => {
  const follow = (query: string, headers: Record<string, string> = {}, { cookie } = owner) =>
    fetch(`${api.url}/api/v1/plugins/good/logs/stream${query}`, { headers: { cookie, ...headers } })
  const manager = await api.person([{ role: 'manager' }])
  expect((await follow('', {}, manager)).status).toBe(403)
  const { status } = await owner.call('GET', '/api/v1/plugins/none/logs/stream')
  expect(status).toBe(404)

  const told: PluginLog['items'] = []
  const listen = async (response: Response) => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const [, data] = /^data: (.+)$/m.exec(event) ?? []
        if (data !== undefined) told.push(...JSON.parse(data).items)
      }
    }
  }
  const known = (await owner.call('GET', '/api/v1/plugins/good/logs?level=info&limit=3')).body
  const first = await follow('?level=info&limit=3')
  expect(first.headers.get('content-type')).toContain('text/event-stream')
  void listen(first).catch(() => undefined)
  await expect.poll(() => told).toEqual(rowsOf(known.items).toReversed())
  await owner.call('POST', '/api/v1/plugins/good/reload')
  await expect.poll(() => told.slice(3).map(({ message }) => message)).toContain('registering')
  const sequences = told.map(({ sequence }) => sequence)
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
  expect(JSON.stringify(told)).not.toContain(SECRET)

  const since = sequences[2] ?? 0
  const before = told.splice(0).slice(3)
  void listen(await follow('?level=info', { 'Last-Event-ID': String(since) })).catch(
    () => undefined,
  )
  await expect.poll(() => told.slice(0, before.length)).toEqual(before)
})

test('diagnostics are one document without a secret', async () => {
  const { status, body, text, headers } = await owner.call(
    'GET',
    '/api/v1/plugins/good/diagnostics',
  )
  expect(status).toBe(200)
  expect(headers.get('content-disposition')).toContain('attachment')
  expect(body).toMatchObject({
    versions: { contracts: '1.0.0', plugin: '1.0.0', configuration: 1 },
    manifest: { id: 'good', contributes: { meterDrivers: [{ type: 'memory' }] } },
    config: { greeting: 'hi', token: MASK },
    connections: [
      {
        ...{ id: connectionId, siteId, state: 'enabled' },
        config: { host: 'here', password: MASK },
        health: { status: 'up', counters: { writes: 0 } },
      },
    ],
    counters: { connections: 1, writes: 0 },
  })
  expect(rowsOf(body.states).map(({ state }) => state)).toEqual(
    expect.arrayContaining(['installed', 'configured', 'tested', 'enabled']),
  )
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(PASSWORD)
  expect(text).not.toContain('sealed:')
})

test('connections tell how they fare now', async () => {
  const standing = {
    ...{ id: connectionId, state: 'enabled', lastError: null },
    health: { status: 'up', counters: { writes: 0 } },
  }
  const one = await owner.call('GET', `/api/v1/connections/${connectionId}`)
  expect(one.body).toMatchObject(standing)
  const listed = await owner.call('GET', '/api/v1/connections?pluginId=good')
  expect(listed.body.items).toMatchObject([standing])
})

test('every configuration of a plugin is kept, and an earlier one is brought back with its secrets', async () => {
  const path = '/api/v1/plugins/good/configurations'
  await owner.call('POST', '/api/v1/plugins/good/configure', {
    body: { config: { greeting: 'second' } },
  })
  const { body, text } = await owner.call('GET', path)
  expect(body.items).toMatchObject([
    { version: 2, current: true, by: owner.email, config: { greeting: 'second' } },
    { version: 1, current: false, by: owner.email, config: { greeting: 'hi', token: MASK } },
  ])
  expect(text).not.toContain('sealed:')
  const restored = await owner.call('POST', `${path}/1/restore`)
  expect(restored.status).toBe(200)
  expect(await api.parts.host?.settings({ pluginId: 'good' })).toMatchObject({
    config: { greeting: 'hi', token: SECRET },
  })
  const after = await owner.call('GET', path)
  expect(rowsOf(after.body.items)[0]).toMatchObject({ version: 3, restoredFrom: 1, current: true })
  expect((await owner.call('POST', `${path}/9/restore`)).status).toBe(404)
  const audited = await owner.call(
    'GET',
    '/api/v1/audit-events?operation=plugins.restoreConfiguration',
  )
  expect(audited.body.items).toMatchObject([{ after: { restoredFrom: 1 } }])
})

test('a configuration that fits no longer is not brought back', async () => {
  await api.pool.query(
    `INSERT INTO plugin_config_version (plugin_id, number, config, config_version)
     VALUES ('good', 4, '{"greeting": 5}', 1)`,
  )
  const refused = await owner.call('POST', '/api/v1/plugins/good/configurations/4/restore')
  expect(refused.status).toBe(422)
  expect(await api.parts.host?.settings({ pluginId: 'good' })).toMatchObject({
    config: { greeting: 'hi' },
  })
})

test("a connection's settings are kept too, and tested before they are brought back", async () => {
  const path = `/api/v1/connections/${connectionId}`
  await owner.call('POST', `${path}/configure`, {
    body: { config: { host: 'nowhere', password: MASK }, skipTest: true },
  })
  await owner.call('POST', `${path}/configure`, { body: { config: { host: 'there' } } })
  const { body, text } = await owner.call('GET', `${path}/configurations`)
  expect(body.items).toMatchObject([
    { version: 3, current: true, config: { host: 'there' } },
    { version: 2, current: false, config: { host: 'nowhere', password: MASK } },
    { version: 1, current: false, schemaVersion: null, by: owner.email },
  ])
  expect(text).not.toContain('sealed:')
  const failed = await owner.call('POST', `${path}/configurations/2/restore`)
  expect(failed.body).toMatchObject({ code: 'connection-test-failed' })
  expect(failed.text).not.toContain(PASSWORD)
  const restored = await owner.call('POST', `${path}/configurations/1/restore`)
  expect(restored.status).toBe(200)
  const after = await owner.call('GET', `${path}/configurations`)
  expect(rowsOf(after.body.items)[0]).toMatchObject({
    ...{ version: 4, restoredFrom: 1, current: true },
    config: { host: 'here', password: MASK },
  })
  const other = await makeBuilding(owner, 'B')
  const elsewhere = await api.person([{ role: 'technician', siteId: other.siteId }])
  expect((await elsewhere.call('GET', `${path}/configurations`)).status).toBe(404)
})

test("a connection's devices are looked for, and what its driver does not offer is said", async () => {
  const path = `/api/v1/connections/${connectionId}`
  const found = await owner.call('POST', `${path}/discover`, { body: { timeoutMs: 100, limit: 5 } })
  expect(found.status, found.text).toBe(200)
  expect(found.body).toEqual({
    devices: [{ source: 'memory', title: 'Memory', points: [] }],
    sources: [],
  })
  const browsed = await owner.call('POST', `${path}/browse`, { body: {} })
  expect(rowsOf(browsed.body.nodes)).toHaveLength(2)
  const search = { body: { searchId: 'a' } }
  const unheard = await owner.call('POST', `${path}/cancel-search`, search)
  expect(unheard.body).toMatchObject({ status: 409, code: 'unsupported' })
  const unbounded = await owner.call('POST', `${path}/discover`, { body: { limit: 501 } })
  expect(unbounded.status).toBe(422)
  const cashier = await api.person([{ role: 'cashier', siteId }])
  expect((await cashier.call('POST', `${path}/discover`, { body: {} })).status).toBe(403)
})

test('widgets and pages of plugins that work are listed for staff', async () => {
  const cashier = await api.person([{ role: 'cashier', siteId }])
  const { body } = await cashier.call('GET', '/api/v1/dashboard-widgets')
  expect(body).toMatchObject({
    items: [
      {
        ...{ id: 'good/open-repairs', pluginId: 'good', kind: 'table', icon: 'wrench' },
        source: { operation: 'repairItems.list', parameters: { siteId: '$site', limit: 5 } },
      },
      { id: 'good/hello', kind: 'markdown', text: { en: '# Hello' } },
    ],
    pages: [
      {
        ...{ id: 'good/home', widgets: [{ widget: 'good/hello', w: 12 }] },
        roles: expect.arrayContaining(['owner', 'cashier', 'integrator']),
      },
    ],
  })
})

test('a page is told of to those whose roles it names', async () => {
  const pagesOf = async (person: Person) => {
    const { body } = await person.call('GET', '/api/v1/dashboard-widgets')
    return rowsOf(body.pages).map(({ id }) => id)
  }
  const cashier = await api.person([{ role: 'cashier', siteId }])
  const technician = await api.person([{ role: 'technician', siteId }])
  expect(await pagesOf(cashier)).toEqual(['good/home'])
  for (const person of [technician, owner])
    expect(await pagesOf(person)).toEqual(['good/home', 'good/desk'])
})

test('a plugin is not removed while something uses it, and then with its files', async () => {
  const refused = await owner.call('POST', '/api/v1/plugins/good/remove')
  expect(refused.status).toBe(409)
  expect(refused.body).toMatchObject({
    code: 'in-use',
    dependents: [{ resource: 'connections', count: 1, ids: [connectionId] }],
  })
  const manager = await api.person([{ role: 'manager' }])
  expect((await manager.call('POST', '/api/v1/plugins/good/remove')).status).toBe(403)
  const second = join(folder, 'second')
  cpSync(join(ROOT, 'plugins/tariff-flat'), join(folder, 'first'), { recursive: true })
  cpSync(join(ROOT, 'plugins/payment-cash'), second, { recursive: true })
  await owner.call('POST', '/api/v1/plugins/rescan')
  const priced = await owner.call('POST', '/api/v1/plugins/tariff-flat/remove')
  expect(priced.body).toMatchObject({ code: 'in-use', dependents: [{ resource: 'tariffPlans' }] })
  const removed = await owner.call('POST', '/api/v1/plugins/payment-cash/remove')
  expect(removed.status, removed.text).toBe(200)
  expect(removed.body.state).toBe('removed')
  expect(existsSync(second)).toBe(false)
  expect((await owner.call('GET', '/api/v1/plugins/payment-cash')).status).toBe(404)
})
