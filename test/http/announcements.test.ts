import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let manager: Person
let tenant: Person
let stranger: Person
let here: Building
let there: Building

beforeAll(async () => {
  api = await startApi()
  const owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  there = await makeBuilding(owner, 'there')
  manager = await api.person([{ role: 'manager', siteId: here.siteId }])
  tenant = await api.person([{ role: 'tenant', siteId: here.siteId, tenantId: here.tenantId }])
  stranger = await api.person([{ role: 'tenant', siteId: there.siteId, tenantId: there.tenantId }])
}, 120_000)
afterAll(() => api?.stop())

const PATH = '/api/v1/announcements'
const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

async function announce(change: JsonObject) {
  const text = 'Please use lift A.'
  const body = { siteId: here.siteId, title: 'Lift B', text, from: inHours(-1), ...change }
  return manager.call('POST', PATH, { body })
}
async function shown(person: Person, place?: string) {
  const query = place === undefined ? '' : `?place=${place}`
  return person.call('GET', `/api/v1/sites/${here.siteId}/announcements${query}`)
}
const titles = ({ body }: { readonly body: JsonObject }) =>
  (body.items as readonly JsonObject[]).map(({ title }) => title)

describe('announcements', () => {
  it('are read where they are for while they last, the latest first', async () => {
    await announce({ title: 'Both', from: inHours(-3) })
    await announce({ title: 'Portal', audience: 'portal', from: inHours(-2), until: inHours(2) })
    await announce({ title: 'Lobby', audience: 'kiosk' })
    await announce({ title: 'Over', from: inHours(-9), until: inHours(-8) })
    const begins = inHours(1)
    await announce({ title: 'To come', from: begins })
    const portal = await shown(tenant)
    expect(titles(portal)).toEqual(['Portal', 'Both'])
    expect(Date.parse(String(portal.body.changesAt))).toBe(Date.parse(begins))
    expect(titles(await shown(tenant, 'kiosk'))).toEqual(['Lobby', 'Both'])
    expect(portal.body.items).not.toContainEqual(expect.objectContaining({ siteId: here.siteId }))
  })

  it('are written by managers alone, and read by nobody from elsewhere', async () => {
    const body = { siteId: here.siteId, title: 'Mine', text: 'Mine.', from: inHours(-1) }
    expect((await tenant.call('POST', PATH, { body })).status).toBe(403)
    expect((await tenant.call('GET', PATH)).status).toBe(403)
    expect((await shown(stranger)).status).toBe(404)
    expect((await announce({ siteId: there.siteId })).status).toBe(404)
  })

  it('end after they begin, also when only one of the two is changed', async () => {
    const refused = await announce({ until: inHours(-2) })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toMatchObject([{ pointer: '/until' }])
    const made = await announce({ title: 'Changed', until: inHours(5) })
    const change = await manager.call('PATCH', `${PATH}/${String(made.body.id)}`, {
      body: { from: inHours(6) },
      headers: { 'if-match': '"1"' },
    })
    expect(change.status).toBe(422)
  })

  it('are told to every tenant of the site as they are made and removed', async () => {
    const controller = new AbortController()
    const listen = (person: Person) =>
      fetch(`${api.url}/api/v1/events?topics=announcement`, {
        headers: { cookie: person.cookie },
        signal: controller.signal,
      })
    const [mine, far] = await Promise.all([listen(tenant), listen(stranger)])
    const made = await announce({ title: 'Told' })
    const id = String(made.body.id)
    const reader = mine.body?.getReader()
    let text = ''
    const heard = async (times: number) => {
      while (text.split('event: announcement').length - 1 < times) {
        const part = await reader?.read()
        text += new TextDecoder().decode(part?.value)
      }
    }
    await heard(1)
    expect(text).toContain(`"announcementId":"${id}"`)
    const removed = await manager.call('DELETE', `${PATH}/${id}`, {
      headers: { 'if-match': '"1"' },
    })
    expect(removed.status).toBe(200)
    await heard(2)
    expect(titles(await shown(tenant))).not.toContain('Told')
    // What is written to the stream of another building is its greeting alone.
    const first = await far.body?.getReader().read()
    expect(new TextDecoder().decode(first?.value)).not.toContain('announcement')
    controller.abort()
  })
})
