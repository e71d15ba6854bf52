import { expect } from 'vitest'
import type { BrowsedNode, Discovery } from '../contracts/index.ts'
import type { DriverBench, MeterDriverCase } from './meter-driver-bench.ts'

/** What a search of the devices' side must do, besides finding them. */
export const meterDriverSearchCases: readonly MeterDriverCase[] = [
  {
    name: 'discovery gives no more than it was asked for',
    needs: 'discover',
    async run(bench) {
      const finder = await connectedFinder(bench)
      const { devices, sources = [] } = await finder.discover({ timeoutMs: 3_000, limit: 1 })
      expect(devices.length).toBe(1)
      expect(sources.length).toBeLessThanOrEqual(1)
    },
  },
  {
    name: 'a discovery that is cancelled ends with what was found so far',
    needs: 'discover',
    async run(bench) {
      const finder = await connectedFinder(bench)
      // Who cannot be cancelled ends by the time that it was given.
      const cancellable = finder.cancelSearch !== undefined
      let ended = false
      const timeoutMs = cancellable ? bench.patienceMs * 4 : 1_000
      const search = finder.discover({ timeoutMs, searchId: 'one' }).then((result) => {
        ended = true
        return result
      })
      await finder.cancelSearch?.({ searchId: 'another' })
      await finder.cancelSearch?.({ searchId: 'one' })
      await bench.until('the end of the search', () => ended)
      expect((await search).devices).toBeInstanceOf(Array)
      await finder.cancelSearch?.({ searchId: 'one' })
    },
  },
  {
    name: 'what a form finds before it is saved is what a connection finds after',
    needs: 'discover',
    async run(bench) {
      const { tryDiscover } = bench.options
      // Who cannot search without a connection is found out by `unsupported`.
      if (tryDiscover === undefined) return
      const finder = await connectedFinder(bench)
      const request = { timeoutMs: 2_000 }
      const before = await tryDiscover({ ...request, connection: bench.peer.connection })
      const after = await finder.discover(request)
      const names = ({ devices }: Discovery) => devices.map(({ source }) => source).sort()
      expect(names(before)).toEqual(names(after))
    },
  },
  {
    name: 'a stop ends a search that is under way',
    needs: 'discover',
    async run(bench) {
      const finder = await connectedFinder(bench)
      let ended = false
      const timeoutMs = bench.patienceMs * 4
      const search = finder
        .discover({ timeoutMs })
        .catch(() => undefined)
        .finally(() => {
          ended = true
        })
      await finder.stop()
      await bench.until('the end of the search', () => ended)
      await search
    },
  },
  {
    name: 'browsing leads from the root to a value that can be bound',
    needs: 'browse',
    async run(bench) {
      const finder = await connectedFinder(bench)
      const browse = async (nodeId: string | null): Promise<readonly BrowsedNode[]> => {
        const found = await finder.browse?.({ nodeId, timeoutMs: 3_000, limit: 50 })
        return found?.nodes ?? []
      }
      const open = [...(await browse(null))]
      expect(open.length).toBeGreaterThan(0)
      let bindable: BrowsedNode | undefined
      for (let steps = 0; steps < 200 && bindable === undefined; steps += 1) {
        const node = open.shift()
        if (node === undefined) break
        if (node.point !== undefined) bindable = node
        else if (node.hasChildren) open.push(...(await browse(node.nodeId)))
      }
      expect(bindable?.point?.address).toBeTypeOf('object')
      expect(
        (await finder.browse?.({ nodeId: null, timeoutMs: 3_000, limit: 1 }))?.nodes.length,
      ).toBe(1)
    },
  },
]

/** A driver without points, connected to a peer whose first devices have spoken. */
async function connectedFinder(bench: DriverBench) {
  await bench.driver.stop()
  await bench.peer.start()
  const finder = bench.another({ points: [] })
  await finder.connect()
  await bench.until('health up', async () => (await finder.health()).status === 'up')
  for (const device of [0, 1])
    await bench.peer.publish({
      device,
      register: '1000.125',
      power: '100.5',
      at: bench.clock.now(),
    })
  return finder
}
