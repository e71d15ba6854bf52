import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readRoutes } from '../../core/http/contract.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { plantObjects } from './objects.ts'

const ROWS = 100_000

let api: Api
let owner: Person
let manager: Person
let full: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  full = await makeBuilding(owner, 'full')
  const small = await makeBuilding(owner, 'small')
  manager = await api.person([{ role: 'manager', siteId: full.siteId }])
  await withClient({ url: api.database.ownerUrl }, async (client) => {
    await client.query(
      `INSERT INTO space (site_id, parent_id, kind, code, name)
       SELECT CASE WHEN n % 4 = 0 THEN $1::bigint ELSE $2 END, CASE WHEN n <= 100 THEN NULL ELSE $3::bigint END,
         CASE WHEN n % 10 = 0 THEN 'common' ELSE 'unit' END, 'R-' || lpad(n::text, 6, '0'),
         'Room ' || left(md5(n::text), 6) || CASE WHEN n % 5000 = 0 THEN ' 绿茶馆 Lotus_100%' ELSE '' END
       FROM generate_series(1, ${ROWS}) n`,
      [small.siteId, full.siteId, full.spaceId],
    )
    await client.query('VACUUM ANALYZE space')
  })
}, 180_000)
afterAll(() => api?.stop())

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Plan[]
}

function nodesOf(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}

/** How PostgreSQL carries out the list that an address asks for: the ORM's own statement, explained. */
async function planOf(person: Person, query: string): Promise<readonly Plan[]> {
  const texts: string[] = []
  const logger = api.orm.config.getLogger()
  const listening = vi.spyOn(logger, 'logQuery').mockImplementation((context) => {
    if ('formatted' in context) texts.push(String(context.formatted))
  })
  const answer = await person.call('GET', `/api/v1/spaces${query}`)
  listening.mockRestore()
  expect(answer.status, answer.text).toBe(200)
  const text = texts.find((one) => one.includes('from "space"'))
  if (text === undefined) throw new Error(`no statement among ${texts.join('; ')}`)
  const { rows } = await api.pool.query(`EXPLAIN (FORMAT JSON) ${text}`)
  return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
}

async function cursorAfter(person: Person, query: string, pages: number): Promise<string> {
  let cursor = ''
  for (let page = 0; page < pages; page += 1) {
    const { body } = await person.call('GET', `/api/v1/spaces?${query}&limit=500${cursor}`)
    cursor = `&cursor=${String(body.nextCursor)}`
  }
  return cursor
}

const LISTS: readonly (readonly [string, string])[] = [
  ['listing', '?'],
  ['filtering by site', '?siteId=$site'],
  ['filtering by parent', '?parentId=$parent'],
  ['filtering by code', '?code=R-004711'],
  ['sorting by code', '?sort=code'],
  ['sorting by name', '?sort=name'],
  ['sorting the other way round', '?sort=-name&siteId=$site'],
  ['searching a rare text', '?q=绿茶'],
  ['searching part of a code', '?q=04711'],
  ['searching what nothing has', '?q=nowhere%20to%20be%20found'],
  ['searching at a site, sorted', '?q=lotus&siteId=$site&sort=name'],
]

