import type { Health, MeterDriver } from '@busbar/core/contracts'

const NOT_YET: Health = { status: 'down', detail: 'Not connected yet.' }

/**
 * A driver whose code and libraries are loaded with the first thing that is asked of it: a core
 * without such a connection does without their memory.
 */
export function deferred(load: () => Promise<MeterDriver>): MeterDriver {
  let loading: Promise<MeterDriver> | undefined
  let isOver = false

  async function loadOnce(): Promise<MeterDriver> {
    const driver = await load()
    if (isOver) await driver.stop()
    return driver
  }
  const driver = () => (loading ??= loadOnce())

  return {
    connect: async () => (await driver()).connect(),
    async stop() {
      isOver = true
      // What could not be loaded has nothing to stop.
      const loaded = await loading?.catch(() => undefined)
      await loaded?.stop()
    },
    setPoints: async (request) => (await driver()).setPoints(request),
    read: async (request) => (await driver()).read(request),
    write: async (request) => (await driver()).write(request),
    discover: async (request) => (await driver()).discover(request),
    cancelSearch: async (request) => (await driver()).cancelSearch?.(request),
    health: async () => (loading === undefined ? NOT_YET : (await loading).health()),
  }
}
