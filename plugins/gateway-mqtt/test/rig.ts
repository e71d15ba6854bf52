import {
  type BuildingGateway,
  type BuildingGatewayContribution,
  type BuildingGatewayOptions,
  type BuildingView,
  buildingGateways,
  type JsonObject,
  type Log,
  wallClock,
} from '@busbar/core/contracts'
import type { GatewayPeer, GatewayUnderTest } from '@busbar/core/testkit'
import plugin from '../index.ts'
import { type Credentials, startBroker, type TestBroker } from './broker.ts'
import { type HomeAssistant, startHomeAssistant } from './home-assistant.ts'

export const CREDENTIALS: Credentials = { username: 'busbar', password: 'not-to-be-seen-4711' }
export const CONNECTION_ID = '9'

/** A gateway as the host makes it: by what the plugin provides. */
export function createGateway(options: BuildingGatewayOptions): BuildingGateway {
  const made: BuildingGateway[] = []
  plugin.register({
    ...{ pluginId: 'gateway-mqtt', log: options.log, signal: options.signal, config: {} },
    clock: wallClock,
    provide(point, contribution) {
      if (point.id === buildingGateways.id && 'create' in contribution)
        made.push((contribution.create as (given: typeof options) => BuildingGateway)(options))
    },
  })
  const [gateway] = made
  if (gateway === undefined) throw new Error('The plugin provides no gateway.')
  return gateway
}

export interface Rig extends GatewayUnderTest {
  readonly broker: TestBroker
  readonly home: HomeAssistant
}

/** Settings that make a test quick; everything else is as delivered. */
export const quickly = ({ gatewayUrl }: TestBroker): JsonObject => ({
  ...{ url: gatewayUrl, allowUnencrypted: true, ...CREDENTIALS },
  ...{ protocolVersion: 4, connectTimeoutMs: 2_000, reconnectMaxMs: 300 },
})

/**
 * A gateway with a broker and a Home Assistant of its own.
 * @param create where it runs: here unless given
 */
export async function createRig(
  options: { readonly building: BuildingView; readonly log: Log; readonly signal: AbortSignal },
  connection: JsonObject = {},
  create: BuildingGatewayContribution['create'] = createGateway,
): Promise<Rig> {
  const broker = await startBroker(CREDENTIALS)
  const home = await startHomeAssistant(broker.url, CREDENTIALS)
  const gateway = create({
    ...{ ...options, connectionId: CONNECTION_ID },
    connection: { ...quickly(broker), ...connection },
  })
  return {
    ...{ gateway, broker, home, peer: homePeer({ broker, home }) },
    secrets: [CREDENTIALS.password],
    async close() {
      await home.close()
      await broker.close()
    },
  }
}

export function homePeer({
  broker,
  home,
}: {
  readonly broker: Pick<TestBroker, 'shut' | 'open'>
  readonly home: HomeAssistant
}): GatewayPeer {
  const sent: { readonly topic: string; readonly payload: string }[] = []

  /** The entity's own topic and payload, or, where it has none, what could be guessed. */
  function commandOf(pointId: string, value: boolean | null) {
    const topic = `busbar/${CONNECTION_ID}/${pointId.replace(':', '/')}/set`
    const entities = [...home.entities().values()].filter(
      ({ config }) => config.command_topic === topic,
    )
    const entity = entities.find(
      ({ component }) => component === (value === null ? 'button' : 'switch'),
    )
    const {
      payload_on: on = 'ON',
      payload_off: off = 'OFF',
      payload_press: press = 'AUTO',
    } = entity?.config ?? {}
    return { topic, payload: String(value === null ? press : value ? on : off) }
  }

  return {
    seen: async () => home.seen(),
    async write({ pointId, value }) {
      const command = commandOf(pointId, value)
      sent.push(command)
      await home.publish(command.topic, command.payload)
    },
    async repeatWrites() {
      // As a client does that retains its commands: the broker hands them over with the next connection.
      await broker.shut()
      for (const { topic, payload } of sent) await home.publish(topic, payload, true)
      await broker.open()
      await online(home)
    },
    async sendGarbage() {
      const base = `busbar/${CONNECTION_ID}`
      const order = `${base}/supply/12/order/set`
      const much = Buffer.alloc(200_000, 0xff)
      for (const payload of ['', 'on', 'TOGGLE', '{"value":', '\u0000', much])
        await home.publish(order, payload)
      for (const topic of [
        ...[
          `${base}/set`,
          `${base}/a/b/c/d/e/set`,
          `${base}//12//set`,
          `${base}/supply/0/order/set`,
        ],
        ...[`${base}/meter/12/register.1.8.0/set`, `${base}/supply/12/order/set/set`],
      ])
        await home.publish(topic, 'ON')
    },
    // Who may reach the broker is the broker's matter.
    letsStrangersIn: async () => null,
    goDown: broker.shut,
    comeUp: broker.open,
    async alarms() {
      const { alarms } = JSON.parse(
        home.retained().get(`busbar/${CONNECTION_ID}/alarms`) ?? '{"alarms":[]}',
      )
      return alarms.map(({ eventId }: { readonly eventId: string }) => eventId)
    },
  }
}

async function online(home: HomeAssistant): Promise<void> {
  const deadline = performance.now() + 10_000
  while (home.retained().get(`busbar/${CONNECTION_ID}/status`) !== 'online') {
    if (performance.now() > deadline) throw new Error('The gateway did not come back.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
