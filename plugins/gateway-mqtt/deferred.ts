import type { BuildingGateway, Health } from '@busbar/core/contracts'

const NOT_YET: Health = { status: 'down', detail: 'Not connected yet.' }

/**
 * A gateway whose code and libraries are loaded when it is to connect: a core without such a
 * connection does without their memory.
 */
export function deferred(load: () => Promise<BuildingGateway>): BuildingGateway {
  let loading: Promise<BuildingGateway> | undefined
  let isOver = false

  async function loadOnce(): Promise<BuildingGateway> {
    const gateway = await load()
    if (isOver) await gateway.stop()
    return gateway
  }

  return {
    async connect() {
      loading ??= loadOnce()
      return (await loading).connect()
    },
    async stop() {
      isOver = true
      // What could not be loaded has nothing to stop.
      const loaded = await loading?.catch(() => undefined)
      await loaded?.stop()
    },
    health: async () => (loading === undefined ? NOT_YET : (await loading).health()),
  }
}
