import { afterEach, describe, expect, it } from 'vitest'
import { type Api, startApi } from './api.ts'
import { makeBuilding } from './building.ts'
import { plantObjects } from './objects.ts'

let api: Api
afterEach(() => api?.stop())

const LOGIN = { email: 'owner@demo.example', password: 'made up', name: 'Zhao Min', role: 'owner' }

describe('what a sign-in page asks', () => {
  it('is told to everybody: whether there is an owner, languages and address', async () => {
    api = await startApi()
    const empty = await api.call('GET', '/api/v1/instance')
    expect(empty.status, empty.text).toBe(200)
    expect(empty.body).toEqual({
      name: 'Busbar',
      ownerExists: false,
      demo: false,
      demoLogins: [],
      languages: ['en', 'zh-CN'],
      publicUrl: api.url,
    })
    await api.person([{ role: 'owner' }])
    expect((await api.call('GET', '/api/v1/instance')).body).toMatchObject({ ownerExists: true })
  })

  it('tells logins in the demo alone', async () => {
    let logins: readonly (typeof LOGIN)[] = []
    api = await startApi({ demo: { logins: () => logins } })
    const ask = async () => (await api.call('GET', '/api/v1/instance')).body
    expect(await ask()).toMatchObject({ demo: true, demoLogins: [] })
    logins = [LOGIN]
    expect(await ask()).toMatchObject({ demo: true, demoLogins: [LOGIN] })
  })
})

describe('setting up', () => {
  it('is told step by step, so that it can be left and resumed', async () => {
    api = await startApi()
    const owner = await api.person([{ role: 'owner' }])
    const progress = async () => {
      const { status, body, text } = await owner.call('GET', '/api/v1/setup/progress')
      expect(status, text).toBe(200)
      const steps = body.steps as readonly { step: string; count: number; done: boolean }[]
      for (const { count, done } of steps) expect(done).toBe(count > 0)
      const counts = Object.fromEntries(steps.map(({ step, count }) => [step, count]))
      return { next: body.next, counts, order: steps.map(({ step }) => step) }
    }
    const first = await progress()
    expect(first.next).toBe('site')
    expect(first.order).toEqual([
      ...['site', 'connection', 'meter', 'tariff', 'tenant', 'account', 'topUp'],
    ])
    const building = await makeBuilding(owner, 'north')
    const second = await progress()
    expect(second).toMatchObject({ next: 'connection', counts: { site: 1, meter: 1, tariff: 0 } })
    const { paymentOrders } = await plantObjects(api, building)
    expect(await progress()).toMatchObject({ next: 'topUp', counts: { connection: 1, topUp: 0 } })
    await api.pool.query(
      `UPDATE payment_order SET state = 'captured', captured_at = now(), credited = true WHERE id = $1`,
      [paymentOrders],
    )
    expect(await progress()).toMatchObject({ next: null, counts: { topUp: 1 } })
  })

  it('is the owner’s of the whole instance alone, and never turns an instance into a demo', async () => {
    api = await startApi()
    const owner = await api.person([{ role: 'owner' }])
    const { siteId } = await makeBuilding(owner, 'north')
    for (const role of ['owner', 'manager', 'auditor'] as const) {
      const person = await api.person([{ role, siteId }])
      expect((await person.call('GET', '/api/v1/setup/progress')).status).toBe(403)
    }
    expect((await owner.call('POST', '/api/v1/setup/demo')).status).toBe(404)
  })
})
