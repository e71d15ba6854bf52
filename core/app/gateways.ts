import type { Log } from '../contracts/plugin.ts'
import type { StoredConnection } from '../flow/connections/ports.ts'
import { createGateways, type GatewaysOptions } from '../flow/gateways/gateways.ts'
import { exposureOf } from '../flow/gateways/view.ts'
import { SECOND_MS } from '../kernel/instant.ts'
import { createGatewayStore } from '../persistence/gateway-store.ts'
import type { SqlPool } from '../persistence/sql.ts'
import { type Loop, startLoop } from './loops.ts'

const REFRESH_MS = SECOND_MS

/** What gateways of building management systems may see and ask, with the loop that keeps it fresh. */
export function openGateways(
  options: Omit<GatewaysOptions, 'gateways'> & { readonly pool: SqlPool; readonly log: Log },
) {
  const { pool, log } = options
  const gateways = createGateways({ ...options, gateways: createGatewayStore({ client: pool }) })
  let loop: Loop | null = null
  return Object.freeze({
    reading: gateways.reading,
    observed: gateways.observed,
    buildings: {
      open: ({ id, siteId, name, config }: StoredConnection) =>
        gateways.open({ connectionId: id, siteId, name, exposure: exposureOf(config) }),
      close: (connectionId: string) => gateways.close({ connectionId }),
    },
    start() {
      const name = 'Refreshing what gateways publish'
      loop = startLoop({ name, pauseMs: REFRESH_MS, work: gateways.refresh, log })
    },
    async stop() {
      await loop?.stop()
      gateways.stop()
    },
  })
}
