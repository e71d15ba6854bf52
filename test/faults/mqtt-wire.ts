import { createCutter, type Message, type Wire } from './wire.ts'

/** What is read of an MQTT 3.1.1 packet. */
export type MqttPacket =
  | { readonly kind: 'connect'; readonly clientId: string }
  | {
      readonly kind: 'publish'
      readonly topic: string
      readonly payload: string
      /** Null at QoS 0, which nobody acknowledges. */
      readonly packetId: number | null
    }
  | { readonly kind: 'puback'; readonly packetId: number }
  | { readonly kind: 'other' }

const CONNECT = 1
const PUBLISH = 3
const PUBACK = 4

/** Where an MQTT packet's body begins and how long it is; null as long as that is not known. */
function headOf(bytes: Buffer): { readonly start: number; readonly length: number } | null {
  let length = 0
  for (let index = 1; index <= 4; index += 1) {
    const byte = bytes[index]
    if (byte === undefined) return null
    length += (byte & 0x7f) * 128 ** (index - 1)
    if ((byte & 0x80) === 0) return { start: index + 1, length }
  }
  throw new Error('This is not MQTT.')
}

export function readMqtt(bytes: Buffer): MqttPacket {
  const head = headOf(bytes)
  const first = bytes[0] ?? 0
  if (head === null) return { kind: 'other' }
  const body = bytes.subarray(head.start)
  switch (first >> 4) {
    case CONNECT: {
      // Name and level of the protocol, flags and keep-alive come before the client's id.
      const at = 2 + body.readUInt16BE(0) + 4
      return { kind: 'connect', clientId: textAt(body, at) }
    }
    case PUBLISH: {
      const topic = textAt(body, 0)
      const at = 2 + Buffer.byteLength(topic)
      const acknowledged = (first & 0x06) !== 0
      return {
        kind: 'publish',
        topic,
        payload: body.toString('utf8', at + (acknowledged ? 2 : 0)),
        packetId: acknowledged ? body.readUInt16BE(at) : null,
      }
    }
    case PUBACK:
      return { kind: 'puback', packetId: body.readUInt16BE(0) }
    default:
      return { kind: 'other' }
  }
}

function textAt(body: Buffer, at: number): string {
  return body.toString('utf8', at + 2, at + 2 + body.readUInt16BE(at))
}

/** MQTT 3.1.1: what the near side publishes is a step; what a device says to it is the answer. */
export function createMqttWire(): Wire {
  const whole = (bytes: Buffer) => {
    const head = headOf(bytes)
    return head === null ? null : head.start + head.length
  }
  const requests = createCutter(whole)
  const answers = createCutter(whole)
  const labelled = (bytes: Buffer): Message => {
    const packet = readMqtt(bytes)
    return { bytes, label: packet.kind === 'publish' ? `publish ${packet.topic}` : null }
  }
  return {
    requests: (chunk) => requests(chunk).map(labelled),
    answers: (chunk) => answers(chunk).map(labelled),
    isFinal: (label) => label !== null && /^publish (stat\/|[^/]+\/rpc$)/.test(label),
  }
}
