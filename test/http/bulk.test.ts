import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTableFiles } from '../../core/adapters/tables-files.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { textRow, unzipped, workbookOf, zipOf } from '../fixtures/spreadsheets.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let here: Building
let there: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  there = await makeBuilding(owner, 'there')
  const { siteId } = here
  const { rows } = await api.pool.query<{ id: string }>(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'Broker', '{}') RETURNING id`,
    [siteId],
  )
  const body = {
    ...{ connectionId: String(rows[0]?.id), meterId: here.meterId, registerId: here.registerId },
    ...{ role: 'register', unit: 'kWh', address: { topic: 'm/1', pointer: '/total' } },
  }
  expect((await owner.call('POST', '/api/v1/points', { body })).status).toBe(201)
  const tenant = { siteId, code: '007', name: "=1+1 'quoted', 茶馆\nline", trade: null }
  expect((await owner.call('POST', '/api/v1/tenants', { body: tenant })).status).toBe(201)
}, 60_000)
afterAll(() => api?.stop())

async function post(
  person: Person,
  operation: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${api.url}/api/v1/bulk/${operation}`, {
    method: 'POST',
    headers: { cookie: person.cookie, 'content-type': 'application/octet-stream', ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    bytes,
    body: (isJson ? JSON.parse(bytes.toString()) : {}) as JsonObject,
  }
}
const check = (body: Uint8Array | string, query = '', person = owner) =>
  post(person, `check${query}`, body)
const apply = (
  body: Uint8Array | string,
  query = '',
  { person = owner, key = String(randomUUID()) } = {},
) => post(person, `apply${query}`, body, { 'idempotency-key': key })

async function exported(query: string, person = owner): Promise<Buffer<ArrayBuffer>> {
  const response = await fetch(`${api.url}/api/v1/bulk/export${query}`, {
    headers: { cookie: person.cookie },
  })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

const countOf = async (table: string): Promise<number> => {
  const { rows } = await api.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)
  return Number(rows[0]?.n)
}
const auditOf = async () => {
  const { rows } = await api.pool.query<{ operation: string; site: string; actor: string }>(
    `SELECT operation, site_id::text AS site, actor_id AS actor FROM audit_event ORDER BY id`,
  )
  return rows
}

