import type { Network } from '../link.ts'
import { createBacnetDevice } from './device.ts'
import { openRouter } from './router.ts'

export interface BacnetNetwork extends Network {
  readonly port: number
  close(): Promise<void>
}

/**
 * The building's BACnet/IP network: one UDP port of 127.0.0.1, and all devices behind it.
 * @param port 0: any
 */
export async function openBacnetNetwork(options: {
  readonly port: number
}): Promise<BacnetNetwork> {
  const router = await openRouter(options)
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
