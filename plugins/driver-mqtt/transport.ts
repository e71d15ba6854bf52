import type { Log, Trace } from '@busbar/core/contracts'
import { backoffMs, errorMessage, pause } from '@busbar/core/contracts'
import { traceAcknowledgements, traceClient } from '@busbar/mqtt/trace'
import { payloadWords } from '@busbar/sparkplug/words'
import type { IPublishPacket, MqttClient, Packet } from 'mqtt'
import { explain } from './client-options.ts'
import { asDelivery, type Delivery, sendPubacks } from './delivery.ts'
import { keepAlive, open, whenOver } from './opening.ts'
import { goodbye, type PublishOutcome, publishOn } from './outgoing.ts'
import type { Settings } from './settings.ts'
import type { Presence } from './sparkplug/presence.ts'
import { inBatches, sharedTopic, subscribe } from './subscribing.ts'

export type LinkState =
  | { readonly state: 'up'; readonly sessionLost: boolean; readonly denied: readonly string[] }
  | { readonly state: 'down'; readonly detail: string }

export interface Transport {
  /** Resolves after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  stop(): Promise<void>
  isUp(): boolean
  /**
   * Topics in place of those before: `shared` ones are divided among the connections of the share,
   * where there is one; `own` ones come to each of them.
   */
  setTopics(topics: {
    readonly shared: ReadonlySet<string>
    readonly own: ReadonlySet<string>
  }): Promise<void>
  acknowledge(deliveries: readonly Delivery[]): void
  /** Says again that the host application is there, where somebody said otherwise. */
  announce(): void
  publish(message: {
    readonly topic: string
    readonly payload: string | Buffer
    /** Whole seconds that the broker may keep it for a subscriber (MQTT 5 only). */
    readonly expiryS: number
  }): Promise<PublishOutcome>
}

export interface TransportOptions {
  readonly settings: Settings
  readonly log: Log
  readonly trace?: Trace | undefined
  readonly random: () => number
  /** Never rejects; reading goes on when it resolves, or at once when there is nothing to wait for. */
  onDelivery(delivery: Delivery): Promise<void> | undefined
  /** The broker began a new session: packet ids start over. */
  onNewSession(): void
  onLink(state: LinkState): void
  /** How the driver tells that it is there, where it is a host application. */
  readonly presence?: Presence | undefined
}

const RECONNECT_MIN_MS = 500

/** Tells mqtt.js to go on reading without sending the PUBACK: it is sent after the commit. */
const NOT_YET = new Error('acknowledged after the commit')

