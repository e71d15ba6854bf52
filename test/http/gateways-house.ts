import { openGateways } from '../../core/app/gateways.ts'
import type { BuildingView } from '../../core/contracts/index.ts'
import { type Clock, wallClock } from '../../core/kernel/instant.ts'
import { createCommandKeyStore } from '../../core/persistence/command-keys.ts'
import { supplyCommandsOf } from './commands.ts'
import { openSupplyHouse, type SupplyHouse, type Unit } from './supply-building.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** A building with a unit, and what the core shows of it to gateways. */
export interface GatewaysHouse {
  readonly house: SupplyHouse
  readonly unit: Unit
  readonly gateways: ReturnType<typeof openGateways>
  /** As a connection of its own sees it; the newest one is called as {@link lastName} says. */
  view(exposure: object): BuildingView
  lastName(): string
  stop(): Promise<void>
}

/** @param clock domain time; the API's unless given */
export async function openGatewaysHouse(clock?: Clock): Promise<GatewaysHouse> {
  const house = await openSupplyHouse()
  const unit = await house.addUnit({ code: 'A-101' })
  const { parts, denials, hub, roles } = house.api
  const gateways = openGateways({
    ...{ ...parts, ...(clock && { clock }) },
    ...{ keys: createCommandKeyStore(), commands: supplyCommandsOf(parts), roles, denials, hub },
    ...{ wallClock, log: silent },
  })
  gateways.start()
  let opened = 0
  return {
    ...{ house, unit, gateways },
    lastName: () => `BMS ${opened}`,
    view(exposure) {
      opened += 1
      return gateways.buildings.open({
        ...{ id: String(9_000 + opened), siteId: house.building.siteId, pluginId: 'gateway-x' },
        ...{ point: 'buildingGateways', type: 'x', name: `BMS ${opened}`, enabled: true },
        config: { exposure: { ...exposure } },
      })
    },
    async stop() {
      await gateways.stop()
      await house.api.stop()
    },
  }
}
