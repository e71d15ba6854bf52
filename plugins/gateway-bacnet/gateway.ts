import type { ObjectId } from '@busbar/bacnet/tags'
import {
  type BuildingGateway,
  type BuildingGatewayOptions,
  followBuilding,
  type GatewaySnapshot,
  type Health,
  wallClock,
} from '@busbar/core/contracts'
import { type Building, buildingOf, keyOf, takeValues } from './building.ts'
import { deviceId } from './device.ts'
import { createInstances } from './instances.ts'
import { createLink } from './link.ts'
import { createOrders } from './orders.ts'
import { createServer } from './server.ts'
import { readSettings } from './settings.ts'
import { createSubscriptions } from './subscriptions.ts'
import { createWrites } from './writes.ts'

/** As in package.json. */
export const VERSION = '0.1.0'
const MINUTE_MS = 60_000

/** Shows a site as a BACnet/IP device. @throws as {@link readSettings} */
export function createBacnetGateway(options: BuildingGatewayOptions): BuildingGateway {
  const { building: view, log, signal } = options
  const settings = readSettings(options.connection)
  const instances = createInstances()
  const counts = { received: 0, requests: 0, malformed: 0 }
  let building: Building | undefined
  /** Another one after each start, so that whoever kept the objects of an earlier run reads them again. */
  let revision = Math.floor(wallClock.now() / 1_000)
  let trouble: string | null = null
  let warnedAtMs = Number.NEGATIVE_INFINITY
  let stopped: Promise<void> | undefined
  let follower: { stop(): Promise<void> } | undefined

  const objectOf = (object: ObjectId) => building?.objects.get(keyOf(object))
  const link = createLink({
    ...{ settings, log, trace: options.trace },
    onDatagram(bytes, sender) {
      counts.received += 1
      server.receive(bytes, sender)
    },
    onState() {
      announce()
      report()
    },
  })
  const orders = createOrders({
    ...{ building: view, log, standingPriority: settings.standingPriority },
    servedOf: (pointId) => building?.byPoint.get(pointId),
  })
  const writes = createWrites({ settings, orders, objectOf, log })
  const subscriptions = createSubscriptions({
    ...{ device: deviceId(settings), most: settings.maxSubscriptions, objectOf },
    send: link.send,
  })
  const server = createServer({
    ...{ orders, writes, subscriptions, readers: settings.readers, send: link.send },
    device: { instance: settings.deviceInstance, vendorId: settings.vendorId },
    state: () =>
      building && {
        ...{ settings, building, version: VERSION, revision, isCurrent: trouble === null },
        subscriptions: subscriptions.list,
      },
    onRequest() {
      counts.requests += 1
    },
    onMalformed,
  })

  function onMalformed(source: string, reason: string): void {
    counts.malformed += 1
    if (performance.now() - warnedAtMs < MINUTE_MS) return
    warnedAtMs = performance.now()
    log.warn('A datagram makes no sense', { source, reason, malformed: counts.malformed })
  }

  /** Says that it is there, as soon as it both listens and has something to show. */
  function announce(): void {
    if (building !== undefined && link.trouble() === null) link.broadcast(server.iAm())
  }

  function health(): Health {
    const counters = {
      ...{ ...counts, ...writes.counts(), ...subscriptions.counts() },
      objects: building?.objects.size ?? 0,
    }
    const down = link.trouble()
    if (down !== null) return { status: 'down', detail: down, counters }
    if (trouble !== null) return { status: 'degraded', detail: trouble, counters }
    const detail = `Listening at ${settings.bindAddress}:${link.port()}.`
    return { status: 'up', detail, counters }
  }

  function report(): void {
    if (stopped === undefined) view.health(health())
  }

  function onSnapshot(snapshot: GatewaySnapshot): void {
    const before = building
    building = buildingOf(snapshot, { instances, before })
    const now = [...building.objects.keys()]
    if (before === undefined || now.join() !== [...before.objects.keys()].join()) {
      revision += 1
      announce()
    }
    subscriptions.prune()
    subscriptions.changed([...building.objects.values()])
  }

  async function stopOnce(): Promise<void> {
    await follower?.stop()
    subscriptions.stop()
    await link.stop()
  }
  const stop = () => (stopped ??= stopOnce())

  return {
    async connect() {
      if (stopped === undefined && !signal.aborted && follower === undefined) {
        signal.addEventListener('abort', stop, { once: true })
        follower = followBuilding({
          ...{ building: view, onSnapshot },
          onChanges({ values }) {
            if (building !== undefined) subscriptions.changed(takeValues(building, values))
          },
          onTrouble(reason) {
            trouble = reason
            report()
          },
        })
        await link.start()
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      await stop()
    },
    health: async () => health(),
  }
}
