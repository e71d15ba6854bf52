import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const GOOD = fileURLToPath(new URL('../fixtures/plugins', import.meta.url))
const SECRET = 'a password that nobody may see'
const MASK = '••••••••'

let api: Api
let owner: Person
let here: Building
let elsewhere: Building
let technician: Person
let auditor: Person
let connectionId = ''

beforeAll(async () => {
  api = await startApi({ plugins: GOOD })
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  const siteId = here.siteId
  technician = await api.person([{ role: 'technician', siteId }])
  auditor = await api.person([{ role: 'auditor', siteId }])
  const made = await technician.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId, pluginId: 'good', extensionPoint: 'meterDrivers', type: 'memory' },
      ...{ name: 'Field', config: { host: 'field', password: SECRET } },
    },
  })
  expect(made.status, made.text).toBe(201)
  connectionId = String(made.body.id)
})
afterAll(() => api.stop())

const draft = (config: object, more: object = {}) => ({
  ...{ siteId: here.siteId, extensionPoint: 'meterDrivers', type: 'memory', config },
  ...more,
})
const status = async (person = owner) =>
  person.call('GET', `/api/v1/connections/${connectionId}/status`)
const act = (person: Person, verb: string) =>
  person.call('POST', `/api/v1/connections/${connectionId}/${verb}`)

describe('how a connection fares', () => {
  it('is told to who may read connections at its site, and to nobody else', async () => {
    const { status: code, body } = await status(auditor)
    expect(code).toBe(200)
    expect(body).toMatchObject({
      ...{ state: 'enabled', lastError: null, lastReading: null },
      health: { status: 'up', detail: 'hello, first' },
    })
    const stranger = await api.person([{ role: 'technician', siteId: elsewhere.siteId }])
    expect((await status(stranger)).status).toBe(404)
    const cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
    expect((await status(cashier)).status).toBe(403)
  })

  it('names the newest reading of a register that it reads', async () => {
    const { rows } = await api.pool.query(`SELECT id FROM register WHERE meter_id IN
      (SELECT id FROM meter WHERE site_id = ${here.siteId}) LIMIT 1`)
    const registerId = String(rows[0].id)
    await api.pool.query({
      text: `INSERT INTO point (connection_id, register_id, role, unit, address)
        VALUES ($1, $2, 'register', 'kWh', '{"topic":"meters/hall"}')`,
      values: [connectionId, registerId],
    })
    const newest = `INSERT INTO reading (at, register_id, value_micros, quality, source, received_at)
      VALUES ('2026-01-01T00:00:00Z', $1, 1000000, 'good', 'hall', now()),
        ('2026-01-02T00:00:00Z', $1, 2500000, 'good', 'hall', now())`
    await api.pool.query({ text: newest, values: [registerId] })
    expect((await status()).body.lastReading).toEqual({
      ...{ registerId, at: '2026-01-02T00:00:00.000Z', value: '2.5' },
    })
  })

  it('follows being disabled, enabled and reconnected, each of which is audited', async () => {
    expect((await act(auditor, 'disable')).status).toBe(403)
    expect((await act(technician, 'disable')).body).toMatchObject({ enabled: false })
    expect((await status()).body).toMatchObject({ state: 'disabled', health: null })
    expect((await act(technician, 'reload')).status).toBe(409)
    expect((await act(technician, 'enable')).body).toMatchObject({ enabled: true })
    expect((await status()).body).toMatchObject({ state: 'enabled' })
    expect((await act(technician, 'reload')).status).toBe(200)
    expect((await status()).body).toMatchObject({ state: 'enabled' })
    const { body } = await owner.call('GET', '/api/v1/audit-events?limit=500')
    const done = body.items as unknown as { operation: string; subject: string }[]
    const operations = done
      .filter(({ subject }) => subject === `connections:${connectionId}`)
      .map(({ operation }) => operation)
    for (const verb of ['disable', 'enable', 'reload'])
      expect(operations).toContain(`connections.${verb}`)
  })
})

