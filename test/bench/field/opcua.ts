import type { ClientMonitoredItemGroup } from 'node-opcua-client'
import type { PointBinding } from '../../../core/contracts/index.ts'
import { createPeer, nodeIdOf } from '../../../plugins/driver-opcua/test/peer.ts'
import { NAMESPACE } from '../../../plugins/driver-opcua/test/protocol.ts'
import { startServerProcess, type TestServer } from '../../../plugins/driver-opcua/test/server.ts'
import { alternate, type Measured, median } from '../rounds.ts'
import { createCounter, makeDriver } from './drivers.ts'

const ITEMS = 5_000
/** Changes of each item in a round: no more than the server queues between two publications. */
const CHANGES = 20
const ROUNDS = 4

export interface OpcUaServer {
  readonly url: string
  readonly server: TestServer
}

/** A server of node-opcua in a process of its own, with variables that all change at once. */
export async function withOpcUaServer<T>(work: (to: OpcUaServer) => Promise<T>): Promise<T> {
  const server = startServerProcess()
  const peer = await createPeer(server, { values: ITEMS })
  try {
    await peer.start()
    await server.setAll({ value: 0 })
    return await work({ url: peer.url, server })
  } finally {
    await peer.close()
    await server.close()
  }
}

/**
 * Time from the call to connect until every item has a value, and changes a second after: through driver-opcua to a
 * core that takes everything at once, beside a bare client of node-opcua that counts them.
 */
export function compareOpcUa() {
  return withOpcUaServer(async (to) => {
    const liveMs: number[] = []
    const ours = async () => {
      const measured = await throughDriver(to)
      liveMs.push(measured.liveMs)
      return measured
    }
    const ceiling = () => throughClient(to)
    // Once unmeasured: libraries are loaded, both sides run compiled.
    await ours()
    await ceiling()
    const rates = await alternate({ rounds: ROUNDS, ours, ceiling })
    // The first one too, with the library's loading: it is what an integrator waits for.
    return { ...rates, liveMs: Math.round(Math.max(...liveMs)), medianLiveMs: median(liveMs) }
  })
}

export const opcUaPoints = (count: number): readonly PointBinding[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ pointId: `${index}`, role: 'value' as const, unit: 'W' },
    address: { nodeId: nodeIdOf(`Values.${index}`) },
  }))

let value = 0

/** All items change again and again; counted until the last change is there. */
async function changes(
  server: TestServer,
  counter: ReturnType<typeof createCounter>,
): Promise<Measured> {
  const started = performance.now()
  await counter.until(ITEMS * CHANGES, async () => {
    for (let turn = 0; turn < CHANGES; turn += 1) await server.setAll({ value: ++value })
  })
  return { count: ITEMS * CHANGES, seconds: (performance.now() - started) / 1_000 }
}

async function throughDriver({ url, server }: OpcUaServer) {
  const counter = createCounter()
  const driver = makeDriver({
    ...{ name: 'opcua', points: opcUaPoints(ITEMS), onValues: counter.add },
    connection: { url, securityMode: 'None', queueSize: CHANGES },
  })
  const started = performance.now()
  await counter.until(ITEMS, () => driver.connect())
  const liveMs = performance.now() - started
  const measured = await changes(server, counter)
  await driver.stop()
  return { ...measured, liveMs }
}

async function throughClient({ url, server }: OpcUaServer): Promise<Measured> {
  // Not before the driver has loaded it: its first connection is timed with the library and all.
  const library = await import('node-opcua-client')
  const { AttributeIds, ClientSubscription, MessageSecurityMode, OPCUAClient } = library
  const { SecurityPolicy, TimestampsToReturn, ClientMonitoredItemGroup: Group } = library
  const nowhere = () => undefined
  for (const silence of [library.setDebugLogger, library.setErrorLogger, library.setWarningLogger])
    silence(nowhere)
  const counter = createCounter()
  const client = OPCUAClient.create({
    ...{ endpointMustExist: false, securityMode: MessageSecurityMode.None },
    securityPolicy: SecurityPolicy.None,
  })
  await client.connect(url)
  const session = await client.createSession()
  const namespace = (await session.readNamespaceArray()).indexOf(NAMESPACE)
  const subscription = ClientSubscription.create(session, {
    ...{ requestedPublishingInterval: 1_000, requestedMaxKeepAliveCount: 10 },
    ...{ requestedLifetimeCount: 300, maxNotificationsPerPublish: 10_000 },
    ...{ publishingEnabled: true, priority: 0 },
  })
  let group: ClientMonitoredItemGroup | undefined
  await counter.until(ITEMS, async () => {
    const items = opcUaPoints(ITEMS).map((_, index) => ({
      ...{ nodeId: `ns=${namespace};s=Values.${index}`, attributeId: AttributeIds.Value },
    }))
    const parameters = { samplingInterval: 0, discardOldest: true, queueSize: CHANGES }
    group = Group.create(subscription, items, parameters, TimestampsToReturn.Both)
    group.on('changed', () => counter.add(1))
  })
  const measured = await changes(server, counter)
  await group?.terminate()
  await client.disconnect()
  return measured
}
