import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createMutations } from '@busbar/bacnet/mutations'
import { expect } from 'vitest'
import { REQUESTS } from './frames-corpus.ts'
import { openHouse } from './house.ts'
import { HOST, objectsOf } from './rig.ts'

const AT_ONCE = 200

/**
 * Sends mutated requests to a gateway: each is taken and answered or counted, none of them writes, and a management system is
 * served as before.
 */
export async function sendMutations(request: {
  readonly seed: number
  readonly frames: number
  readonly closers: (() => unknown)[]
}): Promise<void> {
  const { seed, frames, closers } = request
  const { rig, site } = await openHouse({ closers, connection: { writers: ['192.0.2.1'] } })
  const counters = async () => (await rig.gateway.health()).counters ?? {}
  const base = (await counters()).received ?? 0
  const stranger = createSocket('udp4')
  stranger.bind(0, HOST)
  await once(stranger, 'listening')
  let longest = 0
  stranger.on('message', ({ length }) => {
    longest = Math.max(longest, length)
  })
  const next = createMutations({ seed, frames: REQUESTS })
  for (let sent = 0; sent < frames; ) {
    const burst = Math.min(AT_ONCE, frames - sent)
    for (let index = 0; index < burst; index += 1) stranger.send(next(), rig.port, HOST)
    sent += burst
    // No faster than it is taken, so that the socket's buffer drops none.
    for (let tries = 0; ((await counters()).received ?? 0) < base + sent; tries += 1) {
      if (tries > 20_000) throw new Error(`Stuck after ${sent} frames (seed ${seed}).`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  stranger.close()
  const after = await counters()
  expect((after.received ?? 0) - base).toBe(frames)
  expect(after.malformed).toBeGreaterThan(frames / 10)
  expect(after.requests).toBeGreaterThan(frames / 100)
  expect(after.subscriptions).toBeLessThanOrEqual(1_000)
  expect(longest).toBeGreaterThan(0)
  expect(longest).toBeLessThanOrEqual(1_497)
  expect(site.writes).toEqual([])
  site.set({ 'meter:10/power': '77' })
  await expect
    .poll(async () => (await objectsOf(rig.bms)).get('meter:10/power')?.value, { timeout: 10_000 })
    .toBe('77')
}
