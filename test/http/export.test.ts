import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRoutes } from '../../core/http/contract.ts'
import { withTableHeld } from '../support/held-table.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { plantObjects } from './objects.ts'

const ROWS = 100_000
const MIB = 1_048_576
const MANY = '/api/v1/question-messages'

let api: Api
let owner: Person
let full: Building
let small: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  full = await makeBuilding(owner, 'full')
  small = await makeBuilding(owner, 'small')
  await plantObjects(api, small)
  const { questions } = await plantObjects(api, full)
  await api.pool.query(
    `INSERT INTO question_message (question_id, side, author_id, author_name, text, at)
     SELECT $1, 'tenant', 'somebody', 'Somebody ' || n, repeat('words ', 15), now()
     FROM generate_series(1, ${ROWS}) n`,
    [questions],
  )
}, 180_000)
afterAll(() => api?.stop())

const open = (person: Person, path: string, headers: Record<string, string> = {}) => {
  const controller = new AbortController()
  const response = fetch(`${api.url}${path}`, {
    headers: { cookie: person.cookie, ...headers },
    signal: controller.signal,
  })
  return { response, abort: () => controller.abort() }
}

/** Lines of a table without quoted cells. */
const linesOf = (text: string) => text.trimEnd().split('\r\n')

describe('a list as CSV', () => {
  it('is asked for by Accept or format, with columns flat, named and marked as UTF-8', async () => {
    const path = '/api/v1/policy-profiles'
    const byHeader = await owner.call('GET', path, { headers: { accept: 'text/csv' } })
    expect(byHeader.status, byHeader.text).toBe(200)
    expect(byHeader.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(byHeader.headers.get('content-disposition')).toBe(
      'attachment; filename="policyProfiles.csv"',
    )
    const bytes = await fetch(`${api.url}${path}?format=csv`, {
      headers: { cookie: owner.cookie },
    }).then((response) => response.arrayBuffer())
    expect([...new Uint8Array(bytes.slice(0, 3))]).toEqual([0xef, 0xbb, 0xbf])
    const [head = '', first = ''] = linesOf(new TextDecoder().decode(bytes))
    expect(head).toMatch(/^id,code,title,rules\.graceMinutes,/)
    expect(first).toContain(',60,')
    const json = await owner.call('GET', path, { headers: { accept: 'application/json, */*' } })
    expect(json.headers.get('content-type')).toContain('application/json')
    const asked = await owner.call('GET', `${path}?format=json`, {
      headers: { accept: 'text/csv' },
    })
    expect(asked.headers.get('content-type')).toContain('application/json')
  })

  it('makes no formula of what somebody has written', async () => {
    const body = { siteId: small.siteId, code: 'F-1', name: '=HYPERLINK("http://x.example","y")' }
    expect((await owner.call('POST', '/api/v1/tenants', { body })).status).toBe(201)
    const { text } = await owner.call('GET', '/api/v1/tenants?format=csv&code=F-1')
    expect(linesOf(text)[1]).toContain(`"'=HYPERLINK(""http://x.example"",""y"")"`)
  })

  it('INV12: has the same roles, scope, filters and search as the list', async () => {
    const manager = await api.person([{ role: 'manager', siteId: small.siteId }])
    const { siteId, tenantId } = small
    const tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
    const csv = async (person: Person, query = '') =>
      linesOf((await person.call('GET', `/api/v1/tenants?format=csv${query}`)).text).slice(1)
    expect(await csv(tenant)).toHaveLength(1)
    const own = await csv(manager)
    const { body } = await manager.call('GET', '/api/v1/tenants?limit=500')
    expect(own).toHaveLength((body.items as unknown[]).length)
    expect(await csv(manager, `&siteId=${full.siteId}`)).toEqual([])
    expect(await csv(owner, '&q=TENANT%201')).toHaveLength(2)
    expect((await tenant.call('GET', '/api/v1/spaces?format=csv')).status).toBe(403)
    expect((await api.call('GET', '/api/v1/tenants?format=csv')).status).toBe(401)
    const wrong = await owner.call('GET', '/api/v1/tenants?format=csv&colour=red')
    expect(wrong.body).toMatchObject({ code: 'validation-failed' })
  })

  it('is there of every generated list, with the items of the list', async () => {
    // What belongs to one thing, such as a connection's trace, is no list of a resource.
    const lists = readRoutes(api.contract).filter(({ csv, path }) => csv && !path.includes('{'))
    expect(lists.length).toBeGreaterThan(30)
    for (const { path } of lists) {
      if (path === MANY) continue
      const { status, text } = await owner.call('GET', `${path}?format=csv`)
      expect(status, `${path} ${text}`).toBe(200)
      const { body } = await owner.call('GET', `${path}?limit=500`)
      const ids = (body.items as { id?: string }[]).map(({ id }) => id)
      const started = text
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[0])
      expect(started, path).toEqual(expect.arrayContaining(ids))
    }
  })

  it('sends a hundred thousand rows while memory stays bounded', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heap = () => {
      collect()
      return process.memoryUsage().heapUsed
    }
    const { response } = open(owner, `${MANY}?format=csv&sort=-id`)
    const { body } = await response
    const before = heap()
    let peak = 0
    let rows = -1
    let chunks = 0
    let total = 0
    const decoder = new TextDecoder()
    for await (const chunk of body ?? []) {
      total += chunk.length
      rows += decoder.decode(chunk, { stream: true }).split('\r\n').length - 1
      chunks += 1
      if (chunks % 100 === 0) peak = Math.max(peak, heap() - before)
    }
    // And the two that were planted.
    expect(rows).toBe(ROWS + 2)
    expect(total).toBeGreaterThan(12 * MIB)
    expect(peak).toBeLessThan(total / 2)
  }, 120_000)

  it('is bounded in number, and given up with its reader', async () => {
    const path = `${MANY}?format=csv`
    const openings = [open(owner, path), open(owner, path)]
    for (const { response } of openings) expect((await response).status).toBe(200)
    const ownerUrl = api.database.ownerUrl
    await withTableHeld({ ownerUrl, table: 'question_message' }, async () => {
      const busy = await owner.call('GET', path)
      expect(busy.body).toMatchObject({ status: 503, code: 'exports-busy' })
      expect(busy.headers.get('retry-after')).not.toBeNull()
      for (const { abort } of openings) abort()
    })
    await expect.poll(() => statusOf(owner, path), { timeout: 10_000 }).toBe(200)
  })
})

/** The status of a download that is broken off. */
async function statusOf(person: Person, path: string): Promise<number> {
  const { response, abort } = open(person, path)
  const { status } = await response
  abort()
  return status
}
