import { type LocalDay, type LocalTime, UNSPECIFIED } from './scalars.ts'
import type { ObjectId } from './tags.ts'

/** A value as it goes onto the wire, with an application tag of ASHRAE 135 clause 20.2. */
export type Encodable =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** 0 to 2³² − 1. */
  | { readonly kind: 'unsigned' | 'enumerated'; readonly value: number }
  /** −2³¹ to 2³¹ − 1. */
  | { readonly kind: 'signed'; readonly value: number }
  | { readonly kind: 'real'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bits'; readonly bits: readonly boolean[] }
  | { readonly kind: 'object'; readonly id: ObjectId }
  /** Of the years 1900 to 2154, or not specified in all its parts. */
  | { readonly kind: 'date'; readonly date: LocalDay }
  | { readonly kind: 'time'; readonly time: LocalTime }
  /** A part of a choice or a structure, put together already. */
  | { readonly kind: 'raw'; readonly bytes: Buffer }

const TAG = {
  ...({ null: 0, unsigned: 2, signed: 3, real: 4 } as const),
  ...({ text: 7, bits: 8, enumerated: 9, date: 10, time: 11, object: 12 } as const),
}

export function encodeValue(value: Encodable): Buffer {
  switch (value.kind) {
    case 'null':
      return Buffer.from([0])
    case 'boolean':
      return Buffer.from([value.value ? 0x11 : 0x10])
    case 'unsigned':
    case 'enumerated':
      return tagged(TAG[value.kind], false, unsignedBytes(value.value))
    case 'signed':
      return tagged(TAG.signed, false, signedBytes(value.value))
    case 'real':
      return tagged(TAG.real, false, realBytes(value.value))
    case 'text':
      return tagged(TAG.text, false, textBytes(value.text))
    case 'bits':
      return tagged(TAG.bits, false, bitBytes(value.bits))
    case 'object':
      return tagged(TAG.object, false, objectBytes(value.id))
    case 'date':
      return tagged(TAG.date, false, dateBytes(value.date))
    case 'time':
      return tagged(TAG.time, false, timeBytes(value.time))
    default:
      return value.bytes
  }
}

/** With a context tag: what stands in a service's parameters. */
export function encodeContext(
  number: number,
  value: Extract<Encodable, { kind: 'boolean' | 'unsigned' | 'enumerated' | 'object' | 'date' }>,
): Buffer {
  switch (value.kind) {
    case 'boolean':
      return tagged(number, true, Buffer.from([value.value ? 1 : 0]))
    case 'object':
      return tagged(number, true, objectBytes(value.id))
    case 'date':
      return tagged(number, true, dateBytes(value.date))
    default:
      return tagged(number, true, unsignedBytes(value.value))
  }
}

/** A signed integer with a context tag. */
export function encodeContextSigned(number: number, value: number): Buffer {
  return tagged(number, true, signedBytes(value))
}

/** What belongs together, between an opening and a closing context tag below 15. */
export function encodeGroup(number: number, parts: readonly Buffer[]): Buffer {
  const initial = (number << 4) | 8
  return Buffer.concat([Buffer.from([initial | 6]), ...parts, Buffer.from([initial | 7])])
}

function tagged(number: number, context: boolean, bytes: Buffer): Buffer {
  const { length } = bytes
  const initial = (number << 4) | (context ? 8 : 0) | Math.min(length, 5)
  if (length < 5) return Buffer.concat([Buffer.from([initial]), bytes])
  const head = length < 254 ? [initial, length] : [initial, 254, length >> 8, length & 255]
  return Buffer.concat([Buffer.from(head), bytes])
}

function unsignedBytes(value: number): Buffer {
  const all = Buffer.alloc(4)
  all.writeUInt32BE(value)
  const first = all.findIndex((octet) => octet !== 0)
  return all.subarray(first < 0 ? 3 : first)
}

function signedBytes(value: number): Buffer {
  const magnitude = value < 0 ? ~value : value
  const octets = (40 - Math.clz32(magnitude)) >> 3
  const bytes = Buffer.alloc(octets)
  bytes.writeIntBE(value, 0, octets)
  return bytes
}

function realBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(value)
  return bytes
}

function objectBytes({ type, instance }: ObjectId): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(type * 2 ** 22 + instance)
  return bytes
}

/** With its weekday, which clause 20.2.12 asks for: 1 is Monday. */
function dateBytes({ year, month, day }: LocalDay): Buffer {
  if (year === UNSPECIFIED) return Buffer.alloc(4, UNSPECIFIED)
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
  return Buffer.from([year - 1900, month, day, weekday])
}

const timeBytes = ({ hour, minute, second, hundredths }: LocalTime): Buffer =>
  Buffer.from([hour, minute, second, hundredths])

/** UTF-8, which has the number 0. */
function textBytes(text: string): Buffer {
  return Buffer.concat([Buffer.from([0]), Buffer.from(text, 'utf8')])
}

function bitBytes(bits: readonly boolean[]): Buffer {
  const octets = Math.ceil(bits.length / 8)
  const bytes = Buffer.alloc(1 + octets)
  bytes[0] = octets * 8 - bits.length
  for (const [index, bit] of bits.entries())
    if (bit) bytes[1 + (index >> 3)] = (bytes[1 + (index >> 3)] ?? 0) | (0x80 >> (index & 7))
  return bytes
}
