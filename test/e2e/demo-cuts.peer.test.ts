import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { cookieOf } from '../support/sign-in.ts'

/*
 * The demo building as `npm start` runs it, at full speed: a tenant of each protocol runs dry, is cut, pays and is supplied
 * again. It takes minutes and much of the machine, so BUSBAR_PEERS=1 runs it.
 */

/** Accounts of the tenants who pay once they are cut, by what their relays speak. */
const CUT = { mqtt: 'A-201', opcua: 'A-103', bacnet: 'A-106' } as const
const WITHIN = { timeout: 240_000, interval: 1_000 }

interface Item {
  readonly id: string
  readonly [name: string]: unknown
}

let demo: Demo
let cookie = ''

beforeAll(async () => {
  demo = await startDemo({ path: process.env.PATH })
  cookie = await cookieOf(demo.url, demo.loginAs('owner'))
}, 540_000)
afterAll(async () => {
  await demo?.stop()
}, 120_000)

async function list(path: string): Promise<readonly Item[]> {
  const response = await fetch(`${demo.url}/api/v1/${path}?limit=500`, { headers: { cookie } })
  return ((await response.json()) as { readonly items: readonly Item[] }).items
}

/** The supply point behind the account's only relay, and the type of the connection that switches it. */
async function supplyOf(code: string) {
  const account = (await list('accounts')).find((one) => one.code === code)
  const agreements = (await list('service-agreements')).filter(
    ({ accountId }) => accountId === account?.id,
  )
  const supply = (await list('supply-points')).find(({ meteringPointId }) =>
    agreements.some((one) => one.meteringPointId === meteringPointId),
  )
  const relay = (await list('points')).find(({ id }) => id === supply?.relayPointId)
  const connection = (await list('connections')).find(({ id }) => id === relay?.connectionId)
  return { id: supply?.id, type: connection?.type }
}

async function verified(supplyPointId: unknown): Promise<readonly unknown[]> {
  return (await list('supply-commands'))
    .filter((one) => one.supplyPointId === supplyPointId && one.verifiedAt !== null)
    .map(({ action, outcome }) => `${action} ${outcome}`)
}

it.each(Object.entries(CUT))(
  'a tenant whose relay speaks %s is cut, pays, and is supplied again',
  async (protocol, code) => {
    await expect.poll(async () => (await supplyOf(code)).type, WITHIN).toBe(protocol)
    const { id } = await supplyOf(code)
    await expect.poll(() => verified(id), WITHIN).toEqual(['cut confirmed', 'restore confirmed'])
  },
  480_000,
)

it('no reading of the three protocols was set aside, and nothing of the field is to be looked at', async () => {
  const items = (await list('repair-items')).map(({ kind, detail }) => `${kind}: ${detail}`)
  expect(items.filter((item) => /^[^:]*(reading|point|connection|device)/.test(item))).toEqual([])
})
