import { afterEach, describe, expect, it } from 'vitest'
import type { DemoRunner } from '../../core/flow/demo/ports.ts'
import { type Api, type Person, startApi } from './api.ts'
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

  it('is the owner’s of the whole instance alone', async () => {
    api = await startApi()
    const owner = await api.person([{ role: 'owner' }])
    const { siteId } = await makeBuilding(owner, 'north')
    for (const role of ['owner', 'manager', 'auditor'] as const) {
      const person = await api.person([{ role, siteId }])
      expect((await person.call('GET', '/api/v1/setup/progress')).status).toBe(403)
    }
  })
})

/** What runs the demo building, as far as the instance sees it: what it is told to, it does when the test says so. */
function scriptedDemo() {
  const still = { state: 'idle', step: null, detail: null, logins: [] } as const
  let standing: ReturnType<DemoRunner['standing']> = still
  let tell: () => void = () => undefined
  const begun: string[] = []
  const be = (next: Partial<typeof standing>) => {
    standing = { ...still, ...next }
    tell()
  }
  const runner: DemoRunner = {
    standing: () => standing,
    onChange: (listener) => {
      tell = listener
    },
    begin: async ({ invite }) => {
      if (standing.state === 'loading' || standing.state === 'running') return
      be({ state: 'loading' })
      begun.push(await invite({ email: LOGIN.email }))
    },
  }
  return { runner, begun, be }
}

describe('the demo building', () => {
  const load = (person: Person, key: string, body: object = { confirm: 'demo' }) =>
    person.call('POST', '/api/v1/setup/demo', { body, headers: { 'idempotency-key': key } })
  const ask = async (person: Person) => (await person.call('GET', '/api/v1/setup/demo')).body

  it('is offered where something could run it and there is no site, to the owner alone', async () => {
    const { runner, begun } = scriptedDemo()
    api = await startApi({ ownDemo: runner })
    const owner = await api.person([{ role: 'owner' }])
    expect(await ask(owner)).toEqual({ state: 'offered', step: null, detail: null, logins: [] })
    for (const role of ['manager', 'auditor', 'integrator'] as const) {
      const person = await api.person([{ role }])
      expect((await load(person, 'not-the-owner')).status).toBe(403)
      expect((await person.call('GET', '/api/v1/setup/demo')).status).toBe(403)
    }
    expect((await load(owner, 'unconfirmed', { confirm: 'yes' })).status).toBe(422)
    expect(
      (await owner.call('POST', '/api/v1/setup/demo', { body: { confirm: 'demo' } })).status,
    ).toBe(400)
    await makeBuilding(owner, 'north')
    expect(await ask(owner)).toMatchObject({ state: 'absent' })
    expect((await load(owner, 'there-is-a-site')).body).toMatchObject({ code: 'demo-site-exists' })
    expect(begun).toEqual([])
  })

  it('is not offered where nothing could run it', async () => {
    api = await startApi()
    const owner = await api.person([{ role: 'owner' }])
    expect(await ask(owner)).toMatchObject({ state: 'absent' })
    const refused = await load(owner, 'no-launcher')
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: 'demo-not-offered' })
  })

  it('is begun once, audited, by an invitation of whoever asks, and goes on after a failure', async () => {
    const { runner, begun, be } = scriptedDemo()
    api = await startApi({ ownDemo: runner })
    const owner = await api.person([{ role: 'owner' }])
    const answers = await Promise.all(Array.from({ length: 5 }, () => load(owner, 'the-same')))
    for (const { status, text, body } of answers) {
      expect(status, text).toBe(200)
      expect(body).toMatchObject({ state: 'loading' })
    }
    expect(begun).toHaveLength(1)
    const joined = await api.call('POST', '/api/v1/invitations/accept', {
      body: { token: begun[0], name: 'Zhao Min', password: 'made up for the demo' },
    })
    expect(joined.status, joined.text).toBe(200)
    expect(joined.body).toMatchObject({ assignments: [{ role: 'owner', siteId: null }] })

    be({ state: 'failed', detail: 'The broker has no port.' })
    expect(await ask(owner)).toMatchObject({ state: 'failed', detail: 'The broker has no port.' })
    // The command of before is done: it does nothing again; another one goes on.
    expect((await load(owner, 'the-same')).body).toMatchObject({ state: 'failed' })
    expect(begun).toHaveLength(1)
    expect((await load(owner, 'once-more')).body).toMatchObject({ state: 'loading' })
    expect(begun).toHaveLength(2)
    be({ state: 'running', logins: [LOGIN] })
    expect(await ask(owner)).toMatchObject({ state: 'running', logins: [LOGIN] })
    // Passwords are told to the owner, and to nobody who has not signed in.
    expect((await api.call('GET', '/api/v1/instance')).body).toMatchObject({ demoLogins: [] })
    const { rows } = await api.pool.query(
      `SELECT actor_name AS name, after->>'state' AS state FROM audit_event
       WHERE operation = 'setup.loadDemo' AND outcome = 'done' ORDER BY id`,
    )
    expect(rows).toEqual([
      { name: owner.email, state: 'loading' },
      { name: owner.email, state: 'loading' },
    ])
    const { pool } = api
    const told = async () => {
      const { rows } = await pool.query<{ state: string }>(
        `SELECT data->>'state' AS state FROM fact WHERE topic = 'setup' AND site_id IS NULL`,
      )
      return rows.map(({ state }) => state)
    }
    await expect.poll(told, { timeout: 10_000 }).toContain('running')
  })
})
