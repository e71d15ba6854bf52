import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { lowBalance, NOON } from '../support/notices.ts'
import { createNoticeWorld, made, type NoticeWorld } from './notice-world.ts'

let world: NoticeWorld

beforeAll(async () => {
  world = await createNoticeWorld()
  await world.notices.start()
}, 120_000)
afterAll(() => world?.close())

beforeEach(() => {
  world.time.now = NOON
})

describe('routes', () => {
  it('are set for an account or a role, on a channel of the site, to an address that it takes', async () => {
    const {
      here,
      elsewhere,
      tenant,
      manager,
      technician,
      emailId,
      inboxId,
      connect,
      patch,
      setRoute,
    } = world
    const { accountId } = here
    const address = { email: 'office@example.org' }
    const abroad = await connect(elsewhere.siteId, 'inbox')
    const wrong: readonly (readonly [JsonObject, string])[] = [
      [{ accountId, staffRole: 'manager', connectionId: emailId, address }, '/accountId'],
      [{ connectionId: emailId, address }, '/accountId'],
      [{ accountId, connectionId: abroad, address }, '/connectionId'],
      [{ accountId: elsewhere.accountId, connectionId: emailId, address }, '/accountId'],
      [{ accountId, connectionId: emailId, address: { email: 'nobody' } }, '/address/email'],
      [{ accountId, connectionId: emailId, address: { phone: '1' } }, '/address/phone'],
      [
        { accountId, connectionId: inboxId, address: { userId: manager.userId } },
        '/address/userId',
      ],
      [
        { staffRole: 'manager', connectionId: inboxId, address: { userId: tenant.userId } },
        '/address/userId',
      ],
    ]
    for (const [body, pointer] of wrong) {
      const answer = await setRoute(body)
      expect(answer.status, answer.text).toBe(422)
      expect(answer.body.errors).toEqual(
        expect.arrayContaining([expect.objectContaining({ pointer })]),
      )
    }
    const route = { staffRole: 'manager', connectionId: emailId, address, rank: 3 }
    const id = made(await setRoute(route))
    expect((await setRoute(route)).body).toMatchObject({ status: 409, code: 'already-exists' })
    const changed = await patch(`notice-routes/${id}`, { rank: 2, enabled: false })
    expect(changed).toMatchObject({ rank: 2, enabled: false, automatic: false, version: 2 })
    const body = { siteId: here.siteId, ...route }
    const refused = await technician.call('POST', '/api/v1/notice-routes', { body })
    expect(refused.status).toBe(403)
  })

  it('of themselves follow the address and the roles, and stay off once switched off', async () => {
    const {
      api,
      owner,
      here,
      emailId,
      inboxId,
      patch,
      anotherTenant,
      queue,
      settled,
      waysOf,
      setRoute,
    } = world
    const { tenantId, accountId } = await anotherTenant('T-routes', 'old@example.org')
    const leaving = await api.person([{ role: 'tenant', siteId: here.siteId, tenantId }])
    const toInbox = [inboxId, { userId: leaving.userId }]
    const first = await queue(accountId, lowBalance('1'))
    await settled(first)
    expect(await waysOf(first)).toEqual([[emailId, { email: 'old@example.org' }], toInbox])

    await patch(`tenants/${tenantId}`, { email: 'new@example.org' })
    const second = await queue(accountId, lowBalance('2'))
    await settled(second)
    const known = await waysOf(second)
    expect(known).toHaveLength(2)
    expect(known).toEqual(
      expect.arrayContaining([[emailId, { email: 'new@example.org' }], toInbox]),
    )

    const { rows } = await api.pool.query<{ id: string }>(
      'SELECT id FROM role_assignment WHERE user_id = $1',
      [leaving.userId],
    )
    await owner.call('DELETE', `/api/v1/role-assignments/${rows[0]?.id}`)
    const route = { accountId, connectionId: emailId, address: { email: 'set@example.org' } }
    const setId = made(await setRoute(route))
    const third = await queue(accountId, lowBalance('3'))
    await settled(third)
    // The one that is set replaces the tenant's own address; who has left is told nothing.
    expect(await waysOf(third)).toEqual([[emailId, { email: 'set@example.org' }]])

    await patch(`notice-routes/${setId}`, { enabled: false })
    const routes = await owner.call('GET', `/api/v1/notice-routes?accountId=${accountId}`)
    const automatic = (routes.body.items as readonly JsonObject[]).filter((item) => item.automatic)
    for (const { id } of automatic) await patch(`notice-routes/${String(id)}`, { enabled: false })
    const fourth = await queue(accountId, lowBalance('4'))
    await settled(fourth, 'undeliverable')
    expect(await waysOf(fourth)).toEqual([])
  })
})
