import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import type {
  DriverOptions,
  Health,
  JsonObject,
  Log,
  Snapshot,
} from '../../core/contracts/index.ts'
import { createBroker } from '../../core/host/broker.ts'
import {
  meterDriverClient,
  notificationChannelClient,
  paymentProviderClient,
  tariffStrategyClient,
} from '../../core/host/client.ts'
import { createHost, type HostOptions, type PluginHost } from '../../core/host/host.ts'
import type { PluginRepair } from '../../core/host/status.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/plugins', import.meta.url))
const NOW = Date.parse('2026-01-31T08:00:00Z')
const clock = { now: () => NOW }

interface Rig {
  readonly host: PluginHost
  readonly broker: ReturnType<typeof createBroker>['broker']
  readonly repairs: PluginRepair[]
  readonly logged: string[]
  readonly advance: (ms: number) => void
}

const running: Rig[] = []

async function rig(options: Partial<HostOptions> = {}): Promise<Rig> {
  const logged: string[] = []
  const write = (message: string, data?: JsonObject): void => {
    logged.push(`${message} ${JSON.stringify(data)}`)
  }
  const log: Log = { debug: () => undefined, info: write, warn: write, error: write }
  const { broker } = createBroker({ nodeId: 'host-test', log, drainMs: 1_000 })
  await broker.start()
  const repairs: PluginRepair[] = []
  let elapsedMs = 0
  const host = await createHost({
    ...{ broker, log, clock, wallClock: clock, monotonic: () => elapsedMs },
    directories: [FIXTURES],
    settingsOf: async ({ pluginId }) => ({
      enabled: true,
      config: pluginId === 'good' ? { token: 'token-of-good' } : {},
    }),
    onRepair: (repair) => repairs.push(repair),
    roundTrip: true,
    ...options,
    limits: { registerMs: 200, methodFactor: 0.005, ...options.limits },
  })
  const created: Rig = {
    ...{ host, broker, repairs, logged },
    advance: (ms) => {
      elapsedMs += ms
    },
  }
  running.push(created)
  return created
}

async function started(options: Partial<HostOptions> = {}): Promise<Rig> {
  const made = await rig(options)
  await made.host.start()
  return made
}

afterEach(async () => {
  for (const { host, broker } of running.splice(0)) {
    await host.stop()
    await broker.stop()
  }
})

const stateOf = ({ host }: Rig, pluginId: string) => host.list().find(({ id }) => id === pluginId)

const code = (expected: string) => expect.objectContaining({ code: expected })

function driverConnection(overrides: Partial<Parameters<PluginHost['openConnection']>[0]> = {}) {
  const heard: Snapshot[] = []
  const healths: Health[] = []
  const events: DriverOptions['events'] = {
    snapshots: async ({ snapshots }) => {
      heard.push(...snapshots)
    },
    malformed: async () => undefined,
    health: (health) => {
      healths.push(health)
    },
  }
  const request = {
    point: 'meterDrivers' as const,
    type: 'memory',
    connectionId: '7',
    connection: { host: 'here', password: 'open sesame' } as JsonObject,
    points: [{ pointId: 'p1', role: 'register' as const, unit: 'kWh', address: { topic: 'a/b' } }],
    guardPublicKeyPem: '',
    events,
  }
  return { request: { ...request, ...overrides } as typeof request, heard, healths }
}

const misbehaving = (mode: string) =>
  driverConnection({ type: 'misbehaving', connection: { mode, password: 'open sesame' } })

const moody = ({ broker }: Rig, mood: string) =>
  tariffStrategyClient({ broker, pluginId: 'misbehaves', type: 'moody' }).compile({
    terms: { mood },
    calendar: { timeZone: 'Asia/Shanghai', holidays: [], workedWeekendDays: [] },
    from: NOW,
    to: NOW + 1,
  })

