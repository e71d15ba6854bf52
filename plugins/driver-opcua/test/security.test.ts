import { type JsonObject, type KeptTexts, meterDrivers } from '@busbar/core/contracts'
import { inProcess, keptPort } from '@busbar/core/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bindingOf, QUICK } from './peer.ts'
import { USER } from './protocol.ts'
import { createRig, until } from './rig.ts'
import { startServerProcess, type TestServer } from './server.ts'
import { makeUserCertificate } from './user-certificate.ts'

const POLICIES = ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss']
const MODES = ['Sign', 'SignAndEncrypt']
const REQUEST = { timeoutMs: 20_000 }
const CASE_MS = 120_000

let server: TestServer
let port = 0
let thumbprint = ''
let identities: Readonly<Record<string, JsonObject>> = {}
beforeAll(async () => {
  server = startServerProcess()
  port = await keptPort()
  thumbprint = (await server.start({ port })).thumbprint
  identities = {
    anonymous: {},
    'user name': USER,
    certificate: await makeUserCertificate(),
  }
}, CASE_MS)
afterAll(() => server.close())

let rig = createRig()
afterEach(async () => {
  await rig.stop()
  rig = createRig()
})

const connection = (more: JsonObject): JsonObject => ({
  ...QUICK,
  url: `opc.tcp://127.0.0.1:${port}`,
  ...more,
})
const trusting = (more: JsonObject = {}): JsonObject =>
  connection({ securityMode: 'SignAndEncrypt', trusted: [{ thumbprint }], ...more })

describe('X2: policies, modes and identities', () => {
  const matrix = POLICIES.flatMap((securityPolicy) =>
    MODES.flatMap((securityMode) =>
      ['anonymous', 'user name', 'certificate'].map((who) => ({
        securityPolicy,
        securityMode,
        who,
      })),
    ),
  )
  it.each(matrix)(
    '$securityPolicy, $securityMode, $who: reads',
    async ({ securityPolicy, securityMode, who }) => {
      const settings = trusting({ securityPolicy, securityMode, ...identities[who] })
      const point = bindingOf(0, 'Relay')
      const driver = rig.driver(settings, [point])
      expect((await driver.connect()).status).not.toBe('down')
      const { items } = await driver.read({ pointIds: [point.pointId], timeoutMs: 5_000 })
      expect(items).toMatchObject([{ value: true }])
    },
    CASE_MS,
  )

  it('without security only who is anonymous connects: no password is sent in clear', async () => {
    expect(await rig.test({ ...REQUEST, connection: connection({}) })).toMatchObject({ ok: true })
    for (const who of ['user name', 'certificate']) {
      const refused = await rig.test({ ...REQUEST, connection: connection(identities[who] ?? {}) })
      expect(refused.ok).toBe(false)
      expect(refused.detail).toContain('is not sent')
    }
  })

  it('a wrong password is refused, and said without it', async () => {
    const wrong = trusting({ username: USER.username, password: 'not-this-one' })
    const refused = await rig.test({ ...REQUEST, connection: wrong })
    expect(refused.ok).toBe(false)
    expect(refused.detail).toMatch(/refuses the user/)
    expect(refused.detail).not.toContain('not-this-one')
  })
})

describe('X2: trust', () => {
  it('nothing is trusted by default: an unknown certificate is refused and shown', async () => {
    const unknown = connection({ securityMode: 'SignAndEncrypt' })
    const refused = await rig.test({ ...REQUEST, connection: unknown })
    expect(refused.ok).toBe(false)
    expect(refused.detail).toContain(thumbprint)
    const { devices, sources = [] } = await rig.tryDiscover({ ...REQUEST, connection: unknown })
    expect(devices).toEqual([])
    expect(sources).toHaveLength(1)
    expect(sources[0]?.source).toBe(thumbprint)
    expect(sources[0]?.sample).toMatch(/CN=Test server/)
    expect(sources[0]?.sample).toMatch(/Valid to: +\d{4}-/)
  })

  it('the thumbprint that was shown makes it trusted, written with colons too', async () => {
    const colons = (thumbprint.match(/../g) ?? []).join(':').toUpperCase()
    for (const one of [thumbprint, colons]) {
      const trusted = connection({ securityMode: 'Sign', trusted: [{ thumbprint: one }] })
      expect(await rig.test({ ...REQUEST, connection: trusted })).toMatchObject({ ok: true })
    }
  })

  it('a connection that runs shows the certificate that it refused', async () => {
    const driver = rig.driver(connection({ securityMode: 'Sign' }))
    expect(await driver.connect()).toMatchObject({ status: 'down' })
    const { sources = [] } = await driver.discover({ timeoutMs: 1_000 })
    expect(sources.map(({ source }) => source)).toEqual([thumbprint])
  })

  it(
    'one that was swapped is refused while the connection runs',
    async () => {
      const driver = rig.driver(trusting())
      expect((await driver.connect()).status).not.toBe('down')
      await server.stop()
      const swapped = await server.start({ port, certificate: 'second' })
      expect(swapped.thumbprint).not.toBe(thumbprint)
      await until('the refusal', async () =>
        (await driver.health()).detail.includes(swapped.thumbprint),
      )
      expect((await driver.health()).status).toBe('down')
      await server.stop()
      await server.start({ port })
      await until('the return', async () => (await driver.health()).status === 'up')
    },
    CASE_MS,
  )

  it(
    'one that has expired is refused, trusted or not',
    async () => {
      await server.stop()
      const old = await server.start({ port, certificate: 'old', expired: true })
      const trusted = connection({
        securityMode: 'Sign',
        trusted: [{ thumbprint: old.thumbprint }],
      })
      const refused = await rig.test({ ...REQUEST, connection: trusted })
      expect(refused.ok).toBe(false)
      expect(refused.detail).toContain('expired')
      await server.stop()
      await server.start({ port })
    },
    CASE_MS,
  )

  it(
    'a server that does not trust Busbar says so',
    async () => {
      await server.stop()
      await server.start({ port, trustsClients: false })
      const refused = await rig.test({ ...REQUEST, connection: trusting() })
      expect(refused.ok).toBe(false)
      expect(refused.detail).toMatch(/does not trust Busbar/)
      await server.stop()
      await server.start({ port })
    },
    CASE_MS,
  )

  it(
    'in processes of their own, one after the other, the same certificate is shown, and trust is the same',
    async () => {
      const texts = new Map<string, string>()
      const kept: KeptTexts = {
        get: async ({ name }) => texts.get(name) ?? null,
        set: async ({ name, text }) => void texts.set(name, text),
      }
      const shown: (string | undefined)[] = []
      for (const turn of ['first', 'second']) {
        const manifest = new URL('../plugin.json', import.meta.url)
        const apart = await inProcess({ manifest, point: meterDrivers, type: 'opcua', kept })
        const { test } = apart.contribution
        try {
          const untrusted = connection({ securityMode: 'SignAndEncrypt' })
          expect(await test({ ...REQUEST, connection: untrusted }), turn).toMatchObject({
            ok: false,
            detail: expect.stringContaining(thumbprint),
          })
          expect(await test({ ...REQUEST, connection: trusting() }), turn).toMatchObject({
            ok: true,
          })
        } finally {
          await apart.close()
        }
        shown.push(texts.get('application-certificate'))
      }
      expect(shown[0]).toContain('BEGIN CERTIFICATE')
      expect(shown[1]).toBe(shown[0])
    },
    CASE_MS,
  )
})
