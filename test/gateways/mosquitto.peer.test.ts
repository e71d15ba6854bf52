import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BuildingView, JsonObject, Log } from '../../core/contracts/index.ts'
import { createFakeBuilding } from '../../core/testkit/fake-building.ts'
import { buildingGatewaySuite, createGate, createRecordingLog } from '../../core/testkit/index.ts'
import { until } from '../../plugins/driver-mqtt/test/bench.ts'
import {
  type Access,
  createMosquitto,
  type Mosquitto,
} from '../../plugins/driver-mqtt/test/mosquitto.ts'
import manifest from '../../plugins/gateway-mqtt/plugin.json' with { type: 'json' }
import { startHomeAssistant } from '../../plugins/gateway-mqtt/test/home-assistant.ts'
import { createGateway, homePeer } from '../../plugins/gateway-mqtt/test/rig.ts'
import { startSparkplugHost } from '../../plugins/gateway-mqtt/test/sparkplug-host.ts'
import { sparkplugPeer } from '../../plugins/gateway-mqtt/test/sparkplug-rig.ts'

const BUSBAR = { username: 'busbar', password: 'not-to-be-seen-4711' }
const HOME = { username: 'home', password: 'home-word' }
const SCADA = { username: 'scada', password: 'scada-word' }
const NOSY = { username: 'nosy', password: 'nosy-word' }
const kinds = (access: string, ...types: readonly string[]) =>
  types.map((type) => `topic ${access} spBv1.0/busbar/${type}`)

/** As the README has it, and somebody who may do as much in another house. */
const ACCESS: readonly Access[] = [
  {
    ...{ user: BUSBAR.username, password: BUSBAR.password },
    rules: [
      ...['topic write homeassistant/+/busbar_9/#', 'topic readwrite busbar/9/#'],
      'topic read homeassistant/+/busbar_9/#',
      ...kinds('write', 'NBIRTH/busbar-9', 'NDATA/busbar-9', 'NDEATH/busbar-9'),
      ...kinds('write', 'DBIRTH/busbar-9/+', 'DDATA/busbar-9/+', 'DDEATH/busbar-9/+'),
      ...kinds('read', 'NCMD/busbar-9', 'DCMD/busbar-9/+'),
      'topic read spBv1.0/STATE/scada',
    ],
  },
  {
    ...{ user: HOME.username, password: HOME.password },
    // Writing more than orders is for the suite's garbage, and for what an earlier run may have left.
    rules: ['topic readwrite homeassistant/#', 'topic readwrite busbar/9/#'],
  },
  {
    ...{ user: SCADA.username, password: SCADA.password },
    rules: [
      'topic read spBv1.0/#',
      'topic write spBv1.0/+/NCMD/#',
      'topic write spBv1.0/+/DCMD/#',
      'topic readwrite spBv1.0/STATE/scada',
    ],
  },
  {
    ...{ user: NOSY.username, password: NOSY.password },
    rules: [
      'topic read spBv1.0/#',
      'topic read busbar/#',
      'topic write busbar/10/#',
      'topic write spBv1.0/other/#',
    ],
  },
]

let broker: Mosquitto
beforeAll(async () => {
  broker = await createMosquitto(ACCESS)
})
afterAll(() => broker.close())

const undone: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of undone.splice(0).reverse()) await undo()
})

/** A broker that remembers nothing: it never wrote down what it held. */
async function fresh(): Promise<void> {
  await broker.kill()
  await broker.start()
}

const address = (port: number) => `mqtts://127.0.0.1:${port}`
const login = (user: typeof HOME) => ({ ...user, ca: broker.ca, protocolVersion: 5 as const })
const settings = (change: JsonObject): JsonObject => ({
  ...{ url: address(broker.ports.password), ca: broker.ca, ...BUSBAR },
  ...{ connectTimeoutMs: 3_000, reconnectMaxMs: 300, ...change },
})
const home = () => startHomeAssistant(address(broker.ports.password), login(HOME))
const scada = (user = SCADA) =>
  startSparkplugHost({ url: address(broker.ports.password), options: login(user) })

interface Given {
  readonly building: BuildingView
  readonly log: Log
  readonly signal: AbortSignal
}

/** The gateway's way to the broker leads through a gate. */
async function gated(given: Given, publishAs: string) {
  await fresh()
  const gate = await createGate()
  const open = () => gate.open(broker.ports.password)
  await open()
  const gateway = createGateway({
    ...{ ...given, connectionId: '9' },
    connection: settings({ publishAs, url: address(gate.port) }),
  })
  return { gateway, secrets: [BUSBAR.password], way: { open, shut: gate.shut } }
}

const [declared] = manifest.contributes.buildingGateways
if (declared === undefined) throw new Error('plugin.json contributes no gateway.')
const { capabilities } = declared

