import { backoffMs, errorMessage, type Log, pause, type Trace } from '@busbar/core/contracts'
import { type PayloadWords, traceClient } from '@busbar/mqtt/trace'
import type { IClientOptions, MqttClient } from 'mqtt'
import mqtt from 'mqtt'
import type { Settings } from './settings.ts'

/** A message from the broker. */
export interface Heard {
  readonly topic: string
  readonly payload: Buffer
  readonly retain: boolean
}

export interface Message {
  readonly topic: string
  readonly payload: string | Buffer
  readonly retain: boolean
  readonly qos: 0 | 1
}

/** One connection to a broker, made again whenever it is gone. */
export interface Link {
  /** Settles after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  /** Says goodbye where there is a connection. */
  stop(): Promise<void>
  /** Says goodbye, and comes back as after a loss. */
  renew(): Promise<void>
  isUp(): boolean
  /** @throws where it is not known to have come, or, at QoS 0, to have left */
  publish(message: Message): Promise<void>
}

export interface LinkOptions {
  readonly settings: Settings
  readonly clientId: string
  readonly topics: readonly string[]
  readonly log: Log
  readonly trace?: Trace | undefined
  /** What payloads hold that are no text, for the trace. */
  readonly payloadWords?: PayloadWords
  /** Asked for before each connection: what the broker says in our place when that is lost. */
  will(): Message
  /** What we say when we go by ourselves; null: nothing. */
  goodbye(): Message | null
  onUp(): void
  onDown(reason: string): void
  onMessage(message: Heard): void
}

const RECONNECT_MIN_MS = 200
const GOODBYE_MS = 1_000

export function createLink(options: LinkOptions): Link {
  const { settings, log } = options
  const stopping = new AbortController()
  let current: MqttClient | undefined
  let running: Promise<void> | undefined

  const isUp = () => current?.connected === true && !stopping.signal.aborted

  async function run(firstIsOver: () => void): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const wasUp = await connectOnce(firstIsOver)
      firstIsOver()
      if (wasUp) attempt = 0
      const limits = { minMs: RECONNECT_MIN_MS, maxMs: settings.reconnectMaxMs }
      await pause(backoffMs(attempt, limits, Math.random), stopping.signal)
    }
  }

  /** One connection from its start to its end; says whether it was ever up. */
  async function connectOnce(onUp: () => void): Promise<boolean> {
    const client = open(options)
    if (!('connected' in client)) {
      options.onDown(explain(client.failure, settings))
      return false
    }
    current = client
    traceClient(client, options.trace, options.payloadWords)
    let wasUp = false
    let reason: unknown
    const over = new Promise<void>((resolve) => {
      client.on('error', (thrown) => {
        reason = thrown
      })
      client.on('close', () => resolve())
    })
    client.on('message', (topic, payload, packet) =>
      options.onMessage({ topic, payload, retain: packet.retain }),
    )
    client.on('connect', () => {
      wasUp = true
      client
        .subscribeAsync([...options.topics], { qos: 1 })
        .then(() => {
          if (isUp()) options.onUp()
        })
        .catch((thrown: unknown) =>
          log.warn('Subscribing failed', { reason: errorMessage(thrown) }),
        )
        .finally(onUp)
    })
    const abandon = () => client.end(true)
    stopping.signal.addEventListener('abort', abandon, { once: true })
    await over
    stopping.signal.removeEventListener('abort', abandon)
    current = undefined
    client.end(true)
    if (!stopping.signal.aborted) options.onDown(explain(reason, settings))
    return wasUp
  }

  async function leave(): Promise<void> {
    const client = current
    if (client?.connected !== true) return
    const inTime = (work: Promise<unknown>) =>
      Promise.race([work.catch(() => undefined), pause(GOODBYE_MS, new AbortController().signal)])
    const last = options.goodbye()
    if (last !== null) {
      const { topic, payload, ...how } = last
      await inTime(client.publishAsync(topic, payload, how))
    }
    await inTime(client.endAsync())
  }

  return {
    start: () =>
      new Promise((resolve) => {
        running ??= run(resolve)
      }),
    async stop() {
      await leave()
      stopping.abort()
      await running
    },
    renew: leave,
    isUp,
    async publish({ topic, payload, retain, qos }) {
      if (!isUp() || current === undefined) throw new Error('There is no connection.')
      await current.publishAsync(topic, payload, { qos, retain })
    },
  }
}

/** mqtt.js throws at once when a certificate makes no sense. */
function open(options: LinkOptions): MqttClient | { readonly failure: unknown } {
  try {
    return mqtt.connect(options.settings.url, clientOptions({ ...options, will: options.will() }))
  } catch (failure) {
    return { failure }
  }
}

/** @param options.will left out by a passing client that only tries the connection */
export function clientOptions(options: {
  readonly settings: Settings
  readonly clientId: string
  readonly will?: Message
}): IClientOptions {
  const { settings, clientId, will } = options
  const { username, password, ca, certificate, privateKey } = settings
  return {
    clientId,
    protocolVersion: settings.protocolVersion,
    // Commands that were sent while we were away are old: none is kept for us.
    clean: true,
    keepalive: settings.keepaliveS,
    connectTimeout: settings.connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    rejectUnauthorized: true,
    ...(will && { will: { ...will, payload: Buffer.from(will.payload) } }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(privateKey !== undefined && { key: privateKey }),
  }
}

/** A sentence for a person about why the broker was not reached; no user name and no password is in it. */
export function explain(thrown: unknown, settings: Settings): string {
  const at = URL.canParse(settings.url) ? new URL(settings.url).host : 'the broker'
  if (thrown === undefined) return `${at} closed the connection.`
  const code: unknown = typeof thrown === 'object' && thrown !== null && Reflect.get(thrown, 'code')
  if (code === 4 || code === 5 || code === 134 || code === 135)
    return `${at} refuses the user name or password, or does not allow this client.`
  if (code === 1 || code === 132) return `${at} does not speak this MQTT version.`
  return `No connection to ${at}: ${typeof code === 'string' ? code : errorMessage(thrown)}.`
}
