import { SERVICE } from './apdu.ts'
import { type Encodable, encodeContext, encodeGroup, encodeValue } from './encode.ts'
import { PROPERTY } from './numbers.ts'
import { enumerated, objectValue, unsigned } from './replies.ts'
import { isSameObject, type ObjectId } from './tags.ts'

/** A property that is asked for, and where it is an array one of its elements; element 0 is how many there are. */
export interface Wanted {
  readonly object: ObjectId
  readonly property: number
  readonly index?: number | undefined
}

/** Confirmed requests: the answer may come in segments, or may not. */
const TYPE = { segments: 0x02, whole: 0x00 } as const
/** Up to 64 segments and 1,476 octets each are taken (clause 20.1.2.4 and 5). */
const ACCEPTED = 0x75
const WHO_IS = [0x10, 8] as const
const HEAD_OCTETS = 4
/** Of one property with the head of its object, and where the object ends. */
const MOST_OCTETS = 17

/** Asks who is there, or who of these instances is. */
export function encodeWhoIs(range?: {
  readonly lowLimit: number
  readonly highLimit: number
}): Buffer {
  const limits = range === undefined ? [] : [range.lowLimit, range.highLimit]
  const parts = limits.map((limit, number) => encodeContext(number, unsigned(limit)))
  return Buffer.concat([Buffer.from(WHO_IS), ...parts])
}

export function encodeRead(invokeId: number, { object, property, index }: Wanted): Buffer {
  return Buffer.concat([
    head(TYPE.segments, invokeId, SERVICE.readProperty),
    ...place(object, property),
    ...(index === undefined ? [] : [encodeContext(2, unsigned(index))]),
  ])
}

/**
 * Properties of one object that are asked for one after the other share its head. Written straight into one buffer:
 * this is what a client sends all day.
 */
export function encodeReadMultiple(invokeId: number, wanted: readonly Wanted[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_OCTETS + wanted.length * MOST_OCTETS)
  let at = head(TYPE.segments, invokeId, SERVICE.readPropertyMultiple).copy(bytes)
  let last: ObjectId | undefined
  for (const { object, property, index } of wanted) {
    if (last === undefined || !isSameObject(last, object)) {
      if (last !== undefined) bytes[at++] = 0x1f
      bytes[at++] = 0x0c
      at = bytes.writeUInt32BE(object.type * 2 ** 22 + object.instance, at)
      bytes[at++] = 0x1e
      last = object
    }
    at = putUnsigned(bytes, at, 0x08, property)
    if (index !== undefined) at = putUnsigned(bytes, at, 0x18, index)
  }
  if (last !== undefined) bytes[at++] = 0x1f
  return bytes.subarray(0, at)
}

/** @param tag its first octet, but for the length. @returns where the next octet belongs. */
function putUnsigned(bytes: Buffer, at: number, tag: number, value: number): number {
  const octets = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4
  bytes[at] = tag | octets
  return bytes.writeUIntBE(value, at + 1, octets)
}

/** @param request.priority 1 to 16 */
export function encodeWrite(
  invokeId: number,
  request: {
    readonly object: ObjectId
    readonly property: number
    readonly value: Encodable
    readonly priority: number
  },
): Buffer {
  return Buffer.concat([
    head(TYPE.whole, invokeId, SERVICE.writeProperty),
    ...place(request.object, request.property),
    encodeGroup(3, [encodeValue(request.value)]),
    encodeContext(4, unsigned(request.priority)),
  ])
}

/** Asks to be notified of an object's changes, or no longer to be. */
export function encodeSubscribe(
  invokeId: number,
  request: {
    readonly processId: number
    readonly object: ObjectId
    readonly cancel: boolean
    readonly confirmed: boolean
    /** 0 has no end. */
    readonly lifetimeS: number
  },
): Buffer {
  const { processId, object, cancel, confirmed, lifetimeS } = request
  const how = [
    encodeContext(2, { kind: 'boolean', value: confirmed }),
    encodeContext(3, unsigned(lifetimeS)),
  ]
  return Buffer.concat([
    head(TYPE.whole, invokeId, SERVICE.subscribeCov),
    encodeContext(0, unsigned(processId)),
    encodeContext(1, objectValue(object)),
    ...(cancel ? [] : how),
  ])
}

/** Records of a trend log by their position, `first` being 1 for the oldest. */
export function encodeReadRange(
  invokeId: number,
  request: { readonly object: ObjectId; readonly first: number; readonly count: number },
): Buffer {
  const { object, first, count } = request
  return Buffer.concat([
    head(TYPE.whole, invokeId, SERVICE.readRange),
    ...place(object, PROPERTY.logBuffer),
    encodeGroup(3, [encodeValue(unsigned(first)), encodeValue({ kind: 'signed', value: count })]),
  ])
}

const head = (type: number, invokeId: number, service: number): Buffer =>
  Buffer.from([type, ACCEPTED, invokeId, service])

const place = (object: ObjectId, property: number): readonly Buffer[] => [
  encodeContext(0, objectValue(object)),
  encodeContext(1, enumerated(property)),
]