describe('gateway-mqtt at mosquitto, to Home Assistant', () => {
  buildingGatewaySuite({
    capabilities,
    async create(given) {
      const { way, ...made } = await gated(given, 'home-assistant')
      const far = await home()
      const close = async () => {
        await far.close()
        await way.shut()
      }
      return { ...made, close, peer: homePeer({ broker: way, home: far }) }
    },
  })
})

describe('gateway-mqtt at mosquitto, to a host application of Sparkplug B', () => {
  buildingGatewaySuite({
    capabilities,
    async create(given) {
      const { way, ...made } = await gated(given, 'sparkplug')
      const host = await scada()
      const close = async () => {
        await host.close()
        await way.shut()
        expect(host.faults()).toEqual([])
      }
      return { ...made, close, peer: sparkplugPeer({ broker: way, host }) }
    },
  })
})

/** Both formats over one broker, and who looks at them. */
async function house(change: JsonObject = {}) {
  await fresh()
  const building = createFakeBuilding({ authority: true })
  const gateway = createGateway({
    ...{ connectionId: '9', building: building.view, log: createRecordingLog() },
    signal: new AbortController().signal,
    connection: settings({ publishAs: 'home-assistant-and-sparkplug', ...change }),
  })
  undone.push(() => gateway.stop())
  const look = async () => {
    const seen = { home: await home(), scada: await scada() }
    undone.push(seen.home.close, seen.scada.close)
    return seen
  }
  return { building, gateway, look }
}

type Seen = Awaited<ReturnType<Awaited<ReturnType<typeof house>>['look']>>
const both = ({ home: far, scada: host }: Seen, pointId: string, value: string | boolean) =>
  until(
    () => [far.seen().get(pointId), host.seen().get(pointId)],
    (seen) => seen.every((one) => one?.good === true && one.value === value),
  )

const ON = 'supply:12/on'

describe('gateway-mqtt and a mosquitto that', () => {
  test('is restarted: both formats are there again, and what changed meanwhile', async () => {
    const { building, gateway, look } = await house()
    const seen = await look()
    await gateway.connect()
    await both(seen, ON, true)
    for (const value of [false, true]) {
      await broker.terminate()
      await until(
        async () => (await gateway.health()).status,
        (status) => status === 'down',
      )
      building.set({ pointId: ON, value })
      await broker.start()
      await both(seen, ON, value)
    }
    const numbers = seen.scada.birthNumbers()
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(seen.scada.faults()).toEqual([])
  })

  test('has lost everything: discovery, values and births are there for who comes then', async () => {
    const { building, gateway, look } = await house()
    const before = await look()
    await gateway.connect()
    await both(before, ON, true)
    const entities = [...before.home.entities().keys()].sort()
    await fresh()
    building.set({ pointId: ON, value: false })
    const after = await look()
    await until(
      () => after.home.retained().get('busbar/9/status'),
      (said) => said === 'online',
    )
    await until(
      () => [...after.home.entities().keys()].sort(),
      (all) => JSON.stringify(all) === JSON.stringify(entities),
    )
    // Births are told once: who missed them asks.
    await after.scada.rebirth()
    await both(after, ON, false)
  })

  test('lets only some order: the orders of others come to nothing', async () => {
    const { building, gateway, look } = await house()
    const seen = await look()
    const nosy = await scada(NOSY)
    undone.push(nosy.close)
    await gateway.connect()
    await both(seen, ON, true)
    // mosquitto tells a client of MQTT 5 that it may not.
    const order = { name: 'order', type: 'Boolean', value: false } as const
    await nosy.command('supply-12', order).catch(() => undefined)
    await nosy.publish('busbar/9/supply/12/order/set', 'OFF').catch(() => undefined)
    await seen.scada.command('supply-12', { ...order, value: true })
    await until(
      () => building.writes,
      ({ length }) => length > 0,
    )
    expect(building.writes).toMatchObject([{ pointId: 'supply:12/order', value: true }])
  })

  test('knows the gateway by its certificate, or not by a wrong password', async () => {
    const own = broker.clientCertificate(BUSBAR.username)
    const { gateway, look } = await house({
      ...{ ...own, url: address(broker.ports.certificate), sparkplugHostId: 'scada' },
    })
    const seen = await look()
    await gateway.connect()
    await until(
      async () => (await gateway.health()).status,
      (status) => status === 'degraded',
    )
    await seen.scada.state(true, Date.now())
    await both(seen, ON, true)
    const other = await house({ password: 'wrong-word' })
    await other.gateway.connect()
    const { status, detail } = await other.gateway.health()
    expect(status).toBe('down')
    expect(detail).toContain('refuses the user name or password')
    expect(detail).not.toContain('wrong-word')
  })
})
