import type { GatewayEvent, Health } from '@busbar/core/contracts'
import { wallClock } from '@busbar/core/contracts'
import { commandTopic, stateTopic } from '@busbar/sparkplug/topics'
import { REBIRTH } from '@busbar/sparkplug/values'
import { decodePayload, type WireMetric } from '@busbar/sparkplug/wire'
import { payloadWords } from '@busbar/sparkplug/words'
import type { Face, FaceOptions } from '../face.ts'
import { createLink, type Heard } from '../link.ts'
import type { Order } from '../orders.ts'
import { createEdge } from './edge.ts'
import { alarmsSaid, branchesOf, eventSaid, LAST_EVENT, type Metric, resultKey } from './metrics.ts'
import { createPrimary } from './primary.ts'

const MOST_BYTES = 64 * 1024
const MOST_ORDERS = 100

/** A site as an edge node of Sparkplug B (Eclipse Sparkplug specification 3.0), and what is in it as devices. */
export function createSparkplugFace(options: FaceOptions): Face {
  const { settings, connectionId, log, orders } = options
  const { sparkplugGroupId: group, sparkplugHostId: hostId } = settings
  const node = { group, node: settings.sparkplugNodeId ?? `busbar-${connectionId}` }
  const nodeCommands = commandTopic(node)
  const deviceCommands = commandTopic({ ...node, device: '' })
  const primary = hostId === undefined ? undefined : createPrimary(hostId)
  const states = hostId === undefined ? undefined : stateTopic(hostId)
  const standing = new Map<string, GatewayEvent>()
  let connections = 0
  let down: string | null = 'Not connected yet.'
  let stopped: Promise<void> | undefined

  const link = createLink({
    ...{
      settings,
      log,
      trace: options.trace,
      payloadWords,
      clientId: `busbar-gateway-${connectionId}-sparkplug`,
    },
    ...{ will: () => edge.will(), goodbye: () => edge.goodbye() },
    topics: [nodeCommands, `${deviceCommands}+`, ...(states === undefined ? [] : [states])],
    onUp() {
      down = null
      connections += 1
      heedPrimary()
      options.onHealth()
    },
    onDown(reason) {
      down = reason
      edge.end()
      primary?.forget()
      options.onHealth()
    },
    onMessage: hear,
  })
  const edge = createEdge({ node, link, log, now: () => wallClock.now() })

  /** Born while its host is there; without it, it goes and waits (section 5.4: termination, host offline). */
  function heedPrimary(): void {
    if (down !== null || stopped !== undefined) return
    const mayBe = primary?.isThere() ?? true
    if (mayBe === edge.isBorn()) return
    if (mayBe) edge.begin()
    else {
      edge.end()
      void link.renew()
    }
  }

  function hear({ topic, payload, retain }: Heard): void {
    if (stopped !== undefined) return
    if (topic === states) {
      const wasThere = primary?.isThere()
      if (payload.length <= MOST_BYTES) primary?.hear(payload.toString('utf8'))
      heedPrimary()
      if (primary?.isThere() !== wasThere) options.onHealth()
      return
    }
    // A retained command is an old one: it would act again with each connection.
    if (retain) return
    const device = topic === nodeCommands ? undefined : topic.slice(deviceCommands.length)
    for (const metric of commandsIn(payload)) command(device, metric)
  }

  function commandsIn(payload: Buffer): readonly WireMetric[] {
    try {
      if (payload.length > MOST_BYTES) throw new RangeError('It is too long.')
      return decodePayload(payload).metrics.slice(0, MOST_ORDERS)
    } catch {
      orders.drop()
      return []
    }
  }

  function command(device: string | undefined, wire: WireMetric): void {
    if (device === undefined && wire.name === REBIRTH) {
      if (wire.booleanValue === true) edge.rebirth()
      return
    }
    const order = orderOf(edge.find(device, wire), wire)
    if (order === undefined) orders.drop()
    else void obey(order)
  }

  /** What it came to is said, and what is so: a host may show already what it asked for. */
  async function obey(order: Order): Promise<void> {
    const result = await orders.pass(order)
    if (result === undefined || stopped !== undefined) return
    const { pointId } = order
    const value = `${result.outcome}: ${result.detail}`
    edge.put(resultKey(pointId), { value, quality: 'good', at: wallClock.now() })
    edge.repeat(pointId)
    await edge.settle()
  }

  function putAlarms(): void {
    for (const [key, said] of alarmsSaid(standing.values())) edge.put(key, said)
  }

  function health(): Health {
    const counters = { ...edge.counters(), sparkplugConnections: connections }
    if (down !== null) return { status: 'down', detail: down, counters }
    if (primary !== undefined && !primary.isThere()) {
      const detail = `Waits for the primary host "${primary.hostId}", which does not say that it is there.`
      return { status: 'degraded', detail, counters }
    }
    return { status: 'up', detail: 'Connected.', counters }
  }

  return {
    start: link.start,
    stop() {
      edge.end()
      stopped ??= link.stop()
      return stopped
    },
    async show(snapshot) {
      standing.clear()
      for (const event of snapshot.events) standing.set(event.eventId, event)
      const { branches, facts } = branchesOf(snapshot)
      edge.use(branches)
      for (const [key, said] of facts) edge.put(key, said)
      for (const { pointId, ...said } of snapshot.values) edge.put(pointId, said)
      putAlarms()
      await edge.settle()
    },
    async change({ values, events }) {
      for (const { pointId, ...said } of values) edge.put(pointId, said)
      for (const event of events) {
        if (event.active) standing.set(event.eventId, event)
        else standing.delete(event.eventId)
        // Each by itself: the next one would take its place.
        edge.put(LAST_EVENT, eventSaid(event))
        putAlarms()
        await edge.settle()
      }
      await edge.settle()
    },
    health,
  }
}

/** True and false are ordered by the point's metric, and taken back by null or by the one beside it. */
function orderOf(metric: Metric | undefined, wire: WireMetric): Order | undefined {
  if (metric?.orders === undefined) return undefined
  const { pointId, kind } = metric.orders
  const asked = wire.isNull === true ? null : wire.booleanValue
  if (asked === undefined) return undefined
  if (kind === 'value') return { pointId, value: asked, actor: 'Sparkplug' }
  return asked === true ? { pointId, value: null, actor: 'Sparkplug' } : undefined
}