describe('settings that nobody has saved', () => {
  const tried = (person: Person, verb: string, body: object) =>
    person.call('POST', `/api/v1/connection-drafts/${verb}`, { body })

  it('are tested, and what is wrong is told at its field', async () => {
    const good = await tried(technician, 'test', draft({ host: 'field' }))
    expect(good.body).toEqual({ ok: true, detail: 'reached field:1883' })
    const bad = await tried(technician, 'test', draft({ host: 'nowhere', password: SECRET }))
    expect(bad.body.ok).toBe(false)
    expect(bad.text).not.toContain(SECRET)
    const wrong = await tried(technician, 'test', draft({ host: '' }))
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors).toMatchObject([{ pointer: '/config/host' }])
    const lost = await tried(technician, 'discover', draft({ host: '' }))
    expect(lost.body.errors).toMatchObject([{ pointer: '/config/host' }])
  })

  it('take the secrets of the connection that they are about', async () => {
    const masked = { host: 'nowhere', password: MASK }
    const own = await tried(technician, 'test', draft(masked, { connectionId }))
    expect(own.body.ok).toBe(false)
    expect(own.text).not.toContain(SECRET)
    const gate = draft({ ...masked, host: 'gate' }, { connectionId })
    expect((await tried(technician, 'test', gate)).body).toEqual({ ok: true, detail: 'let in' })
    const without = await tried(technician, 'test', draft({ ...masked, host: 'gate' }))
    expect(without.body).toEqual({ ok: false, detail: 'kept out' })
    // Of another site than it is of, or by who is of another site, it is no connection.
    const there = await tried(owner, 'test', {
      ...draft(masked, { connectionId }),
      siteId: elsewhere.siteId,
    })
    expect(there.status).toBe(422)
  })

  it('find devices, and lead through their address space', async () => {
    const settings = draft({ host: 'field' })
    const found = await tried(technician, 'discover', { ...settings, timeoutMs: 500 })
    expect(found.body).toMatchObject({
      devices: [{ source: 'hall', points: [{ role: 'register', unit: 'kWh' }] }],
      sources: [{ source: 'field.lan', fields: [{ place: '/energy', value: '42.5' }] }],
    })
    const root = await tried(technician, 'browse', { ...settings, nodeId: null })
    expect(root.body.nodes).toHaveLength(2)
    const floor = await tried(technician, 'browse', { ...settings, nodeId: 'floor1' })
    expect(floor.body.nodes).toMatchObject([{ value: '42.5', hasChildren: false }])
  })

  it('that find nothing say why, without the secret', async () => {
    const settings = draft({ host: 'nowhere', password: SECRET })
    const failed = await tried(technician, 'discover', { ...settings, timeoutMs: 500 })
    expect(failed.body.code).toBe('connection-test-failed')
    expect(failed.text).toContain('nobody answers')
    expect(failed.text).not.toContain(SECRET)
    const purse = { ...draft({ host: 'field' }), extensionPoint: 'paymentProviders', type: 'purse' }
    expect((await tried(technician, 'discover', purse)).body.code).toBe('unsupported')
  })

  it('that do not work yet may find what is missing', async () => {
    const settings = draft({ host: 'gate' })
    expect((await tried(technician, 'test', settings)).body.ok).toBe(false)
    const found = await tried(technician, 'discover', { ...settings, timeoutMs: 500 })
    expect(found.body.sources).toMatchObject([{ source: 'gate.lan' }])
    const browsed = await tried(technician, 'browse', { ...settings, nodeId: null })
    expect(browsed.body.code).toBe('connection-test-failed')
  })

  it('are nobody’s to try who may not add a connection there', async () => {
    expect((await tried(auditor, 'test', draft({ host: 'field' }))).status).toBe(403)
    const there = { ...draft({ host: 'field' }), siteId: elsewhere.siteId }
    expect((await tried(technician, 'test', there)).status).toBe(404)
    expect((await tried(technician, 'discover', there)).status).toBe(404)
  })
})

describe('a certificate that a connection has refused', () => {
  const GATE = '9f'.repeat(32)
  let gateId = ''
  const trust = (person: Person, thumbprint: string) =>
    person.call('POST', `/api/v1/connections/${gateId}/trust`, { body: { thumbprint } })
  const healthOf = async () =>
    (await owner.call('GET', `/api/v1/connections/${gateId}/status`)).body.health

  it('is told with what identifies it', async () => {
    const { siteId } = here
    const made = await technician.call('POST', '/api/v1/connections', {
      body: {
        ...{ siteId, pluginId: 'good', extensionPoint: 'meterDrivers', type: 'memory' },
        ...{ name: 'Gate', config: { host: 'gate', password: SECRET } },
      },
    })
    expect(made.status, made.text).toBe(201)
    gateId = String(made.body.id)
    expect(await healthOf()).toMatchObject({
      status: 'down',
      refused: [
        {
          ...{ thumbprint: GATE, subject: 'CN=Gate', list: 'trusted' },
          ...{ validFrom: '2026-01-01T00:00:00.000Z', validTo: '2036-01-01T00:00:00.000Z' },
        },
      ],
    })
  })

  it('is trusted by whoever may change the connection, and no other certificate is', async () => {
    expect((await trust(auditor, GATE)).status).toBe(403)
    expect((await trust(technician, '0a'.repeat(32))).status).toBe(404)
    const trusted = await trust(technician, GATE)
    expect(trusted.status, trusted.text).toBe(200)
    const health = await healthOf()
    expect(health).toMatchObject({ status: 'up' })
    expect(health).not.toHaveProperty('refused')
    expect((await trust(technician, GATE)).status).toBe(404)
  })

  it('is kept as a version of the settings, whose secrets stay, and audited', async () => {
    const path = `/api/v1/connections/${gateId}/configurations`
    const { items } = (await owner.call('GET', path)).body
    expect(items).toMatchObject([
      {
        current: true,
        config: { password: MASK, trusted: [{ thumbprint: GATE, note: 'CN=Gate' }] },
      },
      { config: { password: MASK } },
    ])
    const { rows } = await api.pool.query(
      `SELECT after FROM audit_event WHERE operation = 'connections.trust' AND outcome = 'done'`,
    )
    expect(rows).toMatchObject([{ after: { thumbprint: GATE, subject: 'CN=Gate' } }])
  })
})
