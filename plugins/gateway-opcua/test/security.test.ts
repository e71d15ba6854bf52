import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, startBench } from './bench.ts'
import { ORDER } from './building.ts'
import { startClientProcess } from './client.ts'
import type { Access } from './protocol.ts'
import { USER } from './rig.ts'

const POLICIES = ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const
const MODES = ['Sign', 'SignAndEncrypt'] as const
const WITHOUT = { mode: 'None', policy: 'None' } as const
const CASE_MS = 120_000

const client = startClientProcess()
let thumbprints = { application: '', user: '' }
beforeAll(async () => {
  thumbprints = await client.identity({})
}, CASE_MS)
afterAll(() => client.close())

const withoutUser = ({ user: _, ...access }: Access): Access => access

describe('X2: policies, modes and identities of the gateway', () => {
  let bench: Bench
  beforeAll(async () => {
    const trustedUsers = [{ thumbprint: thumbprints.user }]
    bench = await startBench(client, { allowSignOnly: true, trustedUsers })
  }, CASE_MS)
  afterAll(() => bench.stop())

  const matrix = POLICIES.flatMap((policy) =>
    MODES.flatMap((mode) =>
      [USER, 'certificate' as const].map((user) => ({
        ...{ policy, mode, user, who: user === USER ? 'user name' : 'certificate' },
      })),
    ),
  )
  it.each(matrix)(
    '$policy, $mode, $who: reads and orders',
    async ({ policy, mode, user }) => {
      await client.use({ ...bench.access, policy, mode, user })
      const seen = new Map(await client.seen())
      expect(seen.get('meter:5/power.1')).toMatchObject({ value: '12345.678', good: true })
      expect(await client.write({ pointId: ORDER, value: true })).toEqual({ status: 'Good' })
      const actor = bench.building.writes.at(-1)?.actor
      expect(actor).toBe(`OPC UA user ${user === USER ? USER.username : 'CN=BMS user, O=Building'}`)
    },
    CASE_MS,
  )

  it('a wrong password, another name, and no name at all are refused', async () => {
    const { access } = bench
    for (const user of [
      { ...USER, password: 'not-this-one' },
      { ...USER, username: 'other' },
    ])
      expect((await client.tries({ ...access, user })).ok).toBe(false)
    expect((await client.tries(withoutUser(access))).ok).toBe(false)
    expect((await client.tries({ ...access, ...WITHOUT })).ok).toBe(false)
    expect((await client.tries({ ...withoutUser(access), ...WITHOUT })).ok).toBe(false)
  })
})

describe('X2: what the gateway allows', () => {
  let bench: Bench | undefined
  afterEach(async () => {
    await bench?.stop()
    bench = undefined
  })

  it(
    'unless told otherwise it offers three policies, all encrypted',
    async () => {
      bench = await startBench(client)
      const offered = await client.endpoints({ url: bench.access.url })
      expect([...offered].sort()).toEqual(
        [...POLICIES].sort().map((one) => `${one} SignAndEncrypt`),
      )
    },
    CASE_MS,
  )

  it(
    'nothing is trusted by default: an unknown client is refused and shown, and comes in once it is trusted',
    async () => {
      bench = await startBench(client, { trusted: [] })
      expect((await client.tries(bench.access)).ok).toBe(false)
      const { status, detail } = await bench.gateway.health()
      expect(status).toBe('up')
      expect(detail).toContain(`CN=BMS first, O=Building`)
      expect(detail).toContain(thumbprints.application)
      expect(bench.building.healths.at(-1)?.detail).toContain(thumbprints.application)
      expect(bench.log.lines().join()).toContain(thumbprints.application)
      await bench.stop()
      const colons = thumbprints.application.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
      bench = await startBench(client, { trusted: [{ thumbprint: colons }] })
      expect((await client.tries(bench.access)).ok).toBe(true)
    },
    CASE_MS,
  )

  it(
    'one that has expired is refused, trusted or not; so is a user that nobody trusts',
    async () => {
      const { application } = await client.identity({ certificate: 'old', expired: true })
      const trusted = [{ thumbprint: application }, { thumbprint: thumbprints.application }]
      bench = await startBench(client, { trusted })
      expect((await client.tries({ ...bench.access, certificate: 'old' })).ok).toBe(false)
      expect((await bench.gateway.health()).detail).toContain('has expired')
      expect((await client.tries({ ...bench.access, user: 'certificate' })).ok).toBe(false)
      expect((await bench.gateway.health()).detail).toContain(thumbprints.user)
    },
    CASE_MS,
  )

  it(
    'anonymous sessions, with security and without, read and order nothing',
    async () => {
      bench = await startBench(client, { allowAnonymous: true, allowUnencrypted: true })
      const nobody = withoutUser(bench.access)
      for (const access of [nobody, { ...nobody, ...WITHOUT }]) {
        await client.use(access)
        expect(new Map(await client.seen()).get('meter:5/power.1')?.good).toBe(true)
        expect(await client.write({ pointId: ORDER, value: false })).toEqual({
          status: 'BadUserAccessDenied',
        })
        expect(await client.call({ nodeId: 'supply:5', name: 'Cut' })).toMatchObject({
          status: 'BadUserAccessDenied',
        })
      }
      expect(bench.building.writes).toEqual([])
      // A password over it would be anybody's.
      expect((await client.tries({ ...bench.access, ...WITHOUT })).ok).toBe(false)
    },
    CASE_MS,
  )
})
