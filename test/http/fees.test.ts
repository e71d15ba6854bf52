import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import type { Person } from './api.ts'
import { newKey, openPaymentsHouse, type PaymentsHouse } from './payments-house.ts'

let house: PaymentsHouse

beforeAll(async () => {
  house = await openPaymentsHouse()
}, 120_000)
afterAll(() => house?.rig.stop())

const PATH = '/api/v1/fees'
const bodyOf = (amount = '30'): JsonObject => ({
  ...{ accountId: house.here.accountId, kind: 'parking', amount, reason: 'Parking, December' },
})

const charge = (person: Person, body = bodyOf(), key = newKey()) =>
  person.call('POST', PATH, { body, headers: { 'idempotency-key': key } })

const atTheDesk = (amount: string) =>
  house.made(house.who('cashier'), { connectionId: house.deskId, amount })

/** The account's purses as somebody sees them. */
async function purses(person: Person): Promise<Record<string, string>> {
  const { body } = await person.call('GET', `/api/v1/accounts/${house.here.accountId}`)
  const list = body.purses as readonly { readonly kind: string; readonly balance: string }[]
  return Object.fromEntries(list.map(({ kind, balance }) => [kind, balance]))
}

describe('a fee', () => {
  it('INV3: takes credit above zero, leaves the rest owed until credit comes in, and is charged once a key', async () => {
    const { who } = house
    await atTheDesk('10')
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => charge(who('manager'), bodyOf(), key)),
    )
    const [first] = answers
    expect(first?.status, first?.text).toBe(201)
    expect(first?.body).toMatchObject({ amount: '30', taken: '10', owed: '20', currency: 'CNY' })
    for (const { body } of answers) expect(body).toEqual(first?.body)
    expect((await charge(who('manager'), bodyOf('31'), key)).body).toMatchObject({
      code: 'idempotency-key-reused',
    })
    for (const name of ['tenant', 'manager'])
      expect(await purses(who(name))).toMatchObject({ cash: '0', receivable: '-20' })

    await atTheDesk('15')
    expect(await purses(who('tenant'))).toMatchObject({ cash: '0', receivable: '-5' })
    await atTheDesk('15')
    expect(await purses(who('tenant'))).toMatchObject({ cash: '10', receivable: '0' })
    const subject = `fees:${String(first?.body.id)}`
    const { body } = await house.owner.call('GET', `/api/v1/audit-events?subject=${subject}`)
    expect(body.items).toMatchObject([{ operation: 'fees.create', outcome: 'done' }])
  })

  it('is settled by a transfer from another account', async () => {
    const { owner, here, who } = house
    const site = { siteId: here.siteId }
    const made = async (path: string, body: JsonObject) =>
      String((await owner.call('POST', `/api/v1/${path}`, { body: { ...site, ...body } })).body.id)
    const tenantId = await made('tenants', { code: 'N', name: 'Neighbour' })
    const contractId = await made('contracts', {
      ...{ code: 'N', tenantId, fromAt: '2026-01-01T00:00:00Z' },
    })
    const limits = { currency: 'CNY', lowBalance: '5', veryLowBalance: '1' }
    const neighbour = await made('accounts', { code: 'N', contractId, ...limits })
    await house.made(who('cashier'), {
      ...{ accountId: neighbour, connectionId: house.deskId, amount: '100' },
    })
    const before = await purses(who('manager'))
    await charge(who('accountant'), bodyOf('60'))
    const owed = 60 - Number(before.cash)
    const move = {
      fromAccountId: neighbour,
      toAccountId: here.accountId,
      amount: '70',
      reason: 'Help',
    }
    const key = { 'idempotency-key': newKey() }
    for (const _ of [1, 2]) {
      const answer = await who('manager').call('POST', '/api/v1/transfers', {
        ...{ body: move, headers: key },
      })
      expect(answer.status, answer.text).toBe(201)
      expect(await purses(who('tenant'))).toMatchObject({
        cash: String(70 - owed),
        receivable: '0',
      })
    }
  })

  it('INV12: is charged by staff of the site alone, above zero, and told to its own tenant', async () => {
    const { who, here } = house
    for (const name of ['tenant', 'stranger', 'cashier', 'auditor'])
      expect((await charge(who(name))).status, name).toBe(403)
    expect((await charge(who('manager'), bodyOf('0'))).body).toMatchObject({
      code: 'validation-failed',
    })
    const list = (name: string) => who(name).call('GET', `${PATH}?accountId=${here.accountId}`)
    expect((await list('tenant')).body.items).toHaveLength(2)
    expect((await list('stranger')).body.items).toEqual([])
  })
})
