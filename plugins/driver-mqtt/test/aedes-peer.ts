import type { JsonObject } from '@busbar/core/contracts'
import type { MeterDriverPeer } from '@busbar/core/testkit'
import { createGate } from '@busbar/core/testkit'
import { type AedesBroker, startAedes } from './aedes-broker.ts'
import { createTasmotaField } from './tasmota-field.ts'

/** Settings that make a test quick; everything else is as delivered. */
export const QUICK: JsonObject = {
  protocolVersion: 4,
  connectTimeoutMs: 3_000,
  commandTimeoutMs: 1_000,
  reconnectMaxMs: 500,
}

const SECRET = 'hunter-4711-of-the-hall'

/** Simulated Tasmota devices on an aedes broker in this process; a stop wipes its sessions. */
export async function createAedesPeer(): Promise<MeterDriverPeer> {
  const gate = await createGate()
  const field = createTasmotaField()
  let broker: AedesBroker | undefined

  async function stop(): Promise<void> {
    await field.disconnect()
    await gate.shut()
    const ending = broker
    broker = undefined
    await ending?.close()
  }

  return {
    connection: {
      ...{ url: `mqtt://127.0.0.1:${gate.port}`, ...QUICK },
      ...{ username: 'hall', password: SECRET },
    },
    secrets: [SECRET],
    async start() {
      broker = await startAedes()
      await field.connect(broker.url)
      await gate.open(broker.port)
    },
    stop,
    async partition({ cut }) {
      gate.block(cut)
    },
    device: field.device,
    publish: field.publish,
    publishGarbage: ({ device }) => field.publishGarbage(device),
    relay: {
      behave: ({ device, behaviour }) => field.behave(device, behaviour),
      isOn: field.isOn,
    },
    setDeviceOnline: ({ device, online }) => field.setOnline(device, online),
    close: stop,
  }
}
