import { SERVICE } from './apdu.ts'
import { parseTags } from './cursor.ts'
import { scalarOf } from './scalars.ts'
import {
  childrenOf,
  fault,
  type ObjectId,
  objectIdOf,
  octet,
  readTags,
  type Tag,
  type TagReader,
  unsignedOf,
} from './tags.ts'

/** A property, and where it is an array one of its elements. */
export interface PropertyRef {
  readonly property: number
  readonly index: number | undefined
}

/** What a confirmed request asks for. */
export type Call =
  | ({ readonly kind: 'read'; readonly object: ObjectId } & PropertyRef)
  | {
      readonly kind: 'read-multiple'
      readonly specs: readonly {
        readonly object: ObjectId
        readonly properties: readonly PropertyRef[]
      }[]
    }
  | ({
      readonly kind: 'write'
      readonly object: ObjectId
      readonly values: readonly Tag[]
      /** 1 to 16; undefined where none was given. */
      readonly priority: number | undefined
    } & PropertyRef)
  | {
      readonly kind: 'subscribe'
      readonly processId: number
      readonly object: ObjectId
      /** Undefined: the subscription is to end. */
      readonly wanted: { readonly confirmed: boolean; readonly lifetimeS: number } | undefined
    }

export interface Limits {
  readonly low: number
  readonly high: number
}

/** What a server is sent. */
export type Request =
  | {
      readonly kind: 'call'
      readonly invokeId: number
      readonly service: number
      /** Longest answer that the asker takes. */
      readonly maxApdu: number
      readonly call: Call
    }
  /** Confirmed, but in segments, of an unknown service, or not as the service wants it. */
  | { readonly kind: 'segmented' | 'unsupported'; readonly invokeId: number }
  | { readonly kind: 'invalid'; readonly invokeId: number; readonly reason: string }
  | { readonly kind: 'who-is'; readonly limits: Limits }
  | { readonly kind: 'who-has'; readonly limits: Limits; readonly wanted: ObjectId | string }
  /** What became of a request of ours. */
  | { readonly kind: 'outcome'; readonly invokeId: number; readonly isDone: boolean }
  | { readonly kind: 'ignored' }

const WHO_HAS = 7
const WHO_IS = 8
const EVERYBODY: Limits = { low: 0, high: 0x3fffff }
/** By the four bits that name it (clause 20.1.2.5). */
const MAX_APDU_ACCEPTED = [50, 128, 206, 480, 1_024, 1_476]
/** Properties in one request. */
const MOST_PROPERTIES = 1_000

/** Decodes what is meant for a server. @throws Error that says what is wrong, where nobody can be told. */
export function decodeRequest(bytes: Buffer): Request {
  const type = octet(bytes, 0)
  switch (type >> 4) {
    case 0:
      return confirmed(bytes, type)
    case 1:
      return unconfirmed(bytes)
    case 2:
    case 5:
    case 6:
    case 7:
      return { kind: 'outcome', invokeId: octet(bytes, 1), isDone: type >> 4 === 2 }
    default:
      return { kind: 'ignored' }
  }
}

function confirmed(bytes: Buffer, type: number): Request {
  const maxApdu = MAX_APDU_ACCEPTED[octet(bytes, 1) & 15] ?? 1_476
  const invokeId = octet(bytes, 2)
  if ((type & 8) !== 0) return { kind: 'segmented', invokeId }
  const service = octet(bytes, 3)
  const decode = CALLS[service]
  if (decode === undefined) return { kind: 'unsupported', invokeId }
  try {
    const reader = readTags(parseTags(bytes, 4))
    const call = decode(reader)
    if (!reader.isAtEnd()) fault('has more parameters than belong there')
    return { kind: 'call', invokeId, service, maxApdu, call }
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'cannot be read'
    return { kind: 'invalid', invokeId, reason }
  }
}

const CALLS: Readonly<Record<number, (reader: TagReader) => Call>> = {
  [SERVICE.readProperty]: (reader) => ({
    kind: 'read',
    object: objectIdOf(reader.take(0)),
    ...refOf(reader, 1),
  }),
  [SERVICE.readPropertyMultiple]: readMultiple,
  [SERVICE.writeProperty](reader) {
    const object = objectIdOf(reader.take(0))
    const ref = refOf(reader, 1)
    const values = childrenOf(reader.take(3))
    const priority = optional(reader.takeIf(4))
    if (priority !== undefined && (priority < 1 || priority > 16)) fault('has no such priority')
    return { kind: 'write', object, ...ref, values, priority }
  },
  [SERVICE.subscribeCov](reader) {
    const processId = unsignedOf(reader.take(0))
    const object = objectIdOf(reader.take(1))
    const isConfirmed = reader.takeIf(2)
    const lifetime = reader.takeIf(3)
    if (isConfirmed === undefined && lifetime === undefined)
      return { kind: 'subscribe', processId, object, wanted: undefined }
    if (isConfirmed === undefined) return fault('does not say whether it is to be confirmed')
    const wanted = {
      confirmed: unsignedOf(isConfirmed) !== 0,
      lifetimeS: optional(lifetime) ?? 0,
    }
    return { kind: 'subscribe', processId, object, wanted }
  },
}

function refOf(reader: TagReader, first: number): PropertyRef {
  const property = unsignedOf(reader.take(first))
  return { property, index: optional(reader.takeIf(first + 1)) }
}

const optional = (tag: Tag | undefined): number | undefined =>
  tag === undefined ? undefined : unsignedOf(tag)

function readMultiple(reader: TagReader): Call {
  const specs: { object: ObjectId; properties: PropertyRef[] }[] = []
  let count = 0
  while (!reader.isAtEnd()) {
    const object = objectIdOf(reader.take(0))
    const list = readTags(childrenOf(reader.take(1)))
    const properties: PropertyRef[] = []
    while (!list.isAtEnd()) {
      properties.push(refOf(list, 0))
      count += 1
      if (count > MOST_PROPERTIES) fault('asks for too much at once')
    }
    specs.push({ object, properties })
  }
  if (specs.length === 0) fault('asks for nothing')
  return { kind: 'read-multiple', specs }
}

function unconfirmed(bytes: Buffer): Request {
  const service = octet(bytes, 1)
  if (service !== WHO_IS && service !== WHO_HAS) return { kind: 'ignored' }
  const reader = readTags(parseTags(bytes, 2))
  if (service === WHO_IS) return { kind: 'who-is', limits: limitsOf(reader) }
  const limits = limitsOf(reader)
  const object = reader.takeIf(2)
  if (object !== undefined) return { kind: 'who-has', limits, wanted: objectIdOf(object) }
  const name = scalarOf({ ...reader.take(3), context: false, number: 7 })
  if (name?.kind !== 'text') return fault('asks for no name')
  return { kind: 'who-has', limits, wanted: name.text }
}

function limitsOf(reader: TagReader): Limits {
  const low = reader.takeIf(0)
  if (low === undefined) return EVERYBODY
  return { low: unsignedOf(low), high: unsignedOf(reader.take(1)) }
}
