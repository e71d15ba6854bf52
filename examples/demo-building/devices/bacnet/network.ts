import type { Network } from '../link.ts'
import { type BacnetLink, createBacnetDevice } from './device.ts'
import type { Router } from './router.ts'

export interface BacnetNetwork extends Network {
  connect(...given: Parameters<Network['connect']>): BacnetLink
  readonly port: number
  close(): Promise<void>
}

/** The building's BACnet/IP network: all devices are behind one router. */
export function createBacnetNetwork(router: Router): BacnetNetwork {
  return {
    port: router.port,
    connect(device) {
      const { instance } = device.spec
      if (instance === undefined) throw new Error(`${device.spec.device} has no instance.`)
      return createBacnetDevice(device, { router, instance })
    },
    close: router.close,
  }
}
