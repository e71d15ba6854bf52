import type { JsonObject, PointBinding } from '@busbar/core/contracts'
import type { MeterDriverPeer } from '@busbar/core/testkit'
import { createGate, keptPort } from '@busbar/core/testkit'
import { NAMESPACE, type ServerOptions } from './protocol.ts'
import type { TestServer } from './server.ts'

/** Settings that make a test quick; everything else is as delivered. */
export const QUICK: JsonObject = {
  securityMode: 'None',
  publishingMs: 50,
  queueSize: 5_000,
  pollingMs: 300,
  resubscribeMs: 1_000,
  keepaliveMs: 1_000,
  connectTimeoutMs: 4_000,
  commandTimeoutMs: 1_000,
  reconnectMaxMs: 500,
}

export const nodeIdOf = (name: string) => `nsu=${NAMESPACE};s=${name}`

export function bindingOf(device: number, name: 'Energy' | 'Power' | 'Relay'): PointBinding {
  const address = { nodeId: nodeIdOf(`Meter${device}.${name}`) }
  const pointId = `${name}-${device}`
  if (name === 'Energy') return { pointId, role: 'register', unit: 'kWh', address }
  if (name === 'Power') return { pointId, role: 'power', unit: 'W', address }
  return { pointId, role: 'relay', unit: '', address }
}

/** The server behind a gate, whose port stays the same from start to start. */
export async function createPeer(
  server: TestServer,
  options: Partial<ServerOptions> = {},
): Promise<MeterDriverPeer & { readonly url: string }> {
  const gate = await createGate()
  const port = await keptPort()
  const relays = new Map<number, boolean>()
  server.onRelay((device, on) => relays.set(device, on))
  await server.reset()
  let up = false
  let known = 10

  async function stop(): Promise<void> {
    await gate.shut()
    if (up) await server.stop()
    up = false
  }

  const url = `opc.tcp://127.0.0.1:${gate.port}`
  return {
    url,
    connection: { url, ...QUICK },
    async start() {
      await server.start({ ...options, port })
      await server.devices({ count: known })
      up = true
      await gate.open(port)
    },
    stop,
    async partition({ cut }) {
      gate.block(cut)
    },
    device(index) {
      if (index >= known) {
        known = index + 1
        if (up) void server.devices({ count: known })
      }
      return {
        register: bindingOf(index, 'Energy'),
        power: bindingOf(index, 'Power'),
        relay: bindingOf(index, 'Relay'),
      }
    },
    publish: (reading) => server.publish(reading),
    publishGarbage: (request) => server.garbage(request),
    relay: {
      behave: (request) => void server.behave(request),
      isOn: (device) => relays.get(device) ?? true,
    },
    setDeviceOnline: (request) => server.online(request),
    close: stop,
  }
}
