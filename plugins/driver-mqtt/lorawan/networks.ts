import { parseJson, resolvePointer } from '../decode/json.ts'
import type { Outgoing, RelaySaying } from '../decode/plan.ts'
import type { LorawanAddress } from '../settings.ts'

/** What a network server says of one uplink. */
export interface NetworkUplink {
  readonly bytes: Uint8Array | undefined
  readonly fPort: number
  /** What the network server's own codec made of it. */
  readonly object: unknown
  readonly time: unknown
}

/** How a network server speaks over MQTT. */
export interface Network {
  uplinkTopic(address: LorawanAddress): string
  /** @throws Error when the text is no uplink. */
  uplink(text: string): NetworkUplink
  downlink(address: LorawanAddress, command: { fPort: number; bytes: Buffer }): Outgoing
  /** Where the network server says that a downlink came to nothing, and how. */
  failureTopics(address: LorawanAddress): readonly string[]
  failure(text: string): RelaySaying | undefined
}

/*
 * ChirpStack v4, as documented at chirpstack.io (integrations: MQTT, events):
 * application/<application>/device/<devEui>/event/<event> and …/command/down.
 */
const chirpstackTopic = ({ application, device }: LorawanAddress, tail: string) =>
  `application/${application}/device/${device}/${tail}`

/** Nothing went on air; other errors may come after a frame that did. */
const NOTHING_SENT = ['DOWNLINK_PAYLOAD_SIZE', 'DOWNLINK_CODEC', 'EXPIRED']

const chirpstack: Network = {
  uplinkTopic: (address) => chirpstackTopic(address, 'event/up'),
  uplink(text) {
    const event = asObject(parseJson(text))
    return {
      bytes: base64(event.data),
      fPort: Number(event.fPort ?? 0),
      object: event.object,
      time: event.time,
    }
  },
  downlink: (address, { fPort, bytes }) => ({
    topic: chirpstackTopic(address, 'command/down'),
    payload: JSON.stringify({
      ...{ devEui: address.device, confirmed: true, fPort, data: bytes.toString('base64') },
    }),
  }),
  failureTopics: (address) => [chirpstackTopic(address, 'event/log')],
  failure(text) {
    const { level, code, description } = asObject(parseJson(text))
    if (level !== 'ERROR' || !NOTHING_SENT.includes(String(code))) return undefined
    return { kind: 'refused', detail: `ChirpStack: ${String(description ?? code).slice(0, 200)}` }
  },
}

/*
 * The Things Stack v3, as documented at thethingsindustries.com/docs (MQTT server, data formats):
 * v3/<application>@<tenant>/devices/<device>/up and …/down/push.
 */
const ttnTopic = ({ application, device }: LorawanAddress, tail: string) =>
  `v3/${application}/devices/${device}/${tail}`

const ttn: Network = {
  uplinkTopic: (address) => ttnTopic(address, 'up'),
  uplink(text) {
    const event = asObject(parseJson(text))
    const message = asObject(event.uplink_message)
    return {
      bytes: base64(message.frm_payload),
      fPort: Number(message.f_port ?? 0),
      object: message.decoded_payload,
      time: message.received_at ?? event.received_at,
    }
  },
  downlink: (address, { fPort, bytes }) => ({
    topic: ttnTopic(address, 'down/push'),
    payload: JSON.stringify({
      downlinks: [{ f_port: fPort, frm_payload: bytes.toString('base64'), priority: 'HIGH' }],
    }),
  }),
  failureTopics: (address) => [ttnTopic(address, 'down/failed')],
  failure(text) {
    const message = resolvePointer(parseJson(text), ['downlink_failed', 'error', 'message_format'])
    return { kind: 'refused', detail: `The Things Stack: ${String(message).slice(0, 200)}` }
  },
}

export const NETWORKS: Readonly<Record<LorawanAddress['format'], Network>> = { chirpstack, ttn }

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error('The message is no uplink of the network server.')
  return value as Readonly<Record<string, unknown>>
}

function base64(value: unknown): Uint8Array | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
    throw new Error('The frame is not in base64.')
  return Buffer.from(value, 'base64')
}
