import mqtt from 'mqtt'
import type { Dialect, Message } from './dialect.ts'

/** A device's connection to the broker. */
export interface Line {
  publish(message: Message): void
  /** Says goodbye: the broker does not tell the will. */
  close(): Promise<void>
  /** Is cut off without a word: the broker tells the will. */
  drop(): void
}

const RECONNECT_MS = 1_000

export function createLine({
  port,
  device,
  password,
  dialect,
  onConnect,
  onMessage,
}: {
  readonly port: number
  readonly device: string
  readonly password: string
  readonly dialect: Dialect
  readonly onConnect: () => void
  readonly onMessage: (message: Message) => void
}): Line {
  const { will, birth, subscriptions, qos } = dialect
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    clientId: device,
    username: device,
    password,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: RECONNECT_MS,
    // What could not be sent is lost, as in the devices; their registers make up for it.
    queueQoSZero: false,
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
  })
  const publish = ({ topic, payload, retain = false }: Message) => {
    // aedes forwards no retained message of QoS 0 to who is subscribed already.
    const options = { qos: retain ? 1 : qos, retain } as const
    if (client.connected) client.publish(topic, payload, options, () => undefined)
  }
  client.on('error', () => undefined)
  client.on('message', (topic, payload) => onMessage({ topic, payload: payload.toString() }))
  client.on('connect', () => {
    if (subscriptions.length > 0) client.subscribe([...subscriptions], { qos: 1 }, () => undefined)
    publish(birth)
    onConnect()
  })
  return {
    publish,
    async close() {
      await client.endAsync(!client.connected)
    },
    drop() {
      client.options.reconnectPeriod = 0
      client.stream.destroy()
      client.end(true)
    },
  }
}
