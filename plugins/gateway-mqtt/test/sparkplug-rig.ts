import type { BuildingView, JsonObject, Log, Trace } from '@busbar/core/contracts'
import type { GatewayPeer, GatewayUnderTest } from '@busbar/core/testkit'
import { encodePayload } from 'sparkplug-payload/lib/sparkplugbpayload.js'
import { expect } from 'vitest'
import { startBroker, type TestBroker } from './broker.ts'
import { CONNECTION_ID, CREDENTIALS, createGateway, quickly } from './rig.ts'
import { type SparkplugHost, startSparkplugHost } from './sparkplug-host.ts'

export interface SparkplugRig extends GatewayUnderTest {
  readonly broker: TestBroker
  readonly host: SparkplugHost
}

/** A gateway as an edge node, with a broker and a host application of its own. */
export async function createSparkplugRig(
  options: {
    readonly building: BuildingView
    readonly log: Log
    readonly signal: AbortSignal
    readonly trace?: Trace
  },
  connection: JsonObject = {},
): Promise<SparkplugRig> {
  const broker = await startBroker(CREDENTIALS)
  const host = await startSparkplugHost({ url: broker.url, options: CREDENTIALS })
  const gateway = createGateway({
    ...{ ...options, connectionId: CONNECTION_ID },
    connection: { ...quickly(broker), publishAs: 'sparkplug', ...connection },
  })
  return {
    ...{ gateway, broker, host, peer: sparkplugPeer({ broker, host }) },
    secrets: [CREDENTIALS.password],
    async close() {
      await host.close()
      await broker.close()
      expect(host.faults()).toEqual([])
    },
  }
}

export function sparkplugPeer({
  broker,
  host,
}: {
  readonly broker: Pick<TestBroker, 'shut' | 'open'>
  readonly host: SparkplugHost
}): GatewayPeer {
  const sent: { readonly topic: string; readonly payload: Buffer }[] = []

  function commandOf(pointId: string, value: boolean | null) {
    const [nodeId = '', name = ''] = pointId.split('/')
    const metric = value === null ? `${name}/Release` : name
    const metrics = [{ name: metric, type: 'Boolean' as const, value: value ?? true }]
    const payload = Buffer.from(encodePayload({ timestamp: Date.now(), metrics }))
    return { topic: `spBv1.0/busbar/DCMD/busbar-9/${nodeId.replace(':', '-')}`, payload }
  }

  return {
    seen: async () => host.seen(),
    async write({ pointId, value }) {
      const command = commandOf(pointId, value)
      sent.push(command)
      await host.publish(command.topic, command.payload)
    },
    async repeatWrites() {
      // As a host does that retains its commands: the broker hands them over with the next connection.
      await broker.shut()
      for (const { topic, payload } of sent) await host.publish(topic, payload, true)
      await broker.open()
      await online(host)
    },
    async sendGarbage() {
      const order = commandOf('supply:12/order', false)
      const odd = (metric: object) =>
        Buffer.from(
          encodePayload({ timestamp: 1, metrics: [metric] } as Parameters<typeof encodePayload>[0]),
        )
      const much = Buffer.alloc(200_000, 0xff)
      const cut = order.payload.subarray(0, order.payload.length - 1)
      for (const payload of [
        ...['', 'ON', '\u0000', much, cut],
        odd({ name: 'order', type: 'String', value: 'true' }),
        odd({ name: 'order', type: 'Double', value: 0 }),
        odd({ alias: 0, type: 'Boolean', value: false }),
        odd({ alias: 999_999, type: 'Boolean', value: false }),
        odd({ name: 'on', type: 'Boolean', value: false }),
        odd({ name: 'order/Release', type: 'Boolean', value: false }),
      ])
        for (const topic of [order.topic, 'spBv1.0/busbar/NCMD/busbar-9'])
          await host.publish(topic, payload)
      for (const device of ['', 'meter-12', 'supply-0', 'supply:12'])
        await host.publish(`spBv1.0/busbar/DCMD/busbar-9/${device}`, order.payload)
    },
    // Who may reach the broker is the broker's matter.
    letsStrangersIn: async () => null,
    goDown: broker.shut,
    comeUp: broker.open,
    async alarms() {
      const standing = host.metrics().get('/Alarms/Standing')?.value ?? '[]'
      return JSON.parse(String(standing)).map(({ eventId }: { eventId: string }) => eventId)
    },
  }
}

async function online(host: SparkplugHost): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!host.isOnline()) {
    if (performance.now() > deadline) throw new Error('The edge node did not come back.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
