import {
  formatInstant,
  type GatewayEvent,
  type GatewayValue,
  type Health,
  type JsonObject,
} from '@busbar/core/contracts'
import type { Face, FaceOptions } from '../face.ts'
import { createLink, type Heard } from '../link.ts'
import { COMMANDS, discoveryOf } from './discovery.ts'
import { createShelf } from './shelf.ts'
import { topicsOf } from './topics.ts'

const ONLINE = 'online'
const OFFLINE = 'offline'
const VALUES: Readonly<Record<string, boolean | null>> = {
  [COMMANDS.on]: true,
  [COMMANDS.off]: false,
  [COMMANDS.release]: null,
}

/** A site as devices and entities of Home Assistant. */
export function createHomeAssistantFace(options: FaceOptions): Face {
  const { settings, connectionId, log, orders } = options
  const topics = topicsOf(settings, connectionId)
  const standing = new Map<string, GatewayEvent>()
  let connections = 0
  let down: string | null = 'Not connected yet.'
  let stopped: Promise<void> | undefined
  /** Whether what lies at the broker is of this run. */
  let isFresh = false

  const offline = { topic: topics.status, payload: OFFLINE, retain: true, qos: 1 } as const
  const link = createLink({
    ...{ settings, log, trace: options.trace, clientId: `busbar-gateway-${connectionId}` },
    ...{ will: () => offline, goodbye: () => offline },
    topics: [topics.own, topics.ownConfigs],
    onUp() {
      down = null
      connections += 1
      shelf.forget()
      void shelf.settle().then(announce)
      options.onHealth()
    },
    onDown(reason) {
      down = reason
      options.onHealth()
    },
    onMessage: hear,
  })
  const shelf = createShelf({ link })

  /** What is seen is fresh from here on; said again with each tree, since values may have come before their entities. */
  function announce(): Promise<void> {
    if (!isFresh || stopped !== undefined) return Promise.resolve()
    return say(topics.status, ONLINE, true)
  }

  async function say(topic: string, payload: string, retain: boolean): Promise<void> {
    // Where the link is gone, so is whoever would hear it.
    await link.publish({ topic, payload, retain, qos: 1 }).catch(() => undefined)
  }

  function hear({ topic, payload, retain }: Heard): void {
    if (stopped !== undefined) return
    const pointId = topics.commanded(topic)
    if (pointId !== null) {
      // A retained command is an old one: it would act again with each connection.
      if (!retain) void command(pointId, payload)
      return
    }
    if (!retain || payload.length === 0 || topic === topics.status) return
    shelf.found(topic)
    void shelf.settle()
  }

  async function command(pointId: string, payload: Buffer): Promise<void> {
    const value = payload.length > 8 ? undefined : VALUES[payload.toString('utf8')]
    if (value === undefined) return orders.drop()
    const result = await orders.pass({ pointId, value, actor: 'MQTT' })
    if (result !== undefined)
      await say(`${topics.value(pointId)}/result`, JSON.stringify(result), false)
  }

  function health(): Health {
    const counters = { connections, published: shelf.published() }
    if (down !== null) return { status: 'down', detail: down, counters }
    return { status: 'up', detail: 'Connected.', counters }
  }

  return {
    start: link.start,
    stop: () => (stopped ??= link.stop()),
    async show(snapshot) {
      standing.clear()
      for (const event of snapshot.events) standing.set(event.eventId, event)
      shelf.replace(
        new Map([
          ...snapshot.values.map((value) => [topics.value(value.pointId), textOf(value)] as const),
          [topics.alarms, alarmsOf(standing)],
          ...discoveryOf(snapshot, { topics, connectionId }),
        ]),
      )
      await shelf.settle()
      isFresh = true
      await announce()
    },
    async change(changes) {
      for (const value of changes.values) shelf.put(topics.value(value.pointId), textOf(value))
      for (const event of changes.events) {
        if (event.active) standing.set(event.eventId, event)
        else standing.delete(event.eventId)
        await say(topics.events, JSON.stringify(toldOf(event)), false)
      }
      if (changes.events.length > 0) shelf.put(topics.alarms, alarmsOf(standing))
      await shelf.settle()
    },
    health,
  }
}

const textOf = ({ value, quality, at }: GatewayValue): string =>
  JSON.stringify({ value, quality, at: at === null ? null : formatInstant(at) })

const toldOf = ({ at, ...event }: GatewayEvent): JsonObject => ({
  ...event,
  at: formatInstant(at),
})

const alarmsOf = (standing: ReadonlyMap<string, GatewayEvent>): string =>
  JSON.stringify({ alarms: [...standing.values()].map(toldOf) })
