import { protocolOf } from '../building/wiring.ts'
import { serveParent } from '../child.ts'
import { createJsonFile } from '../json-file.ts'
import { createBacnetNetwork } from './bacnet/network.ts'
import { openRouter } from './bacnet/router.ts'
import { type FleetConfig, startFleet } from './fleet.ts'
import type { MeterState } from './meter.ts'
import { startOpcuaNetwork } from './opcua/network.ts'
import type { ServerConfig, ServerReady } from './opcua/protocol.ts'

/** Where devices that speak something else than MQTT are reached; without it there are none of them. */
export interface OtherNetworksConfig {
  /** UDP port; 0: any. */
  readonly bacnet?: { readonly port: number }
  readonly opcua?: Omit<ServerConfig, 'meters'>
}

export interface DevicesReady {
  readonly bacnet: { readonly port: number } | null
  readonly opcua: (ServerReady & { readonly pid: number }) | null
}

/** The devices as a process of their own: they know their networks, the time and themselves. */
await serveParent(async (given) => {
  const { bacnet, opcua, statePath, ...config } = given as FleetConfig &
    OtherNetworksConfig & { readonly statePath: string }
  const file = createJsonFile<Record<string, MeterState>>(statePath)
  const onOpcua = config.devices.filter(({ kind }) => protocolOf(kind) === 'opcua')
  const [bacnetNetwork, opcuaNetwork] = await Promise.all([
    bacnet && openRouter(bacnet).then(createBacnetNetwork),
    opcua && startOpcuaNetwork({ ...opcua, devices: onOpcua }),
  ])
  const fleet = startFleet({
    config,
    networks: {
      ...(bacnetNetwork && { bacnet: bacnetNetwork }),
      ...(opcuaNetwork && { opcua: opcuaNetwork }),
    },
    load: () => file.read() ?? {},
    save: file.write,
  })
  // Who starts this process looks after it, and it ends where a part of it does.
  void opcuaNetwork?.broken.then(() => process.exit(1))
  const ready: DevicesReady = {
    bacnet: bacnetNetwork ? { port: bacnetNetwork.port } : null,
    opcua: opcuaNetwork ? { ...opcuaNetwork.ready, pid: opcuaNetwork.pid } : null,
  }
  return {
    ready,
    answer: (question) =>
      fleet.swap(question as { readonly remove: string; readonly install: string }),
    async stop() {
      await fleet.stop()
      await Promise.all([bacnetNetwork?.close(), opcuaNetwork?.close()])
    },
  }
})