describe('start', () => {
  test('P4: each broken plugin fails by itself, with place and remedy, and the rest goes on', async () => {
    const one = await started()
    const seen = Object.fromEntries(
      one.host.list().map(({ id, state, lastError }) => [id, [state, lastError?.code ?? null]]),
    )
    expect(seen).toEqual({
      'asks-process': ['failed', 'plugin-isolation-unsupported'],
      'broken-manifest': ['failed', 'plugin-manifest-invalid'],
      'contributes-undeclared': ['failed', 'plugin-contribution-invalid'],
      good: ['enabled', null],
      'hangs-at-register': ['failed', 'plugin-timeout'],
      misbehaves: ['enabled', null],
      'schema-bomb': ['failed', 'plugin-schema-invalid'],
      'throws-at-register': ['failed', 'plugin-load-failed'],
      'wrong-api': ['failed', 'plugin-api-incompatible'],
      'refused:zz-duplicate-id': ['failed', 'plugin-duplicate'],
      'zz-duplicate-type': ['failed', 'plugin-duplicate'],
    })
    expect(one.repairs.filter(({ status }) => status === 'open')).toHaveLength(9)
    expect(stateOf(one, 'broken-manifest')?.lastError?.detail).toContain('plugin.json/')
    expect(stateOf(one, 'schema-bomb')?.lastError?.detail).toContain('./terms.schema.json')
    expect(stateOf(one, 'wrong-api')?.lastError?.detail).toContain('^2.0.0')
    for (const { remedy } of one.repairs) expect(remedy).not.toBe('')
  })

  test('a failed plugin that is required makes the core not ready, an optional one does not', async () => {
    const one = await started()
    expect(one.host.ready()).toBe(false)
    await one.host.disable({ pluginId: 'throws-at-register' })
    expect(one.host.ready()).toBe(false)
    await one.host.remove({ pluginId: 'wrong-api' })
    expect(one.host.ready()).toBe(true)
    expect(stateOf(one, 'wrong-api')?.state).toBe('removed')
  })

  test('configuration is judged before code runs, and secrets stay out of the log', async () => {
    const one = await started({
      settingsOf: async ({ pluginId }) => ({
        enabled: pluginId !== 'misbehaves',
        config: pluginId === 'good' ? { greeting: 'g'.repeat(51) } : {},
      }),
    })
    expect(stateOf(one, 'good')).toMatchObject({
      state: 'failed',
      lastError: { code: 'validation-failed' },
    })
    expect(stateOf(one, 'misbehaves')?.state).toBe('disabled')
    expect(one.logged.join()).not.toContain('registering')

    await one.host.configure({ pluginId: 'good', config: { greeting: 'hi', token: 'tok-1234' } })
    expect(stateOf(one, 'good')).toMatchObject({ state: 'enabled', lastError: null })
    expect(one.logged.join()).toContain('registering')
    expect(one.logged.join()).not.toContain('tok-1234')
    expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved', pluginId: 'good' })
  })
})

