import type { MqttClient, Packet } from 'mqtt'
import type { Settings } from './settings.ts'
import type { Presence } from './sparkplug/presence.ts'

const NO_MATCHING_SUBSCRIBERS = 16
const GOODBYE_MS = 1_000

/**
 * - `sent`: written (QoS 0) or taken by the broker (QoS 1)
 * - `nobody`: the broker says that nobody is subscribed
 * - `refused`: the broker does not allow it
 * - `unsent`: there is no connection; nothing was sent
 * - `unsure`: the connection broke before the broker's answer
 */
export type PublishOutcome = 'sent' | 'nobody' | 'refused' | 'unsent' | 'unsure'

/**
 * MQTT 5: QoS 1 with an expiry. MQTT 3.1.1 has none, so QoS 0, which a broker does not keep for
 * subscribers that are away.
 */
export function publishOn(
  client: MqttClient,
  settings: Settings,
  message: { readonly topic: string; readonly payload: string | Buffer; readonly expiryS: number },
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
  const { userProperties } = settings
  const text = typeof payload === 'string'
  const properties = {
    messageExpiryInterval: expiryS,
    ...(text ? { payloadFormatIndicator: true } : {}),
    ...(text && payload.startsWith('{') ? { contentType: 'application/json' } : {}),
    ...(userProperties === undefined ? {} : { userProperties: { ...userProperties } }),
  }
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
export async function goodbye(client: MqttClient, presence: Presence | undefined): Promise<void> {
  if (client.connected && presence !== undefined) await sayDeath(client, presence.death())
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

/** A host application that goes says so itself: the broker drops the will of who says goodbye. */
async function sayDeath(
  client: MqttClient,
  { topic, payload }: ReturnType<Presence['death']>,
): Promise<void> {
  const said = Promise.withResolvers<void>()
  const timer = setTimeout(said.resolve, GOODBYE_MS)
  client.publish(topic, payload, { qos: 1, retain: true }, () => said.resolve())
  await said.promise
  clearTimeout(timer)
}
