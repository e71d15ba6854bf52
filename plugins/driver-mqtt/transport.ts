import type { Log } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { IPublishPacket, MqttClient, Packet } from 'mqtt'
import mqtt from 'mqtt'
import { backoffMs, pause } from './backoff.ts'
import { clientOptions, explain } from './client-options.ts'
import type { Settings } from './settings.ts'

/** One message as it came in. */
export interface Delivery {
  readonly topic: string
  readonly payload: Buffer
  readonly retain: boolean
  readonly dup: boolean
  /** Undefined for QoS 0, which is never acknowledged. */
  readonly messageId: number | undefined
  /** The connection it came by: packet ids mean nothing on another one. */
  readonly client: MqttClient
}

export type LinkState =
  | { readonly state: 'up'; readonly sessionLost: boolean; readonly denied: readonly string[] }
  | { readonly state: 'down'; readonly detail: string }

/**
 * - `sent`: written (QoS 0) or taken by the broker (QoS 1)
 * - `nobody`: the broker says that nobody is subscribed
 * - `refused`: the broker does not allow it
 * - `unsent`: there is no connection; nothing was sent
 * - `unsure`: the connection broke before the broker's answer
 */
export type PublishOutcome = 'sent' | 'nobody' | 'refused' | 'unsent' | 'unsure'

export interface Transport {
  /** Resolves after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  stop(): Promise<void>
  isUp(): boolean
  setTopics(topics: ReadonlySet<string>): Promise<void>
  acknowledge(deliveries: readonly Delivery[]): void
  publish(message: {
    readonly topic: string
    readonly payload: string
    /** Whole seconds that the broker may keep it for a subscriber (MQTT 5 only). */
    readonly expiryS: number
  }): Promise<PublishOutcome>
}

export interface TransportOptions {
  readonly settings: Settings
  readonly log: Log
  readonly random: () => number
  /** Never rejects; reading goes on when it resolves, or at once when there is nothing to wait for. */
  onDelivery(delivery: Delivery): Promise<void> | undefined
  /** The broker began a new session: packet ids start over. */
  onNewSession(): void
  onLink(state: LinkState): void
}

const RECONNECT_MIN_MS = 500
const SUBSCRIBE_BATCH = 100
const GOODBYE_MS = 1_000
const NO_MATCHING_SUBSCRIBERS = 16

/** Tells mqtt.js to go on reading without sending the PUBACK: it is sent after the commit. */
const NOT_YET = new Error('acknowledged after the commit')

/** Keeps one persistent session with a broker: see client-options.ts for what mqtt.js may not do. */
export function createTransport(options: TransportOptions): Transport {
  const { settings, log } = options
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
    const client = open(settings)
    if (!('connected' in client)) {
      options.onLink({ state: 'down', detail: explain(client.failure, settings) })
      return false
    }
    const end = whenOver(client)
    current = client
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
    if (isUp()) options.onLink({ state: 'up', sessionLost, denied })
  }

  function receive(
    client: MqttClient,
    packet: IPublishPacket,
    proceed: (error?: Error) => void,
  ): void {
    const goOn = () => (packet.qos === 1 ? proceed(NOT_YET) : proceed())
    const room = stopping.signal.aborted
      ? undefined
      : options.onDelivery(asDelivery(client, packet))
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
    for (let from = 0; from < missing.length; from += SUBSCRIBE_BATCH) {
      const topics = missing.slice(from, from + SUBSCRIBE_BATCH)
      const granted = await subscribe(client, topics)
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
      if (current !== undefined) await goodbye(current)
      await running
    },
    isUp,
    async setTopics(topics) {
      wanted = topics
      if (!isUp()) return
      const denied = await reconcile()
      if (isUp() && denied.length > 0) options.onLink({ state: 'up', sessionLost: false, denied })
    },
    acknowledge(deliveries) {
      if (current?.connected) sendPubacks(current, deliveries)
    },
    async publish(message) {
      return current === undefined || !isUp() ? 'unsent' : publishOn(current, settings, message)
    },
  }
}

function asDelivery(client: MqttClient, packet: IPublishPacket): Delivery {
  const { topic, payload, retain, dup, qos, messageId } = packet
  return {
    topic,
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    retain,
    dup,
    messageId: qos === 1 ? messageId : undefined,
    client,
  }
}

