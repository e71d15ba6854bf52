import { createServer } from 'node:net'
import { createRecordingLog, keptPort } from '@busbar/core/testkit'
import { thumbprintOf } from '@busbar/opcua/certificates'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import connectionSchema from '../connection.schema.json' with { type: 'json' }
import { createOpcUaGateway } from '../gateway.ts'
import { createFindIdentity } from '../identity.ts'
import { loadLibrary } from '../library.ts'
import { readSettings } from '../settings.ts'
import { createTestConnection } from '../test-connection.ts'
import { until } from './bench.ts'
import { createBuilding } from './building.ts'

const USER = { username: 'bms', password: 'a-long-password' }
const CASE_MS = 60_000

describe('settings', () => {
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(connectionSchema)

  test('are secure unless they say otherwise', () => {
    expect(readSettings(USER)).toMatchObject({
      ...{ host: '127.0.0.1', port: 4840, trusted: [] },
      ...{ allowSignOnly: false, allowUnencrypted: false, allowAnonymous: false },
    })
    expect(() => readSettings({})).toThrow('Give a user name')
    expect(() => readSettings({ ...USER, allowUnencrypted: true })).toThrow('in clear')
    expect(readSettings({ allowAnonymous: true, allowUnencrypted: true })).toBeDefined()
  })

  test('of the schema want both halves of what belongs together, and no weak policy', () => {
    expect(validate(USER)).toBe(true)
    expect(validate({ username: 'bms' })).toBe(false)
    expect(validate({ ...USER, password: 'short' })).toBe(false)
    expect(validate({ ...USER, securityPolicies: ['Basic128Rsa15'] })).toBe(false)
    expect(validate({ ...USER, securityPolicies: [] })).toBe(false)
    expect(validate({ ...USER, trusted: [{ thumbprint: 'aa' }] })).toBe(false)
    expect(validate({ ...USER, host: 'opc.tcp://x' })).toBe(false)
  })
})

/** A port that somebody else listens on. */
async function taken() {
  const port = await keptPort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { port, free: () => new Promise((resolve) => server.close(resolve)) }
}

describe('listening', () => {
  test(
    'a port that is taken is said, and tried until it is free',
    async () => {
      const { port, free } = await taken()
      const building = createBuilding()
      const gateway = createOpcUaGateway({
        ...{ building: building.view, log: createRecordingLog(), connectionId: '9' },
        ...{ signal: new AbortController().signal, now: Date.now },
        findIdentity: createFindIdentity(undefined),
        connection: { ...USER, port, listenRetryMaxMs: 500 },
      })
      const first = await gateway.connect()
      expect(first).toMatchObject({ status: 'down' })
      expect(first.detail).toContain('EADDRINUSE')
      await free()
      await until('it listens', async () => (await gateway.health()).status === 'up')
      expect(building.healths.map(({ status }) => status)).toContain('up')
      await gateway.stop()
      expect((await gateway.health()).status).toBe('down')
    },
    CASE_MS,
  )

  test('the test of a connection says what would be', async () => {
    const tried = createTestConnection(createFindIdentity(undefined))
    const { port, free } = await taken()
    const asked = (connection: object) =>
      tried({ connection: { ...USER, port, ...connection }, timeoutMs: 5_000 })
    expect(await asked({})).toMatchObject({
      ok: true,
      detail: expect.stringContaining('another port'),
    })
    await free()
    expect(await asked({})).toMatchObject({
      ok: true,
      detail: expect.stringContaining('No client is trusted yet'),
    })
    expect(await asked({ host: '203.0.113.1' })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('EADDRNOTAVAIL'),
    })
    expect(await tried({ connection: {}, timeoutMs: 5_000 })).toMatchObject({ ok: false })
  })
})

test(
  'the certificate is kept for a connection, and made anew for another name',
  async () => {
    const texts = new Map<string, string>()
    const findIdentity = createFindIdentity({
      get: async ({ name }) => texts.get(name) ?? null,
      set: async ({ name, text }) => void texts.set(name, text),
    })
    const library = await loadLibrary()
    const thumbprint = async (connectionId: string, hostname?: string) => {
      const settings = readSettings({ ...USER, ...(hostname && { hostname }) })
      return thumbprintOf((await findIdentity({ library, settings, connectionId })).certificate)
    }
    const first = await thumbprint('9')
    expect(await thumbprint('9')).toBe(first)
    expect(await thumbprint('10')).not.toBe(first)
    const named = await thumbprint('9', 'busbar.tower.example')
    expect(named).not.toBe(first)
    expect(await thumbprint('9', 'busbar.tower.example')).toBe(named)
  },
  CASE_MS,
)
