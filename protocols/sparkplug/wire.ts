import { inflateRawSync, inflateSync, unzipSync } from 'node:zlib'
import protobuf from 'protobufjs/light.js'

/*
 * The payload of Sparkplug B: Eclipse Sparkplug specification 3.0, section 6.4.1 (protocol buffers).
 * Data sets and templates are left out: no point is bound to them, and what is not described here
 * is skipped by the decoder.
 */

const value = (id: number, type: string) => ({ id, type })
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' })

/** A zero that is there differs from what is left out: the second edition, as the specification's. */
const edition = 'proto2'

const ROOT = protobuf.Root.fromJSON({
  nested: {
    Payload: {
      edition,
      fields: {
        timestamp: value(1, 'uint64'),
        metrics: list(2, 'Metric'),
        seq: value(3, 'uint64'),
        uuid: value(4, 'string'),
        body: value(5, 'bytes'),
      },
    },
    Metric: {
      edition,
      fields: {
        name: value(1, 'string'),
        alias: value(2, 'uint64'),
        timestamp: value(3, 'uint64'),
        datatype: value(4, 'uint32'),
        isHistorical: value(5, 'bool'),
        isNull: value(7, 'bool'),
        properties: value(9, 'PropertySet'),
        intValue: value(10, 'uint32'),
        longValue: value(11, 'uint64'),
        floatValue: value(12, 'float'),
        doubleValue: value(13, 'double'),
        booleanValue: value(14, 'bool'),
        stringValue: value(15, 'string'),
      },
      oneofs: {
        value: {
          oneof: [
            ...['intValue', 'longValue', 'floatValue', 'doubleValue'],
            ...['booleanValue', 'stringValue'],
          ],
        },
      },
    },
    PropertySet: {
      edition,
      fields: {
        keys: list(1, 'string'),
        values: list(2, 'PropertyValue'),
      },
    },
    PropertyValue: {
      edition,
      fields: {
        type: value(1, 'uint32'),
        intValue: value(3, 'uint32'),
        longValue: value(4, 'uint64'),
        stringValue: value(8, 'string'),
      },
      oneofs: { value: { oneof: ['intValue', 'longValue', 'stringValue'] } },
    },
  },
})
const PAYLOAD = ROOT.lookupType('Payload')

interface WireProperty {
  readonly type?: number
  readonly intValue?: number
  readonly longValue?: string
  readonly stringValue?: string
}

/** A metric as it stands in the payload; 64-bit figures are decimal texts. */
export interface WireMetric {
  readonly name?: string
  readonly alias?: string
  readonly timestamp?: string
  readonly datatype?: number
  readonly isHistorical?: boolean
  readonly isNull?: boolean
  readonly properties?: {
    readonly keys?: readonly string[]
    readonly values?: readonly WireProperty[]
  }
  readonly intValue?: number
  readonly longValue?: string
  readonly floatValue?: number
  readonly doubleValue?: number
  readonly booleanValue?: boolean
  readonly stringValue?: string
}

export interface WirePayload {
  readonly timestamp?: string
  readonly metrics: readonly WireMetric[]
  readonly seq?: string
}

interface RawPayload {
  readonly timestamp?: string
  readonly metrics?: readonly WireMetric[]
  readonly seq?: string
  readonly uuid?: string
  readonly body?: Uint8Array
}

/** Compressed payloads of Eclipse Tahu's clients carry the real one in their body. */
const COMPRESSED = 'SPBV1.0_COMPRESSED'
const MAX_INFLATED_BYTES = 1024 * 1024

/** @throws Error when the bytes are no Sparkplug B payload. */
export function decodePayload(bytes: Uint8Array): WirePayload {
  const raw = read(bytes)
  const payload = raw.uuid === COMPRESSED ? read(inflate(raw)) : raw
  return { ...payload, metrics: payload.metrics ?? [] }
}

function read(bytes: Uint8Array): RawPayload {
  return PAYLOAD.toObject(PAYLOAD.decode(bytes), { longs: String, defaults: false }) as RawPayload
}

function inflate({ body = new Uint8Array(), metrics = [] }: RawPayload): Uint8Array {
  const algorithm = metrics.find(({ name }) => name === 'algorithm')?.stringValue ?? 'DEFLATE'
  const limit = { maxOutputLength: MAX_INFLATED_BYTES }
  if (algorithm.toUpperCase() === 'GZIP') return unzipSync(body, limit)
  // Deflate with the header of zlib (RFC 1950) or bare (RFC 1951): clients differ.
  return (body[0] ?? 0) % 16 === 8 ? inflateSync(body, limit) : inflateRawSync(body, limit)
}

/** The bytes of a payload. */
export function encodePayload(payload: {
  readonly timestamp: number
  readonly metrics: readonly WireMetric[]
  /** 0 to 255; of an edge node's births, data and its devices' deaths. */
  readonly seq?: number
}): Buffer {
  const { timestamp, metrics, seq } = payload
  const message = PAYLOAD.fromObject({
    timestamp: String(timestamp),
    metrics: metrics.map((metric) => ({ ...metric })),
    ...(seq !== undefined && { seq: String(seq) }),
  })
  return Buffer.from(PAYLOAD.encode(message).finish())
}
