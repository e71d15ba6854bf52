import { openGateways } from '../../core/app/gateways.ts'
import type { BuildingView } from '../../core/contracts/index.ts'
import { type Clock, wallClock } from '../../core/kernel/instant.ts'
import { createCommandKeyStore } from '../../core/persistence/command-keys.ts'
import { supplyCommandsOf } from './commands.ts'
import type { SupplyHouse } from './supply-building.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What gateways of a house's site see. @param clock domain time; the API's unless given */
export function openHouseGateways({ api, building }: SupplyHouse, clock?: Clock) {
  const { parts, denials, hub, roles } = api
  const gateways = openGateways({
    ...{ ...parts, ...(clock && { clock }) },
    ...{ keys: createCommandKeyStore(), commands: supplyCommandsOf(parts), roles, denials, hub },
    ...{ wallClock, log: silent },
  })
  gateways.start()
  let opened = 0
  return {
    ...gateways,
    /** Connections so far: the last one is called so, `BMS 3`. */
    opened: () => opened,
    view(exposure: object): BuildingView {
      opened += 1
      return gateways.buildings.open({
        ...{ id: String(9_000 + opened), siteId: building.siteId, pluginId: 'gateway-x' },
        ...{ point: 'buildingGateways', type: 'x', name: `BMS ${opened}`, enabled: true },
        config: { exposure: { ...exposure } },
      })
    },
  }
}