describe('export and import of the registry', () => {
  it.each(['xlsx', 'csv'])(
    'INV12: what is exported as %s changes nothing when it is imported',
    async (format) => {
      const file = await exported(`?format=${format}`)
      const { status, body } = await check(file)
      expect(status, JSON.stringify(body)).toBe(200)
      expect(body).toMatchObject({ applied: false, rows: [], notes: [] })
      expect(body.totals).toMatchObject({ create: 0, update: 0, error: 0 })
      expect(body.kinds).toMatchObject([
        { resource: 'sites', unchanged: 2 },
        { resource: 'spaces', unchanged: 2 },
        { resource: 'tenants', unchanged: 3 },
        { resource: 'meters', unchanged: 2 },
        { resource: 'registers', unchanged: 2 },
        { resource: 'meteringPoints', unchanged: 2 },
        { resource: 'points', unchanged: 1 },
      ])
    },
  )

  it('names things by codes, in columns made from the schemas', async () => {
    const parts = unzipped(await exported('?format=csv&template=true'))
    const headOf = (name: string) => parts[`${name}.csv`]?.replace('\uFEFF', '').trim()
    expect(headOf('spaces')).toBe('site.code,parent.code,kind,code,name')
    expect(headOf('registers')).toBe('meter.site.code,meter.serial,code,band,digits,direction')
    expect(headOf('points')).toBe(
      'connection.site.code,connection.name,meter.serial,register.meter.serial,register.code,role,unit,address,lifeSafety',
    )
    expect(headOf('sites')).toContain('policyProfile.code,calendar.holidays')
    const csv = unzipped(await exported('?format=csv&kinds=points'))
    expect(Object.keys(csv)).toEqual(['points.csv'])
    expect(csv['points.csv']).toContain('here,Broker,S-1,S-1,total,register,kWh')
  })

  it('makes a whole building of one file, parents after children, and audits each object', async () => {
    const rows = {
      sites: [
        'code,name,timeZone,currency,language,policyProfile.code',
        'tower,Tower,Asia/Shanghai,CNY,zh-CN,here',
      ],
      spaces: [
        'site.code,parent.code,kind,code,name',
        'tower,F-1,unit,U-1,Unit',
        'tower,B,floor,F-1,First floor',
        'tower,,building,B,Building',
      ],
      meters: ['site.code,serial,model,utility', 'tower,M-1,DTS,electricity'],
      registers: ['meter.site.code,meter.serial,code,digits', 'tower,M-1,total,6'],
      meteringPoints: [
        'site.code,space.code,utility,unit,code,name,maxRate',
        'tower,U-1,electricity,kWh,MP,Point,40.50',
      ],
    }
    const files = Object.entries(rows).map(([name, lines]) => [`${name}.csv`, lines.join('\n')])
    const file = zipOf(Object.fromEntries(files))
    const before = [await countOf('space'), await countOf('site'), await countOf('audit_event')]
    const { body: plan } = await check(file)
    expect(plan.totals, JSON.stringify(plan.rows)).toEqual({
      ...{ create: 7, update: 0, unchanged: 0, error: 0 },
    })
    // Nothing was written.
    expect([await countOf('space'), await countOf('site'), await countOf('audit_event')]).toEqual(
      before,
    )
    const key = randomUUID()
    const done = await apply(file, `?plan=${plan.plan}`, { key })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(done.body).toMatchObject({ applied: true, totals: { create: 7 }, rows: [] })
    const lines = (await auditOf()).slice(before[2])
    expect(lines.map(({ operation }) => operation)).toEqual([
      ...['sites.create', 'spaces.create', 'spaces.create', 'spaces.create'],
      ...['meters.create', 'registers.create', 'meteringPoints.create'],
    ])
    expect(new Set(lines.map(({ site }) => site)).size).toBe(1)
    expect(new Set(lines.map(({ actor }) => actor))).toEqual(new Set([owner.userId]))

    // M2: the same key does it once; with another file it is refused.
    const again = await apply(file, `?plan=${plan.plan}`, { key })
    expect(again.body).toEqual(done.body)
    expect(await countOf('audit_event')).toBe((before[2] ?? 0) + 7)
    const other = await apply(`${rows.meters.join('\n')}\n`, '?kind=meters', { key })
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' })
    expect((await check(file)).body.totals).toMatchObject({ unchanged: 7, error: 0 })
    expect((await apply(file, `?plan=${plan.plan}`)).body).toMatchObject({
      code: 'import-plan-changed',
    })
  })

  it('changes what differs, leaves what has no column alone, and tells both values', async () => {
    const file = 'site.code,code,name,parent.code\nhere,U-1,New name,\n'
    const { body } = await check(file, '?kind=spaces')
    expect(body.rows).toMatchObject([
      {
        ...{ row: 2, outcome: 'update', key: 'here / U-1', sheet: 'spaces' },
        changes: [{ column: 'name', before: 'Unit 1', after: 'New name' }],
      },
    ])
    expect((await apply(file, '?kind=spaces')).status).toBe(200)
    const { body: space } = await owner.call('GET', `/api/v1/spaces/${here.spaceId}`)
    expect(space).toMatchObject({ name: 'New name', kind: 'unit', version: 2 })
    expect((await auditOf()).at(-1)).toMatchObject({
      operation: 'spaces.update',
      site: here.siteId,
    })
  })

  it('says at each cell what is wrong and what to do, and writes nothing of such a file', async () => {
    const head = ['site.code', 'space.code', 'utility', 'unit', 'code', 'name', 'maxRate']
    const rows = [
      textRow(1, head),
      textRow(2, ['here', 'U-1', 'electricity', 'kWh', 'OK', 'fine', '40']),
      textRow(3, ['here', 'nowhere', 'steam', 'kWh', 'X', 'x', '40']),
      textRow(4, ['here', 'U-1', 'electricity', 'm3', 'MP-1', 'x', '-1']),
      textRow(5, ['here', 'U-1', 'electricity', 'kWh', 'OK', 'twice', '40']),
      textRow(6, ['', '', 'electricity', 'kWh', 'Y', 'no site', '40']),
      '<row r="7"><c t="str"><v>here</v></c><c t="str"><f>B2</f><v>U-1</v></c><c t="str"><v>electricity</v></c><c t="str"><v>kWh</v></c><c t="str"><v>F</v></c><c t="str"><v>f</v></c><c><v>40</v></c></row>',
      textRow(8, ['there', 'U-1', 'electricity', 'kWh', 'Z', 'z', '1e99']),
    ]
    const bad = workbookOf([{ name: 'meteringPoints', rows: rows.join('') }])
    const count = await countOf('metering_point')
    const { body } = await check(bad)
    const told = (body.rows as { row: number; outcome: string; errors: { cell: string }[] }[]).map(
      ({ row, outcome, errors }) => [row, outcome, ...errors.map(({ cell }) => cell)],
    )
    expect(told).toEqual([
      [2, 'create'],
      [3, 'error', 'B3', 'C3'],
      [4, 'error', 'D4', 'G4'],
      [5, 'error', '5'],
      [6, 'error', 'A6'],
      [7, 'error', 'B7'],
      [8, 'error', 'G8'],
    ])
    const refused = await apply(bad)
    expect([refused.status, refused.body.code]).toEqual([422, 'import-refused'])
    expect(refused.body.errors).toContainEqual({
      pointer: '/meteringPoints/C3',
      message: expect.stringContaining('Choose one of: electricity'),
    })
    expect(await countOf('metering_point')).toBe(count)
  })

  it('gives the file back with its remarks, which it passes over when it comes again', async () => {
    const file = 'code,site.code,kind,name\nU-9,here,loft,Nine\nU-1,here,unit,New name\n'
    const answer = await post(owner, 'annotate?kind=spaces', file)
    expect(answer.status).toBe(200)
    const { tables } = await createTableFiles().read({ bytes: answer.bytes })
    const texts = tables[0]?.rows.map(({ cells }) => cells.map(({ text }) => text))
    expect(texts?.[0]).toEqual(['code', 'site.code', 'kind', 'name', '#result', '#what to do'])
    expect(texts?.[1]?.slice(4)).toEqual([
      'error',
      expect.stringMatching(/^C2: Choose one of: building/),
    ])
    expect(texts?.[2]?.[4]).toBe('unchanged')
    const again = await check(answer.bytes)
    expect(again.body.totals).toMatchObject({ error: 1, unchanged: 1 })
    const unknown = await check('code,site.code,colour\nU-9,here,red\n', '?kind=spaces')
    expect(unknown.body.rows).toMatchObject([{ row: 1, errors: [{ cell: '1' }] }])
  })

  it('AU1: lets nobody do by a file what they may not do by hand, nor learn what is elsewhere', async () => {
    const manager = await api.person([{ role: 'manager', siteId: here.siteId }])
    const technician = await api.person([{ role: 'technician', siteId: here.siteId }])
    const parts = unzipped(await exported('?format=csv', manager))
    expect(parts['spaces.csv']).not.toContain('there')
    const file = 'site.code,code,kind,name\nthere,X,unit,x\nnever,X,unit,x\nhere,X,unit,x\n'
    const { body } = await check(file, '?kind=spaces', manager)
    const [first, second, third] = body.rows as { outcome: string; errors: { message: string }[] }[]
    expect(first?.errors[0]?.message.replace('there', 'never')).toBe(second?.errors[0]?.message)
    expect(third?.outcome).toBe('create')
    const site = 'code,name,timeZone,currency,policyProfile.code\nnew,New,Asia/Shanghai,CNY,here\n'
    const sites = await check(site, '?kind=sites', manager)
    expect(sites.body.rows).toMatchObject([{ outcome: 'error' }])
    const byTechnician = await check(file, '?kind=spaces', technician)
    expect(byTechnician.body.totals).toMatchObject({ create: 0, error: 3 })
    const refused = await apply(file, '?kind=spaces', { person: technician })
    expect(refused.body).toMatchObject({ code: 'import-refused' })
    const denied = await api.pool.query(
      `SELECT FROM audit_event WHERE outcome = 'denied' AND operation = 'spaces.create' AND actor_id = $1`,
      [technician.userId],
    )
    expect(denied.rowCount).toBeGreaterThan(0)
    const auditor = await api.person([{ role: 'auditor' }])
    expect((await check(file, '?kind=spaces', auditor)).status).toBe(403)
    const tenant = await api.person([
      { role: 'tenant', siteId: here.siteId, tenantId: here.tenantId },
    ])
    expect((await tenant.call('GET', '/api/v1/bulk/export')).status).toBe(403)
  })

  it('undoes everything where the database refuses the last row', async () => {
    const count = await countOf('point')
    const file =
      'connection.site.code,connection.name,role,address\nhere,Broker,power,"{""topic"":""p""}"\nhere,Broker,register,"{""topic"":""r""}"\n'
    const { body } = await check(file, '?kind=points')
    // A register's point without a register: no schema says so, the table does.
    expect(body.rows).toMatchObject([{ outcome: 'create' }, { outcome: 'error' }])
    expect((await apply(file, '?kind=points')).body).toMatchObject({ code: 'import-refused' })
    expect(await countOf('point')).toBe(count)
  })

  it('refuses what is no file, what is too large and what nobody can place', async () => {
    expect((await check('')).body).toMatchObject({ code: 'import-unreadable' })
    expect((await check('code\nx\n')).body).toMatchObject({ code: 'import-unreadable' })
    const nameless = workbookOf([{ name: 'Tabelle1', rows: textRow(1, ['code']) }])
    expect((await check(nameless)).body).toMatchObject({ code: 'import-unreadable' })
    expect((await check(Buffer.alloc(8 * 1024 * 1024 + 1, 'x'))).status).toBe(413)
    const long = Array.from({ length: 10_001 }, (_each, n) => `here,C-${n}`).join('\n')
    expect((await check(`site.code,code\n${long}`, '?kind=spaces')).body).toMatchObject({
      code: 'import-too-large',
    })
    const nothing = await apply('site.code,code\n', '?kind=spaces', { key: 'short' })
    expect(nothing.status).toBe(422)
    expect(there.siteId).not.toBe(here.siteId)
  })
})
