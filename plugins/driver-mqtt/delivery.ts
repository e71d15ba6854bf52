import type { IPublishPacket, MqttClient } from 'mqtt'
import type { MessageProperties } from './decode/plan.ts'
import { cameAlone } from './subscribing.ts'

/** One message as it came in. */
export interface Delivery {
  readonly topic: string
  readonly payload: Buffer
  readonly retain: boolean
  readonly dup: boolean
  /** Undefined for QoS 0, which is never acknowledged. */
  readonly messageId: number | undefined
  readonly properties: MessageProperties | undefined
  /** Another of the share hands it on: here it may answer somebody, and no more. */
  readonly listenOnly: boolean
  /** The connection it came by: packet ids mean nothing on another one. */
  readonly client: MqttClient
}

export function asDelivery(client: MqttClient, packet: IPublishPacket, sharing: boolean): Delivery {
  const { topic, payload, retain, dup, qos, messageId } = packet
  return {
    properties: propertiesOf(packet),
    listenOnly: sharing && cameAlone(packet),
    topic,
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    retain,
    dup,
    messageId: qos === 1 ? messageId : undefined,
    client,
  }
}

function propertiesOf({ properties }: IPublishPacket): MessageProperties | undefined {
  if (properties === undefined) return undefined
  const { contentType, messageExpiryInterval, userProperties } = properties
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(messageExpiryInterval === undefined ? {} : { messageExpiryInterval }),
    ...(userProperties === undefined ? {} : { userProperties: { ...userProperties } }),
  }
}

/**
 * Sends the PUBACKs of messages that came by this connection, in one write. Four bytes each
 * (MQTT 3.1.1 section 3.4; version 5 reads the short form as success). Gives their packet ids.
 */
export function sendPubacks(
  client: MqttClient,
  deliveries: readonly Delivery[],
): readonly number[] {
  const ids = deliveries
    .filter((delivery) => delivery.client === client)
    .flatMap(({ messageId }) => messageId ?? [])
  if (ids.length === 0) return ids
  const packets = Buffer.allocUnsafe(ids.length * 4)
  for (const [index, id] of ids.entries()) {
    packets.writeUInt16BE(0x4002, index * 4)
    packets.writeUInt16BE(id, index * 4 + 2)
  }
  client.stream.write(packets)
  return ids
}
