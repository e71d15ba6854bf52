import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { parseMicros } from '../../core/kernel/decimal.ts'
import type { Answer, Person } from './api.ts'
import { makeBuilding } from './building.ts'
import { MERCHANT, SECRET, startPaymentsApi } from './payments-rig.ts'

export type PaymentsHouse = Awaited<ReturnType<typeof openPaymentsHouse>>

/** A site with a channel, a cash desk and people; another site with people of its own. */
export async function openPaymentsHouse() {
  const rig = await startPaymentsApi()
  const { api } = rig
  const owner = await api.person([{ role: 'owner' }])
  const here = await makeBuilding(owner, 'here')
  const elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  const people: Record<string, Person> = {
    owner,
    tenant: await api.person([{ role: 'tenant', siteId, tenantId }]),
    stranger: await api.person([
      { role: 'tenant', siteId: elsewhere.siteId, tenantId: elsewhere.tenantId },
    ]),
    farCashier: await api.person([{ role: 'cashier', siteId: elsewhere.siteId }]),
  }
  for (const role of ['cashier', 'manager', 'accountant', 'auditor'] as const)
    people[role] = await api.person([{ role, siteId }])
  const sandboxId = await connect(owner, {
    ...{ siteId, pluginId: 'payment-sandbox', type: 'sandbox', name: 'sandbox' },
    config: { baseUrl: rig.channel.url, merchantId: MERCHANT, secret: SECRET, timeoutMs: 3_000 },
  })
  const deskId = await connect(owner, {
    ...{ siteId, pluginId: 'payment-cash', type: 'cash', name: 'cash' },
    config: { deskCode: 'LOBBY1' },
  })

  const topUp = (person: Person, change: object = {}, key = newKey()): Promise<Answer> =>
    person.call('POST', '/api/v1/top-ups', {
      body: { accountId: here.accountId, connectionId: sandboxId, amount: '100', ...change },
      headers: { 'idempotency-key': key },
    })
  const state = async ({ id }: JsonObject) =>
    (await owner.call('GET', `/api/v1/payment-orders/${String(id)}`)).body.state

  return {
    ...{ rig, owner, here, elsewhere, sandboxId, deskId, topUp, state },
    who(name: string): Person {
      const person = people[name]
      if (person === undefined) throw new Error(name)
      return person
    },
    /** A top-up that succeeds. */
    async made(person: Person, change: object = {}): Promise<JsonObject> {
      const answer = await topUp(person, change)
      expect(answer.status, answer.text).toBe(200)
      return answer.body
    },
    /** The account's cash. */
    async balance(): Promise<bigint> {
      const { body } = await owner.call('GET', `/api/v1/accounts/${here.accountId}`)
      const purses = body.purses as readonly { readonly kind: string; readonly balance: string }[]
      return parseMicros(purses.find(({ kind }) => kind === 'cash')?.balance ?? '')
    },
  }
}

export const newKey = () => randomBytes(8).toString('hex')

async function connect(owner: Person, body: object): Promise<string> {
  const answer = await owner.call('POST', '/api/v1/connections', {
    body: { ...body, extensionPoint: 'paymentProviders' },
  })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}

/** Follows the payer's link, and pays. */
export async function pay({ payerAction }: JsonObject): Promise<string> {
  const { url } = payerAction as { readonly url: string }
  const page = await fetch(url, { method: 'POST', body: new URLSearchParams({ action: 'pay' }) })
  return page.text()
}

export async function becomes(ask: () => Promise<unknown>, value: unknown): Promise<void> {
  await expect.poll(ask, { timeout: 15_000, interval: 50 }).toEqual(value)
}