describe('a list of a hundred thousand', () => {
  it.each(LISTS)('reads no more than an index leads to: %s', async (_what, query) => {
    for (const person of [owner, manager]) {
      const asked = query.replace('$site', full.siteId).replace('$parent', full.spaceId)
      const nodes = await planOf(person, asked)
      const scans = nodes.filter((node) => node['Relation Name'] === 'space')
      expect(scans.length, JSON.stringify(nodes)).toBeGreaterThan(0)
      for (const scan of scans) expect(scan['Node Type']).not.toContain('Seq Scan')
    }
  })

  it('searches by the index of pairs of characters', async () => {
    const nodes = await planOf(owner, '?q=绿茶')
    expect(nodes.map((node) => node['Index Name'])).toContain('space_searched')
  })

  it.each(['sort=id', 'sort=name', 'sort=-code'])(
    'goes on deep in it by %s from where it was',
    async (sort) => {
      const query = `${sort}&siteId=${full.siteId}`
      const cursor = await cursorAfter(owner, query, 40)
      const nodes = await planOf(owner, `?${query}${cursor}`)
      const bounds = nodes.flatMap(
        (node) => (node as { 'Index Cond'?: string })['Index Cond'] ?? [],
      )
      const [field = ''] = /id|name|code/.exec(sort) ?? []
      expect(bounds.join(), JSON.stringify(nodes)).toMatch(new RegExp(`${field}\\W+(>|<)`))
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    },
  )

  it('pages through all of it, sorted, each row once', async () => {
    const query = `sort=name&siteId=${full.siteId}&kind=common`
    const names: string[] = []
    let cursor = ''
    do {
      const { body } = await owner.call('GET', `/api/v1/spaces?${query}&limit=500${cursor}`)
      for (const { name } of body.items as { name: string }[]) names.push(name)
      cursor = body.nextCursor === null ? '' : `&cursor=${String(body.nextCursor)}`
    } while (cursor !== '')
    const { rows } = await api.pool.query(
      "SELECT count(*)::integer AS n FROM space WHERE site_id = $1 AND kind = 'common'",
      [full.siteId],
    )
    expect(names).toHaveLength(rows[0].n)
    expect(names).toEqual([...names].sort())
  })
})

describe('searching', () => {
  const found = async (person: Person, q: string, more = '') => {
    const path = `/api/v1/spaces?q=${encodeURIComponent(q)}&limit=500${more}`
    const { status, body, text } = await person.call('GET', path)
    expect(status, text).toBe(200)
    return (body.items as { code: string; name: string }[]).map(({ code }) => code)
  }

  it('finds any part of a text in any case, in Chinese too, and takes no pattern', async () => {
    expect(await found(owner, '绿茶馆')).toHaveLength(20)
    expect(await found(owner, '馆')).toHaveLength(20)
    expect(await found(owner, 'lOtUs')).toHaveLength(20)
    expect(await found(owner, '_100%')).toHaveLength(20)
    expect(await found(owner, 'R-00471%')).toEqual([])
    expect(await found(owner, 'r-004711')).toEqual(['R-004711'])
    expect(await found(owner, '\\')).toEqual([])
    expect((await owner.call('GET', '/api/v1/spaces?q=')).status).toBe(422)
  })

  it('INV12: never goes beyond what the caller may see', async () => {
    const own = await found(manager, '绿茶馆')
    expect(own.length).toBeLessThan(20)
    expect(own).toEqual(await found(owner, '绿茶馆', `&siteId=${full.siteId}`))
  })

  it('covers each field that the contract names, of each resource', async () => {
    await plantObjects(api, full)
    const routes = readRoutes(api.contract)
    const paths = api.contract.paths as Record<string, { get?: JsonObject }>
    const searched = routes.flatMap(({ operationId, path }) => {
      const fields = paths[path]?.get?.['x-search']
      return operationId.endsWith('.list') && Array.isArray(fields)
        ? [{ path, fields: fields.map(String) }]
        : []
    })
    expect(searched.length).toBeGreaterThan(12)
    for (const { path, fields } of searched)
      for (const field of fields) {
        const { body, text } = await owner.call('GET', `${path}?limit=500&sort=-id`)
        expect(body.items, `${path} ${text}`).toBeDefined()
        const items = body.items as Record<string, string | null>[]
        const item = items.find((one) => (one[field] ?? '') !== '')
        if (item === undefined) {
          // What a planted object leaves empty has nothing to be found by.
          expect(['email', 'channelReference'], `${path} ${field}`).toContain(field)
          continue
        }
        const part = (item[field] ?? '').toUpperCase().slice(0, 60)
        const q = encodeURIComponent(part)
        const again = await owner.call('GET', `${path}?limit=500&sort=-id&q=${q}`)
        const ids = (again.body.items as { id: string }[]).map(({ id }) => id)
        expect(ids, `${path} ${field} ${part}`).toContain(item.id)
      }
  })
})
