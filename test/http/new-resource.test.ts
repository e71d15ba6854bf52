import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { contractWithParkingBays, PARKING_BAY_TABLE } from '../support/parking-bays.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let north: Building
let south: Building

beforeAll(async () => {
  api = await startApi({ contract: await contractWithParkingBays(), tables: PARKING_BAY_TABLE })
  owner = await api.person([{ role: 'owner' }])
  north = await makeBuilding(owner, 'north')
  south = await makeBuilding(owner, 'south')
}, 120_000)
afterAll(() => api?.stop())

const PATH = '/api/v1/parking-bays'

const bay = (change: JsonObject = {}): JsonObject => ({
  siteId: north.siteId,
  code: 'P-1',
  spaceId: north.spaceId,
  kind: 'charging',
  rent: '350.25',
  allowance: '20.5',
  freeFrom: '2026-03-01T00:00:00.000Z',
  closed: { from: '2026-04-01T00:00:00.000Z', to: '2026-04-02T00:00:00.000Z' },
  colour: '#12ab34',
  charger: { amperes: 16 },
  plates: ['B12345', 'B54321'],
  guarded: true,
  note: '近电梯',
  ...change,
})

async function made(change: JsonObject = {}): Promise<JsonObject> {
  const answer = await owner.call('POST', PATH, { body: bay(change) })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

const codesOf = ({ body }: { readonly body: JsonObject }) =>
  (body.items as readonly JsonObject[]).map(({ code }) => code)

describe('a resource that the contract alone knows', () => {
  it('keeps every kind of field as it was given', async () => {
    const one = await made({ code: 'KEPT' })
    const { body } = await owner.call('GET', `${PATH}/${String(one.id)}`)
    expect(body).toMatchObject({ ...bay({ code: 'KEPT' }), besideId: null, archivedAt: null })
    const less = await made({ code: 'LESS', allowance: null, freeFrom: null, closed: null })
    expect(less).toMatchObject({ allowance: null, freeFrom: null, closed: null })
  })

  it('is changed from the version that was read, and says so in the audit log', async () => {
    const { id } = await made({ code: 'CHANGED' })
    const change = (version: number) =>
      owner.call('PATCH', `${PATH}/${String(id)}`, {
        body: { rent: '400', charger: { serial: 'W-1' } },
        headers: { 'if-match': `"${version}"` },
      })
    expect((await change(7)).body.code).toBe('version-mismatch')
    expect((await change(1)).body).toMatchObject({
      rent: '400',
      charger: { serial: 'W-1' },
      version: 2,
    })
    const { body } = await owner.call(
      'GET',
      `/api/v1/audit-events?subject=parkingBays:${String(id)}`,
    )
    const told = (body.items as readonly JsonObject[]).map(({ operation }) => operation)
    expect(told).toEqual(['parkingBays.update', 'parkingBays.create'])
  })

  it('is found, ordered and told as a table', async () => {
    const siteId = south.siteId
    const there = { siteId, spaceId: south.spaceId }
    for (const [code, rent] of [
      ['S-1', '30'],
      ['S-2', '4.5'],
      ['S-3', '200'],
    ] as const)
      await made({ ...there, code, rent, kind: code === 'S-3' ? 'open' : 'covered' })
    const list = (query: string) => owner.call('GET', `${PATH}?siteId=${siteId}&${query}`)
    expect(codesOf(await list('q=s-2'))).toEqual(['S-2'])
    expect(codesOf(await list('q=电梯&kind=open'))).toEqual(['S-3'])
    expect(codesOf(await list('sort=rent'))).toEqual(['S-2', 'S-1', 'S-3'])
    const first = await list('sort=-rent&limit=2')
    expect(codesOf(first)).toEqual(['S-3', 'S-1'])
    expect(
      codesOf(await list(`sort=-rent&limit=2&cursor=${String(first.body.nextCursor)}`)),
    ).toEqual(['S-2'])
    const table = await list('format=csv&sort=rent')
    expect(table.text.trim().split('\r\n')).toHaveLength(4)
  })

  it('is refused what lies elsewhere, by name of the field', async () => {
    const answer = await owner.call('POST', PATH, {
      body: bay({ code: 'X', spaceId: south.spaceId }),
    })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([{ pointer: '/spaceId' }])
  })

  it('stays while another depends on it, and then for the records', async () => {
    const { id } = await made({ code: 'FRONT' })
    const behind = await made({ code: 'BACK', besideId: String(id) })
    const remove = (which: unknown) =>
      owner.call('DELETE', `${PATH}/${String(which)}`, { headers: { 'if-match': '"1"' } })
    const refused = await remove(id)
    expect(refused.body).toMatchObject({
      code: 'in-use',
      dependents: [{ resource: 'parkingBays', count: 1, ids: [behind.id] }],
    })
    expect((await remove(behind.id)).status).toBe(200)
    expect((await remove(id)).status).toBe(200)
    expect(codesOf(await owner.call('GET', `${PATH}?q=front`))).toEqual([])
    expect(codesOf(await owner.call('GET', `${PATH}?q=front&archived=true`))).toEqual(['FRONT'])
  })

  it('is for those alone whom the contract names, where it lies', async () => {
    const { id } = await made({ code: 'MINE' })
    const manager = await api.person([{ role: 'manager', siteId: south.siteId }])
    const cashier = await api.person([{ role: 'cashier' }])
    expect((await manager.call('GET', `${PATH}/${String(id)}`)).status).toBe(404)
    expect(codesOf(await manager.call('GET', `${PATH}?q=mine`))).toEqual([])
    expect((await cashier.call('GET', PATH)).status).toBe(403)
  })
})
