import { afterEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../core/contracts/index.ts'
import {
  meterDriverClient,
  notificationChannelClient,
  paymentProviderClient,
} from '../../core/host/client.ts'
import {
  code,
  driverConnection,
  misbehaving,
  NOW,
  started,
  stateOf,
  stopHosts,
} from '../support/host-rig.ts'

afterEach(stopHosts)

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