/** Keeps one persistent session with a broker: see client-options.ts for what mqtt.js may not do. */
export function createTransport(options: TransportOptions): Transport {
  const { settings, log, trace } = options
  const stopping = new AbortController()
  const subscribed = new Set<string>()
  let wanted: ReadonlySet<string> = new Set()
  let current: MqttClient | undefined
  let hadSession = false
  let running: Promise<void> | undefined
  let reconciling: Promise<readonly string[]> = Promise.resolve([])

  const isUp = () => current?.connected === true && !stopping.signal.aborted

  async function run(firstAttemptOver: () => void): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const wasUp = await connectOnce(firstAttemptOver)
      firstAttemptOver()
      if (wasUp) attempt = 0
      const limits = { minMs: RECONNECT_MIN_MS, maxMs: settings.reconnectMaxMs }
      await pause(backoffMs(attempt, limits, options.random), stopping.signal)
    }
  }

  /** One connection from start to end; says whether it was ever up. */
  async function connectOnce(onUp: () => void): Promise<boolean> {
    const client = open(settings, options.presence)
    if (!('connected' in client)) {
      options.onLink({ state: 'down', detail: explain(client.failure, settings) })
      return false
    }
    const end = whenOver(client)
    current = client
    traceClient(client, trace, payloadWords)
    client.handleMessage = (packet, proceed) => receive(client, packet, proceed)
    client.on('packetreceive', (packet) => onPacket(packet))
    let wasUp = false
    client.on('connect', (connack) => {
      wasUp = true
      onConnect(connack.sessionPresent)
        .catch((thrown: unknown) =>
          log.warn('Subscribing failed', { reason: errorMessage(thrown) }),
        )
        .finally(onUp)
    })
    const reason = await end
    current = undefined
    client.end(true)
    if (!stopping.signal.aborted)
      options.onLink({ state: 'down', detail: explain(reason, settings) })
    return wasUp
  }

  function onPacket(packet: Packet): void {
    // Before any message of the connection, which the 'connect' event is not.
    if (packet.cmd === 'connack' && !packet.sessionPresent) {
      subscribed.clear()
      options.onNewSession()
    }
  }

  async function onConnect(sessionPresent: boolean): Promise<void> {
    const sessionLost = hadSession && !sessionPresent
    hadSession = true
    if (sessionLost) log.warn('The broker lost the session; subscribing again')
    const denied = await reconcile()
    announce()
    if (isUp()) options.onLink({ state: 'up', sessionLost, denied })
  }

  /** After the subscriptions, so that what a birth of the host sets off is heard. */
  function announce(): void {
    if (current === undefined || options.presence === undefined || !isUp()) return
    const { topic, payload } = options.presence.birth()
    current.publish(topic, payload, { qos: 1, retain: true })
  }

  function receive(
    client: MqttClient,
    packet: IPublishPacket,
    proceed: (error?: Error) => void,
  ): void {
    const goOn = () => (packet.qos === 1 ? proceed(NOT_YET) : proceed())
    const room = stopping.signal.aborted
      ? undefined
      : options.onDelivery(asDelivery(client, packet, settings.shareName !== undefined))
    if (room === undefined) {
      goOn()
      return
    }
    const stopPings = keepAlive(client, settings.keepaliveS)
    room.finally(stopPings).then(goOn, goOn)
  }

  /** Subscribes to what is missing and drops what is not wanted; one run at a time. */
  function reconcile(): Promise<readonly string[]> {
    reconciling = reconciling.catch(() => []).then(reconcileOnce)
    return reconciling
  }

  async function reconcileOnce(): Promise<readonly string[]> {
    const client = current
    if (client === undefined || !client.connected) return []
    const denied: string[] = []
    const missing = [...wanted].filter((topic) => !subscribed.has(topic))
    for (const topics of inBatches(missing)) {
      const granted = await subscribe(client, topics, settings.shareName !== undefined)
      for (const [index, topic] of topics.entries()) {
        if ((granted[index] ?? 0x80) >= 0x80) denied.push(topic)
        else subscribed.add(topic)
      }
    }
    const unwanted = [...subscribed].filter((topic) => !wanted.has(topic))
    for (const topic of unwanted) subscribed.delete(topic)
    if (unwanted.length > 0) await client.unsubscribeAsync(unwanted)
    return denied
  }

  return {
    start() {
      const first = Promise.withResolvers<void>()
      running ??= run(first.resolve)
      const timer = setTimeout(first.resolve, settings.connectTimeoutMs)
      return first.promise.finally(() => clearTimeout(timer))
    },
    async stop() {
      stopping.abort()
      if (current !== undefined) await goodbye(current, options.presence)
      await running
    },
    isUp,
    announce,
    async setTopics({ shared, own }) {
      const { shareName } = settings
      wanted =
        shareName === undefined
          ? new Set([...shared, ...own])
          : new Set([...[...shared].map((topic) => sharedTopic(shareName, topic)), ...own])
      if (!isUp()) return
      const denied = await reconcile()
      if (isUp() && denied.length > 0) options.onLink({ state: 'up', sessionLost: false, denied })
    },
    acknowledge(deliveries) {
      if (current?.connected) traceAcknowledgements(trace, sendPubacks(current, deliveries))
    },
    async publish(message) {
      return current === undefined || !isUp() ? 'unsent' : publishOn(current, settings, message)
    },
  }
}
