import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract, readRoutes } from '../../core/http/contract.ts'
import { readOperations } from '../../core/services/contract.ts'
import { type Api, type Person, startApi } from './api.ts'
import { requestsOf } from './arbitraries.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let building: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
})
afterAll(() => api.stop())

describe('what can be reached', () => {
  it('W1: no action of the registry outside of the contract answers, by any spelling', async () => {
    const operations = readOperations(api.contract)
    const actions = api.broker.registry.getActionList({}).map(({ name }) => String(name))
    const inner = actions.filter((name) => !operations.has(name))
    // The registry has inner actions, or this would show nothing.
    expect(inner).toEqual(expect.arrayContaining(['$node.services', 'identity.authenticate']))
    for (const name of inner) {
      const bare = name.replace('$', '~')
      for (const path of [name, bare, name.replaceAll('.', '/'), bare.replaceAll('.', '/')]) {
        for (const prefix of ['/', '/api/', '/api/v1/', '//', '/~node/../']) {
          for (const method of ['GET', 'POST']) {
            const answer = await owner.call(method, `${prefix}${path}`)
            expect(answer.body, `${method} ${prefix}${path}`).toMatchObject({ status: 404 })
          }
        }
      }
    }
  })

  it('W1: every action that may be published is in the contract, and every route has its action', () => {
    const routes = readRoutes(api.contract).map(({ operationId }) => operationId)
    const published = api.broker.registry
      .getActionList({})
      .filter(
        ({ name, action }) => !String(name).startsWith('$') && action?.visibility === 'published',
      )
      .map(({ name }) => String(name))
    expect(routes).toEqual(expect.arrayContaining(published))
    const without = routes.filter((id) => !published.includes(id))
    expect(without).toEqual([])
  })

  it('W1: an action called without the gateway is refused', async () => {
    await expect(
      api.broker.call('sites.list', { path: {}, query: {}, header: {}, body: undefined }),
    ).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('W1: an OPTIONS request runs nothing', async () => {
    const before = await api.pool.query('SELECT count(*) FROM tenant')
    const answer = await owner.call('OPTIONS', '/api/v1/tenants', {
      body: { siteId: building.siteId, code: 'T-options', name: 'X' },
      headers: { 'access-control-request-method': 'POST' },
    })
    expect(answer.status).toBe(405)
    expect((await api.pool.query('SELECT count(*) FROM tenant')).rows).toEqual(before.rows)
  })

  it('tells which methods there are', async () => {
    const answer = await owner.call('PUT', '/api/v1/sites')
    expect(answer.body).toMatchObject({ status: 405, code: 'method-not-allowed' })
    expect(answer.headers.get('allow')).toBe('GET, POST')
  })
})

describe('what is let in', () => {
  it.each([
    ['an unknown field', { siteId: '1', code: 'X', name: 'X', colour: 'red' }, '/colour'],
    ['a read-only field', { siteId: '1', code: 'X', name: 'X', version: 7 }, '/version'],
    ['a missing field', { siteId: '1', name: 'X' }, '/code'],
    ['a field of another kind', { siteId: 1, code: 'X', name: 'X' }, '/siteId'],
    ['a NUL in a text', { siteId: '1', code: 'X', name: 'a\0b' }, '/name'],
    ['half a surrogate pair', { siteId: '1', code: 'X', name: 'a\ud800' }, '/name'],
  ])('W2: %s is refused, and named', async (_what, body, pointer) => {
    const answer = await owner.call('POST', '/api/v1/tenants', { body })
    expect(answer.body).toMatchObject({ status: 422, code: 'validation-failed' })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.instance).toMatch(/^urn:busbar:request:/)
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ pointer })]),
    )
  })

  it('W2: unknown and repeated parameters are refused', async () => {
    const unknown = await owner.call('GET', '/api/v1/sites?colour=red')
    expect(unknown.body).toMatchObject({ status: 422, errors: [{ pointer: 'colour' }] })
    const twice = await owner.call('GET', '/api/v1/sites?limit=1&limit=2')
    expect(twice.body).toMatchObject({ status: 422, errors: [{ pointer: 'limit' }] })
  })

  it.each([
    ['no JSON', '{"a":', {}, 'body-malformed'],
    ['another media type', 'a=1', { 'content-type': 'text/plain' }, 'media-type-unsupported'],
    ['a compressed body', '{}', { 'content-encoding': 'gzip' }, 'media-type-unsupported'],
    ['a body too large', `"${'x'.repeat(300_000)}"`, {}, 'body-too-large'],
    ['a body too deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, {}, 'validation-failed'],
  ])('W2: %s gets a problem, not a failure', async (_what, body, headers, code) => {
    const answer = await owner.call('POST', '/api/v1/tenants', { body, headers })
    expect(answer.body).toMatchObject({ code })
  })

  it('W2: a path that cannot be decoded is no address', async () => {
    const answer = await owner.call('GET', '/api/v1/sites/%E0%A4%A')
    expect(answer.body).toMatchObject({ status: 404, code: 'route-unknown' })
  })

  const contract = readRoutesOfContract()
  it.each(contract.map((route) => [route.operationId, route] as const))(
    'W2: %s answers no request with 5xx, whatever it holds',
    async (_id, route) => {
      await fc.assert(
        fc.asyncProperty(requestsOf(api.contract, route), async ({ path, body, headers }) => {
          const answer = await owner.call(route.method, path, {
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            headers: { ...headers, 'x-forwarded-for': '203.0.113.7' },
          })
          expect(answer.status, `${answer.text} ${api.failures.join('\n')}`).toBeLessThan(500)
        }),
        { numRuns: route.operationId.startsWith('setup') ? 20 : 40 },
      )
    },
  )
})

/** Signing out would end the owner's session; an event stream does not end by itself. */
function readRoutesOfContract() {
  const skipped = ['auth.signOut', 'events.stream']
  return readRoutes(loadContract()).filter(({ operationId }) => !skipped.includes(operationId))
}

describe('every answer', () => {
  it('bears the security headers, and nothing of the library', async () => {
    const answer = await owner.call('GET', '/api/v1/sites')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-powered-by')).toBeNull()
  })

  it('is 304 for what the caller has, but never for a change', async () => {
    const path = `/api/v1/sites/${building.siteId}`
    const etag = String((await owner.call('GET', path)).headers.get('etag'))
    // fetch would say no-cache with it.
    const { status } = await bare({
      path,
      headers: { cookie: owner.cookie, 'if-none-match': etag },
    })
    expect(status).toBe(304)
    const changed = await owner.call('PATCH', path, {
      body: { name: 'Renamed' },
      headers: { 'if-match': etag, 'if-none-match': '*' },
    })
    expect(changed.status).toBe(200)
  })

  it('takes no request id that is none', async () => {
    const headers = { 'x-request-id': 'a b c d e f' }
    const { status, requestId } = await bare({ path: '/api/v1/sites', headers })
    expect(requestId).not.toContain('a b')
    expect(status).toBe(401)
  })
})

/** A request with no headers but these. */
function bare({ path, headers }: { path: string; headers: Record<string, string> }) {
  const { port } = api.server
  return new Promise<{ status: number; requestId: string }>((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume()
      const requestId = String(response.headers['x-request-id'])
      resolve({ status: response.statusCode ?? 0, requestId })
    })
    request.on('error', reject)
    request.end()
  })
}
