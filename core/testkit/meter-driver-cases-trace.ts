import { expect } from 'vitest'
import type { DriverBench, MeterDriverCase } from './meter-driver-bench.ts'
import { connected, readingTime, snapshotsWith } from './meter-driver-bench.ts'
import { bothWays } from './recording-trace.ts'

/** What goes over the wire can be looked at, and nothing of it is written down while nobody looks. */
export const meterDriverTraceCases: readonly MeterDriverCase[] = [
  {
    name: 'a trace that is off stays empty',
    async run(bench) {
      await connected(bench)
      await exchange(bench, 0)
      expect(bench.trace.entries()).toEqual([])
    },
  },
  {
    name: 'a trace that is on tells both directions, and no secret',
    async run(bench) {
      const { peer, trace, until } = bench
      trace.turnOn()
      await connected(bench)
      let index = 0
      await until('entries in both directions', async () => {
        index += 1
        await exchange(bench, index)
        return bothWays(trace.entries())
      })
      const told = JSON.stringify(trace.entries())
      for (const secret of peer.secrets ?? []) {
        expect(told).not.toContain(secret)
        expect(told).not.toContain(Buffer.from(secret).toString('hex'))
      }
    },
  },
]

/** A reading comes, and where the driver reads, one is asked for. */
async function exchange(bench: DriverBench, index: number): Promise<void> {
  const { peer, driver, sink, options, until } = bench
  const { register } = peer.device(0)
  const before = snapshotsWith(sink, register).length
  await peer.publish({
    ...{ device: 0, register: `${2_000 + index}.125`, power: `${200 + index}.5` },
    at: readingTime(index),
  })
  await until('the reading', () => snapshotsWith(sink, register).length > before)
  if (options.capabilities.read)
    await driver.read({ pointIds: [register.pointId], timeoutMs: 3_000 })
}
