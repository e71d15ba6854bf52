import { expect } from 'vitest'
import type { PointBinding, WriteRequest } from '../contracts/index.ts'
import { createTestGuard } from './guard.ts'
import type { DriverBench, MeterDriverCase } from './meter-driver-bench.ts'
import { commandFor } from './meter-driver-bench.ts'

const HOUR_MS = 3_600_000
const SETTLE_MS = 1_500

/** Commands on their way out. Device 0 is the one commanded; its relay starts switched on. */
export const meterDriverCommandCases: readonly MeterDriverCase[] = [
  commandCase(
    'a command that the device obeys is confirmed and read back',
    async (bench, relay) => {
      const cut = await bench.driver.write(commandFor(bench, relay, 'cut'))
      expect(cut).toMatchObject({ outcome: 'confirmed', readBack: false })
      expect(bench.peer.relay.isOn(0)).toBe(false)
      const restored = await bench.driver.write(commandFor(bench, relay, 'restore'))
      expect(restored).toMatchObject({ outcome: 'confirmed', readBack: true })
      expect(bench.peer.relay.isOn(0)).toBe(true)
    },
  ),
  commandCase('a command that the device refuses is refused', async (bench, relay) => {
    bench.peer.relay.behave({ device: 0, behaviour: 'refuse' })
    const result = await bench.driver.write(commandFor(bench, relay, 'cut'))
    expect(result.outcome).toBe('refused')
    expect(bench.peer.relay.isOn(0)).toBe(true)
  }),
  commandCase('no answer is unknown, never done', async (bench, relay) => {
    bench.peer.relay.behave({ device: 0, behaviour: 'silent' })
    const result = await bench.driver.write(commandFor(bench, relay, 'cut'))
    expect(result.outcome).toBe('unknown')
  }),
  commandCase('a device that says yes and does nothing is found out', async (bench, relay) => {
    bench.peer.relay.behave({ device: 0, behaviour: 'lie' })
    const result = await bench.driver.write(commandFor(bench, relay, 'cut'))
    expect(result).toMatchObject({ outcome: 'unknown', readBack: true })
  }),
  commandCase('offline is said, and nothing waits for the return', async (bench, relay) => {
    await bench.peer.setDeviceOnline({ device: 0, online: false })
    await pause()
    const result = await bench.driver.write(commandFor(bench, relay, 'cut'))
    expect(['offline', 'unknown']).toContain(result.outcome)
    await bench.peer.setDeviceOnline({ device: 0, online: true })
    await pause()
    expect(bench.peer.relay.isOn(0)).toBe(true)
  }),
  commandCase(
    'without the peer it is offline, and nothing waits for its return',
    async (bench, relay) => {
      await bench.peer.stop()
      await bench.until('health down', async () => (await bench.driver.health()).status === 'down')
      expect((await bench.driver.write(commandFor(bench, relay, 'cut'))).outcome).toBe('offline')
      await bench.peer.start()
      await bench.until('health up', async () => (await bench.driver.health()).status !== 'down')
      await pause()
      expect(bench.peer.relay.isOn(0)).toBe(true)
    },
  ),
  ...forbidden(),
  commandCase('an intent works once', async (bench, relay) => {
    const cut = commandFor(bench, relay, 'cut')
    expect((await bench.driver.write(cut)).outcome).toBe('confirmed')
    await bench.driver.write(commandFor(bench, relay, 'restore'))
    expect((await bench.driver.write(cut)).outcome).toBe('refused')
    expect(bench.peer.relay.isOn(0)).toBe(true)
  }),
  commandCase('an intent sent twice at once works once', async (bench, relay) => {
    const cut = commandFor(bench, relay, 'cut')
    const results = await Promise.all([bench.driver.write(cut), bench.driver.write(cut)])
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['confirmed', 'refused'])
  }),
  commandCase(
    'an intent that expires while it waits its turn is not sent',
    async (bench, relay) => {
      bench.peer.relay.behave({ device: 0, behaviour: 'silent' })
      const ahead = bench.driver.write(commandFor(bench, relay, 'restore'))
      const cut = bench.driver.write(commandFor(bench, relay, 'cut'))
      await new Promise((resolve) => setTimeout(resolve, 50))
      bench.clock.leap({ byMs: HOUR_MS })
      // Who runs in a process of its own is told of a leap with each call, and without one a second later at most.
      await bench.driver.health()
      bench.peer.relay.behave({ device: 0, behaviour: 'answer' })
      await ahead
      expect((await cut).outcome).toBe('refused')
      expect(bench.peer.relay.isOn(0)).toBe(true)
    },
  ),
]

/** Requests that must move nothing. */
function forbidden(): readonly MeterDriverCase[] {
  const requests: Readonly<
    Record<string, (bench: DriverBench, relay: PointBinding) => WriteRequest>
  > = {
    'without an intent': (bench, relay) => {
      const { pointId, value, expiresAt } = commandFor(bench, relay, 'cut')
      return { pointId, value, expiresAt }
    },
    'signed by another key': ({ clock }, relay) =>
      commandFor({ clock, guard: createTestGuard() }, relay, 'cut'),
    'changed after it was signed': (bench, relay) => {
      const request = commandFor(bench, relay, 'restore')
      const { signature = '', intent } = request.signedIntent ?? {}
      if (intent === undefined) throw new Error('the command carries an intent')
      return {
        ...request,
        value: false,
        signedIntent: { intent: { ...intent, action: 'cut' }, signature },
      }
    },
    'for another point': (bench, relay) => ({
      ...commandFor(bench, bench.peer.device(1).relay ?? relay, 'cut'),
      pointId: relay.pointId,
    }),
    'to restore, with the value to cut': (bench, relay) => ({
      ...commandFor(bench, relay, 'restore'),
      value: false,
    }),
    'that has expired': (bench, relay) => {
      const request = commandFor(bench, relay, 'cut')
      bench.clock.leap({ byMs: HOUR_MS })
      return request
    },
    'whose signature is no signature': (bench, relay) => {
      const request = commandFor(bench, relay, 'cut')
      const { intent } = request.signedIntent ?? {}
      if (intent === undefined) throw new Error('the command carries an intent')
      return { ...request, signedIntent: { intent, signature: '?' } }
    },
  }
  return Object.entries(requests).map(([kind, request]) =>
    commandCase(`a command ${kind} is refused and moves nothing`, async (bench, relay) => {
      expect((await bench.driver.write(request(bench, relay))).outcome).toBe('refused')
      await pause()
      expect(bench.peer.relay.isOn(0)).toBe(true)
    }),
  )
}

function commandCase(
  name: string,
  run: (bench: DriverBench, relay: PointBinding) => Promise<void>,
): MeterDriverCase {
  return {
    name,
    needs: 'write',
    async run(bench) {
      const { relay } = bench.peer.device(0)
      if (relay === undefined) throw new Error('A peer of a driver that writes has relays.')
      await bench.peer.start()
      await bench.driver.connect()
      await bench.until('health up', async () => (await bench.driver.health()).status === 'up')
      await run(bench, relay)
    },
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
}
