import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract, type Route, readRoutes } from '../../core/http/contract.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { errorCatalogue } from '../../core/kernel/error.ts'
import { ROLES, type Role } from '../../core/kernel/roles.ts'
import { type Operation, readOperations } from '../../core/services/contract.ts'
import { type Answer, type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { plantCharge, plantObjects } from './objects.ts'

let api: Api
/** Two sites; in the first, two tenants. */
let here: Building
let neighbour: {
  readonly tenantId: string
  readonly contractId: string
  readonly accountId: string
}
let elsewhere: Building
/** Objects of every resource, by site. */
let objects: Readonly<Record<'here' | 'neighbour' | 'elsewhere', Readonly<Record<string, string>>>>
const people = new Map<Role, Person>()

beforeAll(async () => {
  // Each of these many denials is to be seen: what bounds them has tests of its own.
  api = await startApi({ denials: { lines: 100_000, linesOfAll: 100_000 } })
  const owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  elsewhere = await makeBuilding(owner, 'elsewhere')
  neighbour = await makeNeighbour(owner, here.siteId)
  for (const role of ROLES) {
    const tenantId = role === 'tenant' ? here.tenantId : null
    people.set(role, await api.person([{ role, siteId: here.siteId, tenantId }]))
  }
  const plant = async (place: Building) => {
    const own = await plantObjects(api, place)
    return { ...own, charges: await plantCharge(api, place, own) }
  }
  objects = {
    here: await plant(here),
    neighbour: await plant({ ...here, ...neighbour }),
    elsewhere: await plant(elsewhere),
  }
}, 120_000)
afterAll(() => api.stop())

async function makeNeighbour(owner: Person, siteId: string) {
  const make = async (path: string, body: object) =>
    String((await owner.call('POST', `/api/v1/${path}`, { body })).body.id)
  const tenantId = await make('tenants', { siteId, code: 'T-n', name: 'Neighbour' })
  const fromAt = '2026-01-01T00:00:00Z'
  const contractId = await make('contracts', { siteId, tenantId, code: 'C-n', fromAt })
  const limits = { lowBalance: '5', veryLowBalance: '1' }
  const account = { siteId, contractId, code: 'A-n', currency: 'CNY', ...limits }
  return { tenantId, contractId, accountId: await make('accounts', account) }
}

const contract = loadContract()
const operations = readOperations(contract)
const routes = new Map(readRoutes(contract).map((route) => [route.operationId, route]))
const guarded = [...operations.values()].filter(({ scope }) => scope.kind !== 'public')

function routeOf({ id }: Operation): Route {
  const route = routes.get(id)
  if (route === undefined) throw new Error(`${id} has no route`)
  return route
}

/** A request of the operation that is about the objects of one place, valid by the schemas. */
function requestFor(operation: Operation, own: Readonly<Record<string, string>>, token: string) {
  const route = routeOf(operation)
  const { scope } = operation
  const subject: Record<string, string | undefined> =
    scope.kind === 'subject' ? { [String(scope.at[1])]: own[scope.resource] } : {}
  const inBody = scope.kind === 'subject' && scope.at[0] === 'body'
  const path = route.path
    .replace('{id}', subject.id ?? '1')
    .replace('{pluginId}', 'driver-x')
    .replace('{version}', '1')
  const query =
    scope.kind === 'subject' && scope.at[0] === 'query' ? `?registerId=${own.registers}` : ''
  const body =
    route.body.kind === 'json'
      ? { ...sample(route.body.schema), ...bodyIds(route, own), ...(inBody ? subject : {}) }
      : undefined
  if (body !== undefined && 'code' in body) body.code = token
  if (body !== undefined && 'serial' in body) body.serial = token
  return {
    method: route.method,
    path: `${path}${query}`,
    body,
    headers: { 'if-match': '"999"', 'idempotency-key': `key-${token}-0000` },
  }
}

/** The example of a schema, or the least that fits it. */
function sample(schema: JsonObject): Record<string, unknown> {
  const name = String(schema.$ref).split('/').at(-1) ?? ''
  const schemas = (contract.components as JsonObject).schemas as Record<string, JsonObject>
  const base = schemas[name.replace(/(Create|Update)$/, '')] ?? {}
  const example = ((base.examples as JsonObject[] | undefined)?.[0] ?? {}) as JsonObject
  const allowed = Object.keys((schemas[name]?.properties ?? {}) as JsonObject)
  return Object.fromEntries(Object.entries(example).filter(([key]) => allowed.includes(key)))
}

function bodyIds(route: Route, own: Readonly<Record<string, string>>): Record<string, unknown> {
  if (route.body.kind !== 'json') return {}
  const name = String(route.body.schema.$ref).split('/').at(-1) ?? ''
  const schemas = (contract.components as JsonObject).schemas as Record<string, JsonObject>
  const properties = (schemas[name]?.properties ?? {}) as Record<string, JsonObject>
  return Object.fromEntries(
    Object.entries(properties).flatMap(([field, property]): [string, unknown][] => {
      const resource = property['x-ref']
      if (typeof resource !== 'string' || field === 'registerId' || field === 'parentId') return []
      if (field.endsWith('Ids')) return [[field, []]]
      return [[field, own[resource] ?? null]]
    }),
  )
}

/** What lies outside of the caller's reach is told in the catalogue's words alone. */
function isDenied({ status, body }: Answer): boolean {
  if (status !== 404) return [401, 403].includes(status)
  return body.detail === errorCatalogue['not-found'].remedy
}

let counter = 0

async function attempt(
  operation: Operation,
  caller: Person | null,
  own: Readonly<Record<string, string>>,
): Promise<Answer> {
  counter += 1
  const { method, path, body, headers } = requestFor(operation, own, `X-${counter}`)
  const options = { headers, ...(body === undefined ? {} : { body }) }
  return caller === null ? api.call(method, path, options) : caller.call(method, path, options)
}

/** Told of anything that lies elsewhere: its ids in what is answered. */
function tells(answer: Answer, foreign: readonly string[]): string[] {
  return foreign.filter((mark) => answer.text.includes(mark))
}

// What is about the caller alone needs no role.
const roleless = guarded.filter(({ scope }) => scope.kind !== 'self')
const matrix = roleless.flatMap((operation) =>
  ROLES.map((role) => [operation.id, role, operation] as const),
)

describe('who may do what', () => {
  it.each(guarded.map((operation) => [operation.id, operation] as const))(
    'AU1: %s is refused without credentials',
    async (_id, operation) => {
      expect((await attempt(operation, null, objects.here)).status).toBe(401)
    },
  )

  it.each(matrix)(
    'AU1, INV12: %s by a %s: at their site as declared, elsewhere never',
    async (_id, role, operation) => {
      if (operation.id === 'events.stream') return expectStream(operation, role)
      const person = people.get(role)
      if (person === undefined) throw new Error(role)
      const allowed = operation.roles.includes(role)
      const own = await attempt(operation, person, objects.here)
      const instanceOnly = operation.scope.kind === 'instance'
      if (allowed && !instanceOnly) expect(isDenied(own), own.text).toBe(false)
      else expect(own.status, own.text).toBe(403)

      const far = await attempt(operation, person, objects.elsewhere)
      if (operation.scope.kind === 'subject') expect([403, 404], far.text).toContain(far.status)
      const near = await attempt(operation, person, objects.neighbour)
      if (role === 'tenant' && operation.scope.kind === 'subject' && isTenants(operation))
        expect([403, 404], near.text).toContain(near.status)

      const foreign = role === 'tenant' ? ['elsewhere', 'Neighbour', 'C-n', 'A-n'] : ['elsewhere']
      // Policies belong to no site: whoever may read them reads them all.
      if (!operation.id.startsWith('policyProfiles'))
        for (const answer of [own, far, near])
          expect(tells(answer, answer.status < 300 ? foreign : []), operation.id).toEqual([])
    },
  )

  it('AU1: an owner of one site makes nobody owner of another, or of the instance', async () => {
    const owner = people.get('owner')
    for (const siteId of [elsewhere.siteId, null]) {
      const answer = await owner?.call('POST', '/api/v1/role-assignments', {
        body: { userId: owner.userId, role: 'owner', siteId },
      })
      expect([403, 404]).toContain(answer?.status)
    }
  })

  it('AU1: a role that is taken away is gone with the next request', async () => {
    const owner = await api.person([{ role: 'owner' }])
    const leaving = await api.person([])
    const given = await owner.call('POST', '/api/v1/role-assignments', {
      body: { userId: leaving.userId, role: 'manager', siteId: here.siteId },
    })
    expect(given.status, given.text).toBe(201)
    expect((await leaving.call('GET', '/api/v1/sites')).status).toBe(200)
    const taken = await owner.call('DELETE', `/api/v1/role-assignments/${String(given.body.id)}`)
    expect(taken.status, taken.text).toBe(204)
    expect((await leaving.call('GET', '/api/v1/sites')).status).toBe(403)
  })

  it('AU1: every denial is in the audit log', async () => {
    const cashier = people.get('cashier')
    const before = await api.audit.list({ ...ALL, actorId: cashier?.userId ?? '' })
    await cashier?.call('GET', '/api/v1/users')
    const after = await api.audit.list({ ...ALL, actorId: cashier?.userId ?? '' })
    expect(after.items.length).toBe(before.items.length + 1)
    expect(after.items[0]).toMatchObject({ operation: 'users.list', outcome: 'denied' })
  })
})

const ALL = {
  siteIds: null,
  before: null,
  limit: 1000,
  from: null,
  to: null,
  operation: null,
  subject: null,
}

const TENANTS = [
  ...['tenants', 'contracts', 'accounts', 'serviceAgreements', 'notices'],
  ...['supplyPoints', 'supplyDecisions', 'debtEpisodes', 'disputes', 'paymentPlans'],
  ...['paymentOrders', 'refunds', 'fees', 'meteringPoints', 'charges'],
]

/** Whether what the operation is about belongs to one tenant. */
function isTenants({ scope }: Operation): boolean {
  return scope.kind === 'subject' && TENANTS.includes(scope.resource)
}

/** A stream does not end: its first line says enough. */
async function expectStream(operation: Operation, role: Role): Promise<void> {
  const controller = new AbortController()
  const person = people.get(role)
  const response = await fetch(`${api.url}${routeOf(operation).path}`, {
    headers: { cookie: person?.cookie ?? '' },
    signal: controller.signal,
  })
  expect(response.status).toBe(operation.roles.includes(role) ? 200 : 403)
  controller.abort()
}
