import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
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

describe('an installation', () => {
  const install = (change: object) =>
    owner.call('POST', '/api/v1/installations', {
      body: {
        ...{ meterId: building.meterId, meteringPointId: building.pointId },
        ...{ at: '2026-01-01T00:00:00Z', multiplier: '1', signedBy: 'Li Wei' },
        openings: [{ registerId: building.registerId, value: '0' }],
        ...change,
      },
    })

  it.each(['-1', '0', '0.000', '-0.5'])('is not multiplied by %s', async (multiplier) => {
    expect((await install({ multiplier })).body).toMatchObject({
      ...{ status: 422, code: 'validation-failed', errors: [{ pointer: '/multiplier' }] },
    })
  })

  it('begins with what a register can show', async () => {
    const openings = [{ registerId: building.registerId, value: '-0.24' }]
    expect((await install({ openings })).body).toMatchObject({
      ...{ status: 422, code: 'validation-failed', errors: [{ pointer: '/openings/0/value' }] },
    })
  })

  it('is multiplied by what transformers give', async () => {
    const made = await install({ multiplier: '0.50' })
    expect(made.status, made.text).toBe(201)
  })
})

describe('resources', () => {
  it('are made, told with an ETag, and found again', async () => {
    const made = await owner.call('POST', '/api/v1/tenants', {
      body: { siteId: building.siteId, code: 'T-2', name: 'Lotus Tea House' },
    })
    expect(made.status, made.text).toBe(201)
    expect(made.headers.get('etag')).toBe('"1"')
    expect(made.headers.get('location')).toBe(`/api/v1/tenants/${String(made.body.id)}`)
    const got = await owner.call('GET', String(made.headers.get('location')))
    expect(got.body).toEqual(made.body)
    expect(got.body).toMatchObject({ language: 'en', email: null, version: 1 })
  })

  it('are changed only from the version that was read', async () => {
    const path = `/api/v1/tenants/${building.tenantId}`
    const change = (etag: string | null, name: string) =>
      owner.call('PATCH', path, {
        body: { name },
        headers: etag === null ? {} : { 'if-match': etag },
      })
    expect((await change(null, 'X')).body).toMatchObject({ status: 428, code: 'if-match-missing' })
    const first = await change('"1"', 'First')
    expect(first.status, first.text).toBe(200)
    expect(first.headers.get('etag')).toBe('"2"')
    expect((await change('"1"', 'Second')).body).toMatchObject({
      status: 412,
      code: 'version-mismatch',
    })
    expect((await owner.call('GET', path)).body).toMatchObject({ name: 'First', version: 2 })
  })

  it('are paged by cursor in the order asked for, each once', async () => {
    for (let index = 0; index < 7; index += 1)
      await owner.call('POST', '/api/v1/spaces', {
        body: {
          siteId: building.siteId,
          kind: 'unit',
          code: `P-${index}`,
          name: index % 2 === 0 ? 'same' : `other ${index}`,
        },
      })
    const query = `siteId=${building.siteId}&kind=unit&sort=-name&limit=2`
    const names: string[] = []
    const codes: string[] = []
    let cursor = ''
    do {
      const page = await owner.call('GET', `/api/v1/spaces?${query}${cursor}`)
      expect(page.status, page.text).toBe(200)
      for (const item of page.body.items as { name: string; code: string }[]) {
        names.push(item.name)
        codes.push(item.code)
      }
      cursor = page.body.nextCursor === null ? '' : `&cursor=${String(page.body.nextCursor)}`
    } while (cursor !== '')
    expect(names).toEqual([...names].sort().reverse())
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((code) => code.startsWith('P-'))).toHaveLength(7)
  })

  it('refuse a cursor of another list', async () => {
    const page = await owner.call('GET', '/api/v1/spaces?limit=1')
    const other = await owner.call('GET', `/api/v1/tenants?cursor=${String(page.body.nextCursor)}`)
    expect(other.body).toMatchObject({ status: 400, code: 'cursor-invalid' })
  })

  it('keep contracts with their spaces, and accounts with their purses', async () => {
    const contract = await owner.call('GET', `/api/v1/contracts/${building.contractId}`)
    expect(contract.body).toMatchObject({ spaceIds: [building.spaceId], toAt: null })
    const account = await owner.call('GET', `/api/v1/accounts/${building.accountId}`)
    expect(account.body).toMatchObject({ overdraft: '0', lowBalance: '50.5' })
    expect(account.body.purses).toContainEqual({ kind: 'cash', fund: 'general', balance: '0' })
    const emptied = await owner.call('PATCH', `/api/v1/contracts/${building.contractId}`, {
      body: { spaceIds: [] },
      headers: { 'if-match': '"1"' },
    })
    expect(emptied.body).toMatchObject({ spaceIds: [], version: 2 })
  })

  it('refuse what refers to another site, naming the field', async () => {
    const other = await makeBuilding(owner, 'south')
    const mixed = await owner.call('POST', '/api/v1/contracts', {
      body: {
        siteId: building.siteId,
        tenantId: other.tenantId,
        code: 'C-mixed',
        fromAt: '2026-01-01T00:00:00Z',
      },
    })
    expect(mixed.body).toMatchObject({ status: 422, errors: [{ pointer: '/tenantId' }] })
    const spaced = await owner.call('PATCH', `/api/v1/contracts/${building.contractId}`, {
      body: { spaceIds: [building.spaceId, other.spaceId] },
      headers: { 'if-match': '"2"' },
    })
    expect(spaced.body).toMatchObject({ status: 422, errors: [{ pointer: '/spaceIds/1' }] })
  })

  it('refuse a second one of the same code', async () => {
    const again = { siteId: building.siteId, code: 'T-1', name: 'Again' }
    const answer = await owner.call('POST', '/api/v1/tenants', { body: again })
    expect(answer.body).toMatchObject({ status: 409, code: 'already-exists' })
  })

  it('let nobody clear a life-safety point', async () => {
    const { rows } = await api.pool.query(
      `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
       VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'X', '{}') RETURNING id`,
      [building.siteId],
    )
    const point = await owner.call('POST', '/api/v1/points', {
      body: { connectionId: rows[0].id, role: 'relay', address: { a: 1 }, lifeSafety: true },
    })
    expect(point.status, point.text).toBe(201)
    const cleared = await owner.call('PATCH', `/api/v1/points/${String(point.body.id)}`, {
      body: { lifeSafety: false },
      headers: { 'if-match': '"1"' },
    })
    expect(cleared.body).toMatchObject({ status: 403, code: 'forbidden' })
  })
})
