import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const PLUGINS = fileURLToPath(new URL('../fixtures/plugins', import.meta.url))
const SECRET = 'a password that nobody may see'

let api: Api
let owner: Person
let here: Building
let technician: Person
let connectionId = ''
let path = ''

beforeAll(async () => {
  api = await startApi({ plugins: PLUGINS })
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  technician = await api.person([{ role: 'technician', siteId: here.siteId }])
  connectionId = await connect('meterDrivers', 'memory')
  path = `/api/v1/connections/${connectionId}/trace`
})
afterAll(() => api.stop())

async function connect(extensionPoint: string, type: string): Promise<string> {
  const made = await owner.call('POST', '/api/v1/connections', {
    body: {
      ...{ siteId: here.siteId, pluginId: 'good', extensionPoint, type, name: type },
      config: { host: 'field', password: SECRET },
    },
  })
  expect(made.status, made.text).toBe(201)
  return String(made.body.id)
}

const start = (person: Person, minutes?: number) =>
  person.call('POST', `${path}/start`, { body: minutes === undefined ? {} : { minutes } })
const stop = (person: Person) => person.call('POST', `${path}/stop`)
const read = (person: Person, query = '') => person.call('GET', `${path}${query}`)
/** Something goes over the wire. */
const exchange = () =>
  technician.call('POST', `/api/v1/connections/${connectionId}/discover`, { body: {} })
async function download(query: string) {
  const headers = { cookie: technician.cookie }
  const response = await fetch(`${api.url}${path}/download${query}`, { headers })
  expect(response.status).toBe(200)
  return { headers: response.headers, text: await response.text() }
}
const summaries = (text: string) =>
  (JSON.parse(text).items as { summary: string }[]).map(({ summary }) => summary)

describe('the trace of a connection', () => {
  it('is for those who administer connections at its site', async () => {
    const elsewhere = await makeBuilding(owner, 'elsewhere')
    const stranger = await api.person([{ role: 'technician', siteId: elsewhere.siteId }])
    const auditor = await api.person([{ role: 'auditor', siteId: here.siteId }])
    const manager = await api.person([{ role: 'manager', siteId: here.siteId }])
    for (const [person, status] of [
      [stranger, 404],
      [auditor, 403],
      [manager, 200],
      [technician, 200],
    ] as const) {
      expect((await start(person)).status).toBe(status)
      expect((await read(person)).status).toBe(status)
      expect((await person.call('GET', `${path}/download?format=csv`)).status).toBe(status)
      expect((await stop(person)).status).toBe(status)
      const followed = await fetch(`${api.url}${path}/stream`, {
        headers: { cookie: person.cookie },
      })
      expect(followed.status).toBe(status)
      await followed.body?.cancel()
    }
  })

  it('records while it is on, for as long as was asked, and says how it stands', async () => {
    await exchange()
    expect((await read(technician)).body).toMatchObject({ isOn: false, items: [] })
    const { body } = await start(technician, 3)
    expect(body).toMatchObject({ isOn: true, kept: 0, dropped: 0 })
    expect(Date.parse(String(body.until)) - Date.parse(String(body.startedAt))).toBe(180_000)
    await exchange()
    const { text } = await read(technician)
    expect(summaries(text)).toEqual(['WHO IS', '=I AM, "here"'])
    expect(text).not.toContain(SECRET)
    expect(text).toContain('••••••••')
    const first = JSON.parse(text).items[0].sequence
    expect(summaries((await read(technician, `?after=${first}`)).text)).toEqual(['=I AM, "here"'])
    expect((await stop(technician)).body).toMatchObject({ isOn: false, kept: 2 })
    await exchange()
    expect(summaries((await read(technician)).text)).toHaveLength(2)
  })

  it('takes no time but whole minutes up to an hour, and no connection without a wire', async () => {
    for (const minutes of [0, 61, 1.5]) expect((await start(technician, minutes)).status).toBe(422)
    const id = await connect('paymentProviders', 'purse')
    const refused = await owner.call('POST', `/api/v1/connections/${id}/trace/start`, { body: {} })
    expect(refused.body.code).toBe('unsupported')
  })

  it('of a gateway that shows personal data is for owners and managers alone', async () => {
    const gateway = async (name: string, exposure: object) => {
      const { rows } = await api.pool.query({
        text: `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
          VALUES ($1, 'gone', 'buildingGateways', 'x', $2, $3) RETURNING id`,
        values: [here.siteId, name, { exposure }],
      })
      return `/api/v1/connections/${rows[0].id}/trace`
    }
    const open = await gateway('Open', { personalData: true })
    const closed = await gateway('Closed', { personalData: false })
    for (const [at, status] of [
      [open, 403],
      [closed, 200],
    ] as const) {
      expect((await technician.call('POST', `${at}/start`, { body: {} })).status).toBe(status)
      expect((await technician.call('GET', at)).status).toBe(status)
      expect((await technician.call('GET', `${at}/download?format=csv`)).status).toBe(status)
      expect((await owner.call('GET', at)).status).toBe(200)
    }
  })

  it('is turned on and off on the record', async () => {
    await start(technician, 7)
    await stop(technician)
    const { body } = await owner.call('GET', '/api/v1/audit-events?limit=500')
    const events = body.items as unknown as {
      operation: string
      subject: string
      after?: { minutes?: number }
    }[]
    const own = events.filter(({ subject }) => subject === `connections:${connectionId}`)
    const operations = own.map(({ operation }) => operation)
    expect(operations).toContain('connections.stopTrace')
    expect(own.find(({ after }) => after?.minutes === 7)?.operation).toBe('connections.startTrace')
  })

  it('is followed live, from where a listener was, and ends with it', async () => {
    await start(technician)
    await exchange()
    const response = await fetch(`${api.url}${path}/stream`, {
      headers: { cookie: technician.cookie },
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
    })()
    const count = (word: string) => text.split(word).length - 1
    const patience = { timeout: 10_000, interval: 20 }
    await vi.waitFor(() => expect(count('WHO IS')).toBe(1), patience)
    await exchange()
    await vi.waitFor(() => expect(count('WHO IS')).toBe(2), patience)
    const last = /id: (\d+)\nevent: trace\n/.exec(text)?.[1] ?? ''
    await stop(technician)
    await reading
    expect(text).toContain('"isOn":false')
    expect(text).not.toContain(SECRET)
    const again = await fetch(`${api.url}${path}/stream`, {
      headers: { cookie: technician.cookie, 'Last-Event-ID': last },
    })
    expect((await again.text()).split('WHO IS').length - 1).toBe(1)
  })

  it('is downloaded as JSON lines and as a table that no spreadsheet takes for a formula', async () => {
    await start(technician)
    await exchange()
    const lines = await download('')
    expect(lines.headers.get('content-disposition')).toBe(
      `attachment; filename="connection-${connectionId}-trace.jsonl"`,
    )
    const entries = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries).toMatchObject([
      { direction: 'out', peer: 'memory', summary: 'WHO IS' },
      { direction: 'in', peer: 'memory', summary: '=I AM, "here"', detail: null },
    ])
    const table = await download('?format=csv')
    const rows = table.text.trim().split('\r\n')
    expect(rows[0]).toBe('sequence,at,direction,peer,summary,detail')
    expect(rows).toHaveLength(3)
    expect(rows[2]).toContain(`,in,memory,"'=I AM, ""here""",`)
    for (const { text } of [lines, table]) expect(text).not.toContain(SECRET)
    await stop(technician)
  })
})
