import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { closeRepair, openRepair } from '../../core/persistence/repair.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let here: Building
let technician: Person
let cashier: Person
let farTechnician: Person

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  const there = await makeBuilding(owner, 'there')
  technician = await api.person([{ role: 'technician', siteId: here.siteId }])
  cashier = await api.person([{ role: 'cashier', siteId: here.siteId }])
  farTechnician = await api.person([{ role: 'technician', siteId: there.siteId }])
})
afterAll(() => api?.stop())

const PATH = '/api/v1/repair-items'

async function opened(subject: string): Promise<JsonObject> {
  await openRepair(api.pool, {
    ...{ siteId: here.siteId, kind: 'supply-unreachable', subject, ownerRole: 'technician' },
    severity: 'warning',
    detail: {},
  })
  const { body } = await owner.call('GET', `${PATH}?q=${subject}`)
  const [item] = body.items as JsonObject[]
  if (item === undefined) throw new Error('nothing was opened')
  return item
}

const assign = (by: Person, { id }: JsonObject, userId: string | null) =>
  by.call('POST', `${PATH}/${String(id)}/assign`, { body: { userId } })

const factsOf = async ({ id }: JsonObject) => {
  const { rows } = await api.pool.query<{ type: string }>(
    "SELECT type FROM fact WHERE topic = 'repair' AND site_id = $1 AND tenant_id IS NULL AND data ->> 'repairItemId' = $2 ORDER BY id",
    [here.siteId, id],
  )
  return rows.map(({ type }) => type)
}

describe('a repair item', () => {
  it('is taken by somebody of the staff, given to another and to nobody, with audit lines', async () => {
    const item = await opened('supply-point:101')
    expect(item).toMatchObject({ assignedTo: null, state: 'open' })
    const taken = await assign(technician, item, technician.userId)
    expect(taken.status, taken.text).toBe(200)
    expect(taken.body).toMatchObject({ assignedTo: technician.userId, version: 2 })
    expect((await assign(technician, item, technician.userId)).body).toEqual(taken.body)
    expect((await assign(owner, item, owner.userId)).body).toMatchObject({
      ...{ assignedTo: owner.userId, version: 3 },
    })
    expect((await assign(owner, item, null)).body).toMatchObject({ assignedTo: null })
    const { body } = await owner.call(
      'GET',
      `/api/v1/audit-events?subject=repairItems:${String(item.id)}`,
    )
    expect(body.items).toMatchObject(
      [null, owner.userId, technician.userId].map((assignedTo) => ({
        ...{ operation: 'repairItems.assign', siteId: here.siteId, after: { assignedTo } },
      })),
    )
  })

  it('is given to nobody from elsewhere, by nobody from elsewhere and by no cashier', async () => {
    const item = await opened('supply-point:102')
    for (const stranger of [farTechnician.userId, 'nobody'])
      expect((await assign(technician, item, stranger)).body).toMatchObject({
        code: 'validation-failed',
      })
    expect((await assign(farTechnician, item, farTechnician.userId)).status).toBe(404)
    expect((await assign(cashier, item, cashier.userId)).status).toBe(403)
    const { body } = await owner.call('GET', `${PATH}/${String(item.id)}`)
    expect(body).toMatchObject({ assignedTo: null, version: 1 })
  })

  it('is found by who looks after it and whether it is open, and takes nobody once closed', async () => {
    const item = await opened('supply-point:103')
    await assign(technician, item, technician.userId)
    const mine = `${PATH}?assignedTo=${technician.userId}&state=open`
    expect((await owner.call('GET', mine)).body.items).toMatchObject([{ id: item.id }])
    await closeRepair(api.pool, { kind: 'supply-unreachable', subject: 'supply-point:103' })
    expect((await owner.call('GET', mine)).body.items).toEqual([])
    const closed = await owner.call('GET', `${PATH}?state=closed&q=supply-point:103`)
    expect(closed.body.items).toMatchObject([{ id: item.id, state: 'closed', closedBy: 'busbar' }])
    expect((await assign(technician, item, null)).body).toMatchObject({ code: 'conflict' })
  })

  it('is told live when it is opened, assigned and settled, and not when it is seen again', async () => {
    const subject = 'supply-point:104'
    const item = await opened(subject)
    await opened(subject)
    await assign(technician, item, technician.userId)
    const { headers } = await technician.call('GET', `${PATH}/${String(item.id)}`)
    const closed = await technician.call('POST', `${PATH}/${String(item.id)}/close`, {
      headers: { 'if-match': String(headers.get('etag')) },
    })
    expect(closed.body, closed.text).toMatchObject({ state: 'closed' })
    expect(await factsOf(item)).toEqual(['repair-opened', 'repair-assigned', 'repair-closed'])
  })
})