describe('connections', () => {
  test.each([true, false])(
    'a driver is opened, called, heard and closed (round trip: %s)',
    async (roundTrip) => {
      const one = await started({ roundTrip })
      const { request, heard } = driverConnection()
      expect(await one.host.openConnection(request)).toMatchObject({
        ...{ connectionId: '7', pluginId: 'good', state: 'enabled' },
        health: { status: 'up', detail: 'hello, first' },
      })
      const driver = meterDriverClient({
        ...{ broker: one.broker, pluginId: 'good', type: 'memory', connectionId: '7' },
      })
      const write = { pointId: 'p1', value: '12.5', expiresAt: NOW }
      expect(await driver.write(write)).toEqual({
        ...{ outcome: 'confirmed', detail: 'kept', readBack: '12.5' },
      })
      // The plugin's own counters object goes on being written to.
      expect((await driver.health()).counters).toEqual({ writes: 1 })
      expect((await driver.write(write)).outcome).toBe('confirmed')
      const read = await driver.read({ pointIds: ['p1'], timeoutMs: 100 })
      expect(read.items).toEqual([{ pointId: 'p1', value: '12.5', at: null }])
      expect(Object.isFrozen(read.items[0])).toBe(true)
      expect(heard).toHaveLength(2)
      expect(Object.isFrozen(heard[0]?.values[0])).toBe(true)
      expect(one.logged.join()).not.toContain('open sesame')

      await driver.setPoints({
        points: [{ pointId: 'p2', role: 'relay', unit: '', address: { topic: 'c' } }],
      })
      await expect(
        driver.setPoints({
          points: [{ pointId: 'p3', role: 'relay', unit: '', address: { topic: 'NO' } }],
        }),
      ).rejects.toEqual(code('validation-failed'))
      const { devices } = await driver.discover({ timeoutMs: 100 })
      expect(devices[0]?.points).toMatchObject([{ address: { topic: 'c' }, role: 'relay' }])

      await one.host.closeConnection({ connectionId: '7' })
      await one.host.closeConnection({ connectionId: '7' })
      await expect(driver.health()).rejects.toEqual(code('not-found'))
    },
  )

  test('P4: a configuration is refused before any plugin code sees it', async () => {
    const one = await started()
    const refused: unknown[] = [
      JSON.parse('{"host":"here","__proto__":{"admin":true}}'),
      JSON.parse('{"host":"here","constructor":{"prototype":{}}}'),
      { host: 'here', password: 'x'.repeat(1_000_000) },
      { host: 'here', more: 1 },
      { host: 'here', port: '1883' },
      { password: 'open sesame' },
      JSON.parse(`{"host":${'['.repeat(200)}${']'.repeat(200)}}`),
    ]
    for (const connection of refused) {
      const { request } = driverConnection({ connection: connection as JsonObject })
      await expect(one.host.openConnection(request)).rejects.toEqual(code('validation-failed'))
      const { point, type } = request
      const test = { point, type, connection: connection as JsonObject, timeoutMs: 100 }
      await expect(one.host.testConnection(test)).rejects.toEqual(code('validation-failed'))
    }
    const wrongPoint = driverConnection()
    const points = [{ ...wrongPoint.request.points[0], address: { topic: 'A' } }]
    await expect(
      one.host.openConnection({ ...wrongPoint.request, points } as typeof wrongPoint.request),
    ).rejects.toMatchObject({ errors: [{ pointer: '/points/0/address/topic' }] })
    expect(one.host.connections()).toEqual([])
    expect(one.logged.join()).not.toContain('connecting')
  })

  test('a connection is tested before its new configuration is taken', async () => {
    const one = await started()
    const { request } = driverConnection()
    await one.host.openConnection(request)
    const change = (connection: JsonObject) =>
      one.host.reconfigureConnection({ connectionId: '7', connection, timeoutMs: 100 })
    await expect(change({ host: 'nowhere', password: 'new secret' })).rejects.toMatchObject({
      code: 'connection-test-failed',
      detail: expect.not.stringContaining('new secret'),
    })
    expect(one.host.connections()).toMatchObject([{ state: 'enabled' }])
    expect(await change({ host: 'there' })).toMatchObject({ state: 'enabled' })
    const { point, type } = request
    const test = { point, type, connection: { host: 'x' }, timeoutMs: 100 }
    expect(await one.host.testConnection(test)).toEqual({ ok: true, detail: 'reached x:1883' })
    const crash = { ...test, type: 'misbehaving', connection: { mode: 'any' } }
    expect(await one.host.testConnection(crash)).toEqual({ ok: false, detail: 'tested to death' })
  })

  test('what fails to open is listed as failed, and can be mended by reconfiguring it', async () => {
    const one = await started()
    for (const [mode, expected] of [
      ['create-throws', 'plugin-call-failed'],
      ['connect-throws', 'plugin-not-available'],
      ['connect-hangs', 'plugin-timeout'],
    ] as const) {
      const { request } = misbehaving(mode)
      await expect(one.host.openConnection(request)).rejects.toEqual(code(expected))
      expect(one.host.connections()).toMatchObject([
        { state: 'failed', lastError: { code: expected } },
      ])
      expect(stateOf(one, 'misbehaves')?.state).toBe('degraded')
      expect(JSON.stringify(one.host.connections())).not.toContain('open sesame')
      await expect(one.host.openConnection(request)).rejects.toEqual(code('conflict'))
      await one.host.closeConnection({ connectionId: '7' })
      expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved', connectionId: '7' })
    }
    await one.host.openConnection(misbehaving('down').request)
    expect(one.host.connections()).toMatchObject([{ state: 'degraded' }])
    expect(stateOf(one, 'misbehaves')?.state).toBe('enabled')
  })

  test('O4: a driver that never stops is cut off, and what it emits later is not heard', async () => {
    const one = await started()
    const { request, heard, healths } = misbehaving('never-stops')
    await one.host.openConnection(request)
    await one.host.closeConnection({ connectionId: '7' })
    expect(one.repairs.at(-1)).toMatchObject({
      status: 'open',
      code: 'plugin-timeout',
      connectionId: '7',
    })
    expect(one.host.connections()).toEqual([])
    await expect.poll(() => one.logged.join()).toContain('stop emitting')
    expect(heard).toEqual([])
    expect(healths).toEqual([])
  })

  test('what a driver hands over is checked', async () => {
    const one = await started()
    const { request, heard } = misbehaving('any')
    await one.host.openConnection(request)
    const driver = meterDriverClient({
      ...{ broker: one.broker, pluginId: 'misbehaves', type: 'misbehaving', connectionId: '7' },
    })
    await expect(driver.health()).rejects.toEqual(code('validation-failed'))
    await expect(driver.read({ pointIds: [], timeoutMs: 1 })).resolves.toEqual({ items: [] })
    expect(heard).toEqual([])
  })

  test('payments and notices cross as they are, and one wrong address fails by itself', async () => {
    const one = await started()
    const connection = { host: 'here' }
    for (const [point, type, connectionId] of [
      ['paymentProviders', 'purse', '8'],
      ['notificationChannels', 'board', '9'],
    ] as const)
      await one.host.openConnection({ point, type, connectionId, connection })
    const purse = paymentProviderClient({
      ...{ broker: one.broker, pluginId: 'good', type: 'purse', connectionId: '8' },
    })
    const order = {
      ...{ orderId: 'o1', amountMinor: 9_007_199_254_740_993n, currency: 'CNY' },
      ...{ description: '', expiresAt: NOW, callbackUrl: '' },
    }
    expect(await purse.createPayment(order)).toMatchObject({ amountMinor: 9_007_199_254_740_993n })

    const board = notificationChannelClient({
      ...{ broker: one.broker, pluginId: 'good', type: 'board', connectionId: '9' },
    })
    const notice = (deliveryId: string, flat: string) => ({
      ...{ deliveryId, address: { flat }, language: 'en', subject: '', text: '' },
      urgency: 'normal' as const,
    })
    const { items } = await board.send({ notices: [notice('1', '12'), notice('2', 'roof')] })
    expect(items).toMatchObject([
      { deliveryId: '1', outcome: 'sent' },
      { deliveryId: '2', outcome: 'failed', retryable: false },
    ])
    // A connection is reached through its own contribution alone.
    const astray = paymentProviderClient({
      ...{ broker: one.broker, pluginId: 'good', type: 'purse', connectionId: '9' },
    })
    await expect(astray.queryPayment({ orderId: 'o1' })).rejects.toEqual(code('not-found'))
  })
})

