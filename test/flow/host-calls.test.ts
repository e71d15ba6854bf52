import { afterEach, describe, expect, test } from 'vitest'
import { meterDriverClient } from '../../core/host/client.ts'
import {
  code,
  driverConnection,
  misbehaving,
  moody,
  started,
  stateOf,
  stopHosts,
} from '../support/host-rig.ts'

afterEach(stopHosts)

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