/** mqtt.js throws at once when a URL or certificate makes no sense. */
function open(settings: Settings): MqttClient | { readonly failure: unknown } {
  try {
    const session = { clientId: settings.clientId, lasting: true }
    return mqtt.connect(settings.url, clientOptions(settings, session))
  } catch (failure) {
    return { failure }
  }
}

/** Resolves with the reason when the client is done with: closed or broken. */
function whenOver(client: MqttClient): Promise<unknown> {
  return new Promise((resolve) => {
    let reason: unknown = 'the broker closed the connection'
    client.on('error', (error) => {
      reason = error
      resolve(error)
    })
    client.on('disconnect', (packet) => {
      reason = new Error(`the broker said goodbye, reason code ${packet.reasonCode ?? 0}`)
    })
    client.on('close', () => resolve(reason))
  })
}

/** mqtt.js reads no PINGRESP while it waits for room: keep the connection in the meantime. */
function keepAlive(client: MqttClient, keepaliveS: number): () => void {
  const timer = setInterval(
    () => {
      if (!client.connected) return
      client.sendPing()
      client.reschedulePing(true)
    },
    (keepaliveS * 1_000) / 2,
  )
  return () => clearInterval(timer)
}

/**
 * Sends the PUBACKs of messages that came by this connection, in one write. Four bytes each
 * (MQTT 3.1.1 section 3.4; version 5 reads the short form as success).
 */
function sendPubacks(client: MqttClient, deliveries: readonly Delivery[]): void {
  const ids = deliveries
    .filter((delivery) => delivery.client === client)
    .flatMap(({ messageId }) => messageId ?? [])
  if (ids.length === 0) return
  const packets = Buffer.allocUnsafe(ids.length * 4)
  for (const [index, id] of ids.entries()) {
    packets.writeUInt16BE(0x4002, index * 4)
    packets.writeUInt16BE(id, index * 4 + 2)
  }
  client.stream.write(packets)
}

async function subscribe(
  client: MqttClient,
  topics: readonly string[],
): Promise<readonly number[]> {
  try {
    // rh 1 (MQTT 5): retained messages only when the subscription is new.
    const options =
      client.options.protocolVersion === 5 ? ({ qos: 1, rh: 1 } as const) : { qos: 1 as const }
    await client.subscribeAsync([...topics], options)
    return topics.map(() => 1)
  } catch (thrown) {
    const { packet } = thrown as { packet?: { granted?: readonly number[] } }
    if (packet?.granted === undefined) throw thrown
    return packet.granted
  }
}

/**
 * MQTT 5: QoS 1 with an expiry. MQTT 3.1.1 has none, so QoS 0, which a broker does not keep for
 * subscribers that are away.
 */
function publishOn(
  client: MqttClient,
  settings: Settings,
  message: { readonly topic: string; readonly payload: string; readonly expiryS: number },
): Promise<PublishOutcome> {
  const { topic, payload, expiryS } = message
  const outcome = Promise.withResolvers<PublishOutcome>()
  const broken = () => outcome.resolve('unsure')
  client.once('close', broken)
  if (settings.protocolVersion === 4) {
    client.publish(topic, payload, { qos: 0, retain: false }, (error) =>
      outcome.resolve(error ? 'unsent' : 'sent'),
    )
    return outcome.promise.finally(() => client.off('close', broken))
  }
  let messageId: number | undefined
  const onPacket = (packet: Packet) => {
    if (packet.cmd !== 'puback' || packet.messageId !== messageId) return
    if (packet.reasonCode === NO_MATCHING_SUBSCRIBERS) outcome.resolve('nobody')
  }
  client.on('packetreceive', onPacket)
  const properties = { messageExpiryInterval: expiryS }
  client.publish(topic, payload, { qos: 1, retain: false, properties }, (error) =>
    outcome.resolve(error ? 'refused' : 'sent'),
  )
  messageId = client.getLastMessageId()
  return outcome.promise.finally(() => {
    client.off('close', broken)
    client.off('packetreceive', onPacket)
  })
}

/** Says DISCONNECT, so that the broker sends no will, and closes. */
async function goodbye(client: MqttClient): Promise<void> {
  const closed = Promise.withResolvers<void>()
  client.once('close', () => closed.resolve())
  const timer = setTimeout(() => {
    client.end(true)
    client.stream.destroy()
    closed.resolve()
  }, GOODBYE_MS)
  client.end(!client.connected)
  await closed.promise
  clearTimeout(timer)
}