describe('calls', () => {
  test('whatever a plugin throws or answers comes out as a code of the catalogue', async () => {
    const one = await started({ limits: { crashes: 100 } })
    for (const [mood, expected] of [
      ['throw', 'plugin-call-failed'],
      ['throw-retryable', 'plugin-not-available'],
      ['throw-coded', 'overloaded'],
      ['throw-trap', 'plugin-call-failed'],
      ['function', 'not-serialisable'],
      ['cycle', 'not-serialisable'],
      ['nan', 'not-serialisable'],
      ['hang', 'plugin-timeout'],
    ] as const)
      await expect(moody(one, mood), mood).rejects.toEqual(code(expected))
    expect(await moody(one, 'fine')).toEqual({ ok: false, errors: [] })
    expect(await moody(one, 'x'.repeat(51))).toMatchObject({
      ok: false,
      errors: [{ pointer: '/terms/mood' }],
    })
  })

  test('O4: repeated crashes trip the breaker, open one repair item, and heal after a pause', async () => {
    const one = await started()
    for (let count = 0; count < 5; count += 1)
      await expect(moody(one, 'throw')).rejects.toEqual(code('plugin-call-failed'))
    await expect(moody(one, 'fine')).rejects.toEqual(code('plugin-not-available'))
    expect(stateOf(one, 'misbehaves')?.state).toBe('degraded')
    const key = 'plugin:misbehaves:tariffStrategies/moody:crashes'
    expect(one.repairs.filter((repair) => repair.key === key)).toMatchObject([{ status: 'open' }])

    one.advance(30_000)
    await expect(moody(one, 'throw')).rejects.toEqual(code('plugin-call-failed'))
    await expect(moody(one, 'fine')).rejects.toEqual(code('plugin-not-available'))
    one.advance(30_000)
    expect(await moody(one, 'fine')).toMatchObject({ ok: false })
    expect(stateOf(one, 'misbehaves')?.state).toBe('enabled')
    expect(one.repairs.at(-1)).toMatchObject({ key, status: 'resolved' })
  })

  test("O4: one connection's crashes do not stop another, and secrets stay out of errors", async () => {
    const one = await started()
    await one.host.openConnection(misbehaving('read-throws').request)
    await one.host.openConnection({ ...misbehaving('any').request, connectionId: '8' })
    const driver = (connectionId: string) =>
      meterDriverClient({
        broker: one.broker,
        pluginId: 'misbehaves',
        type: 'misbehaving',
        connectionId,
      })
    const read = { pointIds: [], timeoutMs: 10 }
    for (let count = 0; count < 5; count += 1)
      await expect(driver('7').read(read)).rejects.toMatchObject({
        code: 'plugin-call-failed',
        detail: expect.not.stringContaining('open sesame'),
      })
    await expect(driver('7').read(read)).rejects.toEqual(code('plugin-not-available'))
    expect(await driver('8').read(read)).toEqual({ items: [] })
    expect(one.host.connections()).toMatchObject([{ state: 'degraded' }, { state: 'enabled' }])
  })

  test('O4: at most so many calls run at once and wait; more are refused, and none hang for ever', async () => {
    const one = await started({
      limits: { concurrency: 2, queue: 1, crashes: 9 },
    })
    const hanging = [1, 2, 3].map(() => moody(one, 'hang'))
    const settled = Promise.allSettled(hanging)
    await expect(moody(one, 'fine')).rejects.toEqual(code('overloaded'))
    expect((await settled).map((outcome) => outcome.status)).toEqual(Array(3).fill('rejected'))
    expect(await moody(one, 'fine')).toMatchObject({ ok: false })
  })

  test('a disabled plugin cannot be called, and comes back with its connections', async () => {
    const one = await started()
    await one.host.openConnection(driverConnection().request)
    await one.host.disable({ pluginId: 'good' })
    expect(one.host.connections()).toMatchObject([{ state: 'disabled' }])
    const driver = meterDriverClient({
      ...{ broker: one.broker, pluginId: 'good', type: 'memory', connectionId: '7' },
    })
    await expect(driver.health()).rejects.toEqual(code('plugin-not-available'))
    await expect(
      one.host.openConnection(driverConnection({ connectionId: '8' }).request),
    ).rejects.toEqual(code('plugin-not-available'))
    await one.host.enable({ pluginId: 'good' })
    expect((await driver.health()).status).toBe('up')
  })

  test('a new configuration reaches connections that are open; a bad one leaves all as it was', async () => {
    const one = await started()
    await one.host.openConnection(driverConnection().request)
    const driver = meterDriverClient({
      ...{ broker: one.broker, pluginId: 'good', type: 'memory', connectionId: '7' },
    })
    await expect(one.host.configure({ pluginId: 'good', config: { greeting: 1 } })).rejects.toEqual(
      code('validation-failed'),
    )
    expect((await driver.health()).detail).toBe('hello, first')
    await one.host.configure({ pluginId: 'good', config: { greeting: 'moin' } })
    expect((await driver.health()).detail).toBe('moin, first')
  })
})

test('contributions are services of this node alone, named after plugin, point and type', async () => {
  const one = await started()
  const actions = one.broker.registry
    .getActionList({ onlyLocal: true })
    .filter(({ name }) => name.startsWith('plugin.good.'))
  expect(actions.map(({ name }) => name)).toContain('plugin.good.paymentProviders.purse.refund')
  expect(actions.map(({ name }) => name)).not.toContain('plugin.good.meterDrivers.memory.stop')
  expect(new Set(actions.map(({ action }) => action?.visibility))).toEqual(new Set(['protected']))
})

test('a reload takes new code, its modules and its manifest; a bad one leaves the old running', async () => {
  const script = fileURLToPath(new URL('../fixtures/host/reload.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  expect(JSON.parse(stdout)).toEqual([
    ['hello, first', '1.0.0', 'enabled', null],
    ['hello, second', '1.1.0', 'enabled', null],
    ['hello, second', '1.1.0', 'enabled', 'plugin-load-failed'],
    [['failed', 'validation-failed']],
    [['degraded', 'plugin-api-incompatible']],
    ['hello, third', '1.1.0', 'enabled', null],
  ])
}, 30_000)
