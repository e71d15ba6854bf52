import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect } from 'vitest'
import { createField, keptUdpPort } from './field.ts'
import { createMutations } from './frames-corpus.ts'
import { isUp, startRig, until, valuesOf } from './rig.ts'

const AT_ONCE = 200

/**
 * Sends mutated frames to a driver that serves real devices meanwhile: each is counted under its
 * source, nothing of them is handed over, and the devices' values go on coming in.
 */
export async function sendMutations(request: {
  readonly seed: number
  readonly frames: number
  readonly closers: (() => unknown)[]
}): Promise<void> {
  const { seed, frames, closers } = request
  const field = await createField()
  closers.push(field.close)
  await field.start()
  const port = await keptUdpPort('0.0.0.0')
  const { register, power } = field.device(0)
  const rig = startRig({
    ...{ points: [register, power], closers },
    connection: { ...field.connection, port, keepAliveSeconds: 3_600, searchSeconds: 3_600 },
  })
  await rig.driver.connect()
  await isUp(rig.driver)
  await field.publish({ device: 0, register: '1', power: '1', at: 0 })
  await until(
    () => valuesOf(rig.sink, register.pointId).length,
    (count) => count === 1,
  )
  const before = await rig.counters()

  const stranger = createSocket('udp4')
  stranger.bind(0, '127.0.0.1')
  await once(stranger, 'listening')
  const source = `127.0.0.1:${stranger.address().port}`
  const next = createMutations(seed)
  const base = before.received ?? 0
  for (let sent = 0; sent < frames; ) {
    const burst = Math.min(AT_ONCE, frames - sent)
    for (let index = 0; index < burst; index += 1) stranger.send(next(), port, '127.0.0.1')
    sent += burst
    // No faster than it is taken, so that the socket's buffer drops none.
    for (let tries = 0; ((await rig.counters()).received ?? 0) < base + sent; tries += 1) {
      if (tries > 20_000) throw new Error(`Stuck after ${sent} frames (seed ${seed}).`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  stranger.close()

  const after = await rig.counters()
  expect((after.received ?? 0) - base).toBe(frames)
  expect(after.malformed).toBeGreaterThan(frames / 3)
  // What was heard of strangers is shown by source, with how often and an example.
  const { sources = [] } = await rig.driver.discover({ timeoutMs: 1_500, limit: 1_000 })
  expect(sources.some((one) => one.source.startsWith(source) && one.count > frames / 3)).toBe(true)
  expect((await rig.driver.health()).detail).toContain(source)
  expect(rig.sink.malformed().length).toBeGreaterThan(0)
  expect(rig.sink.malformed().length).toBeLessThanOrEqual(1_000)

  await field.publish({ device: 0, register: '2.5', power: '2', at: 0 })
  await until(
    () => valuesOf(rig.sink, register.pointId).length,
    (count) => count === 2,
  )
  expect(valuesOf(rig.sink, register.pointId)).toEqual(['1', '2.5'])
  expect(new Set(rig.sink.kept().map((one) => one.source))).toEqual(new Set(['device 1000']))
}
