import { createServer, type Server } from 'node:net'
import type { JsonObject } from '@busbar/core/contracts'
import type { MeterDriverPeer } from '@busbar/core/testkit'
import { Aedes } from 'aedes'
import { createGate } from './gate.ts'
import { createTasmotaField } from './tasmota-field.ts'

/** Settings that make a test quick; everything else is as delivered. */
export const QUICK: JsonObject = {
  protocolVersion: 4,
  connectTimeoutMs: 3_000,
  commandTimeoutMs: 1_000,
  reconnectMaxMs: 500,
}

/** Simulated Tasmota devices on an aedes broker in this process; a stop wipes its sessions. */
export async function createAedesPeer(): Promise<MeterDriverPeer> {
  const gate = await createGate()
  const field = createTasmotaField()
  let broker: Aedes | undefined
  let server: Server | undefined

  async function stop(): Promise<void> {
    await field.disconnect()
    await gate.shut()
    const closing = server
    const ending = broker
    server = undefined
    broker = undefined
    if (ending !== undefined) await new Promise<void>((resolve) => ending.close(() => resolve()))
    if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()))
  }

  return {
    connection: { url: `mqtt://127.0.0.1:${gate.port}`, ...QUICK },
    async start() {
      const started = await Aedes.createBroker()
      const listening = createServer(started.handle)
      const port = await new Promise<number>((resolve) =>
        listening.listen(0, '127.0.0.1', () => {
          const address = listening.address()
          resolve(address !== null && typeof address === 'object' ? address.port : 0)
        }),
      )
      broker = started
      server = listening
      await field.connect(`mqtt://127.0.0.1:${port}`)
      await gate.open(port)
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
