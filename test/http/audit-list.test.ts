import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let building: Building
/** Who may do everything in the database. */
let dba: Client

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
  dba = new Client({ connectionString: api.database.ownerUrl })
  await dba.connect()
})
afterAll(async () => {
  await dba?.end()
  await api?.stop()
})

describe('the list of audit events', () => {
  it('is narrowed by who, what, which thing and kind, where, when and how it went', async () => {
    const other = await makeBuilding(owner, 'south')
    const person = await api.person([{ role: 'cashier', siteId: other.siteId }])
    await person.call('GET', '/api/v1/users')
    const list = async (query: string) => {
      const { status, body, text } = await owner.call('GET', `/api/v1/audit-events?${query}`)
      expect(status, text).toBe(200)
      return body.items as Record<string, unknown>[]
    }
    const only = async (query: string, field: string, value: unknown) => {
      const items = await list(query)
      expect(items.length, query).toBeGreaterThan(0)
      expect([...new Set(items.map((item) => item[field]))], query).toEqual([value])
    }
    await only(`actorId=${person.userId}`, 'operation', 'users.list')
    await only('operation=sites.create', 'operation', 'sites.create')
    await only(`subject=sites:${other.siteId}`, 'subject', `sites:${other.siteId}`)
    await only(`siteId=${other.siteId}`, 'siteId', other.siteId)
    await only('outcome=denied', 'outcome', 'denied')
    const kinds = (await list('service=accounts')).map(({ subject }) => subject)
    expect(kinds.sort()).toEqual([building, other].map(({ accountId }) => `accounts:${accountId}`))
    const [newest] = await list('limit=1')
    const later = encodeURIComponent(new Date(Date.now() + 60_000).toISOString())
    expect(await list(`from=${later}`)).toEqual([])
    expect((await list(`to=${later}&limit=1`))[0]).toMatchObject({ id: newest?.id })
    for (const wrong of ['service=a:b', 'siteId=x', 'outcome=maybe'])
      expect((await owner.call('GET', `/api/v1/audit-events?${wrong}`)).status, wrong).toBe(422)
  })

  it('shows an auditor of one site nothing of another, whatever is asked for', async () => {
    const auditor = await api.person([{ role: 'auditor', siteId: building.siteId }])
    const { body: own } = await auditor.call('GET', '/api/v1/audit-events?limit=500')
    const places = (own.items as Record<string, unknown>[]).map(({ siteId }) => siteId)
    expect([...new Set(places)]).toEqual([building.siteId])
    const elsewhere = Number(building.siteId) + 1
    const asked = await auditor.call('GET', `/api/v1/audit-events?siteId=${elsewhere}`)
    expect(asked.body).toMatchObject({ items: [] })
    const table = await auditor.call('GET', '/api/v1/audit-events?format=csv')
    expect(table.text.trimEnd().split('\r\n')).toHaveLength(places.length + 1)
  })

  it('is one table, by the filters of the list and without a formula in it', async () => {
    const body = { siteId: building.siteId, code: 'T-formula', name: '=1+1' }
    expect((await owner.call('POST', '/api/v1/tenants', { body })).status).toBe(201)
    const path = '/api/v1/audit-events?service=tenants&operation=tenants.create'
    const { body: page } = await owner.call('GET', `${path}&limit=500`)
    const answer = await owner.call('GET', `${path}&format=csv&limit=1`)
    expect(answer.headers.get('content-type')).toContain('text/csv')
    expect(answer.headers.get('content-disposition')).toContain('audit-events.csv')
    const lines = answer.text.trimEnd().split('\r\n')
    expect(lines).toHaveLength((page.items as unknown[]).length + 1)
    expect(lines[0]).toMatch(
      /^.?id,at,actorId,actorName,ip,operation,outcome,siteId,subject,before,after,sealed$/,
    )
    expect(lines[1]).toContain('""name"":""=1+1""')
    const cashier = await api.person([{ role: 'cashier', siteId: building.siteId }])
    expect((await cashier.call('GET', `${path}&format=csv`)).status).toBe(403)
  })

  it('is looked through by indexes, however long it is', async () => {
    // Taken back: the chain is about events that stay.
    await dba.query('BEGIN')
    await dba.query(
      `INSERT INTO audit_event (actor_id, operation, outcome, subject)
       SELECT 'u' || n % 1000, 'op' || n % 1000, 'done', 'things' || n % 500 || ':' || n
       FROM generate_series(1, 50000) n`,
    )
    await dba.query('ANALYZE audit_event')
    const plans: string[] = []
    for (const [column, value] of [
      ['actor_id', 'u7'],
      ['operation', 'op7'],
      ['subject', 'things7:7'],
      ["split_part(subject, ':', 1)", 'things7'],
    ]) {
      const { rows } = await dba.query(
        `EXPLAIN SELECT * FROM audit_event e WHERE ${column} = '${value}' ORDER BY e.id DESC LIMIT 50`,
      )
      plans.push(JSON.stringify(rows))
    }
    await dba.query('ROLLBACK')
    for (const plan of plans) expect(plan).toMatch(/Scan (Backward )?(using|on) audit_event_of_/)
  })
})
