import { Cursor, parseTags } from './cursor.ts'
import {
  childrenOf,
  fault,
  type ObjectId,
  objectIdOf,
  octet,
  readTags,
  type Tag,
  unsignedOf,
} from './tags.ts'

/** Services by number (ASHRAE 135 clause 21), those that a client of meters needs. */
export const SERVICE = {
  covConfirmed: 1,
  subscribeCov: 5,
  readProperty: 12,
  readPropertyMultiple: 14,
  writeProperty: 15,
  readRange: 26,
} as const

const UNCONFIRMED = { iAm: 0, covUnconfirmed: 2 } as const

export interface PropertyValue {
  readonly object: ObjectId
  readonly property: number
  readonly index: number | undefined
  /** Undefined where the device has an error instead. */
  readonly values: readonly Tag[] | undefined
  readonly error?: DeviceError
}

export interface DeviceError {
  readonly errorClass: number
  readonly errorCode: number
}

export interface CovNotification {
  readonly processId: number
  readonly device: number
  readonly object: ObjectId
  readonly values: readonly PropertyValue[]
}

export interface IAm {
  readonly device: number
  readonly maxApdu: number
  /** 0 both, 1 sends, 2 receives, 3 none. */
  readonly segmentation: number
  readonly vendor: number
}

export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'values'; readonly values: readonly PropertyValue[] }
  | { readonly kind: 'range'; readonly range: LogRange }
  | { readonly kind: 'error'; readonly error: DeviceError }
  | { readonly kind: 'reject' | 'abort'; readonly reason: number }

export interface LogRange {
  readonly object: ObjectId
  readonly itemCount: number
  readonly items: readonly Tag[]
}

export interface Segment {
  readonly service: number
  readonly sequence: number
  readonly window: number
  readonly more: boolean
  readonly bytes: Buffer
}

export type Apdu =
  | {
      readonly kind: 'answer'
      readonly invokeId: number
      readonly service: number | undefined
      readonly answer: Answer
    }
  | { readonly kind: 'segment'; readonly invokeId: number; readonly segment: Segment }
  | {
      readonly kind: 'cov'
      readonly invokeId: number | undefined
      readonly notification: CovNotification
    }
  | { readonly kind: 'i-am'; readonly iAm: IAm }
  /** A request that nobody asks a client; confirmed ones are told so. */
  | { readonly kind: 'request'; readonly invokeId: number | undefined; readonly service: number }

/** Decodes what is meant for a client, all of it or nothing. @throws Error that says what is wrong. */
export function decodeApdu(bytes: Buffer): Apdu {
  const type = octet(bytes, 0)
  switch (type >> 4) {
    case 0:
      return confirmedRequest(bytes, type)
    case 1:
      return unconfirmedRequest(bytes)
    case 2:
      return { ...ids(bytes), kind: 'answer', answer: { kind: 'done' } }
    case 3:
      return complexAck(bytes, type)
    case 5:
      return { ...ids(bytes), kind: 'answer', answer: { kind: 'error', error: errorOf(bytes) } }
    case 6:
    case 7: {
      const kind = type >> 4 === 6 ? 'reject' : 'abort'
      const answer = { kind, reason: octet(bytes, 2) } as const
      return { kind: 'answer', invokeId: octet(bytes, 1), service: undefined, answer }
    }
    default:
      return fault('is of no kind that a client is sent')
  }
}

const ids = (bytes: Buffer) => ({ invokeId: octet(bytes, 1), service: octet(bytes, 2) })

function errorOf(bytes: Buffer): DeviceError {
  const [first, second] = parseTags(bytes, 3)
  // Some services wrap the pair in a list; what counts is that there was an error.
  if (first === undefined || second === undefined || first.children !== undefined)
    return { errorClass: -1, errorCode: -1 }
  return { errorClass: unsignedOf(first), errorCode: unsignedOf(second) }
}

function complexAck(bytes: Buffer, type: number): Apdu {
  const invokeId = octet(bytes, 1)
  if ((type & 8) === 0) {
    const service = octet(bytes, 2)
    return { kind: 'answer', invokeId, service, answer: answerOf(service, bytes, 3) }
  }
  const segment = {
    sequence: octet(bytes, 2),
    window: octet(bytes, 3),
    service: octet(bytes, 4),
    more: (type & 4) !== 0,
    bytes: bytes.subarray(5),
  }
  return { kind: 'segment', invokeId, segment }
}

/**
 * @param from where the parameters begin.
 * @throws Error where they are not those of the service.
 */
export function answerOf(service: number, bytes: Buffer, from = 0): Answer {
  switch (service) {
    case SERVICE.readProperty:
      return { kind: 'values', values: [readPropertyAck(parseTags(bytes, from))] }
    case SERVICE.readPropertyMultiple:
      return { kind: 'values', values: readPropertyMultipleAck(new Cursor(bytes, from)) }
    case SERVICE.readRange:
      return { kind: 'range', range: readRangeAck(parseTags(bytes, from)) }
    default:
      return fault(`answers service ${service}, which is never asked`)
  }
}

function readPropertyAck(tags: readonly Tag[]): PropertyValue {
  const reader = readTags(tags)
  const object = objectIdOf(reader.take(0))
  const property = unsignedOf(reader.take(1))
  const index = optional(reader.takeIf(2))
  return { object, property, index, values: childrenOf(reader.take(3)) }
}

/** What comes all day, hence without a tag for each part: only values are made. */
function readPropertyMultipleAck(at: Cursor): readonly PropertyValue[] {
  const all: PropertyValue[] = []
  while (at.next()) {
    const object = objectIdOf(at.plain(0))
    at.next()
    at.opening(1).next()
    for (; !at.isClosing(1); at.next()) {
      const property = unsignedOf(at.plain(2))
      at.next()
      const index = at.isPlain(3) ? unsignedOf(at) : undefined
      if (index !== undefined) at.next()
      if (at.isOpening(4)) all.push({ object, property, index, values: at.group() })
      else {
        const error = pair(at.opening(5).group())
        all.push({ object, property, index, values: undefined, error })
      }
    }
  }
  return all
}

function pair([first, second]: readonly Tag[]): DeviceError {
  if (first === undefined || second === undefined) return fault('has an error without a code')
  return { errorClass: unsignedOf(first), errorCode: unsignedOf(second) }
}

function readRangeAck(tags: readonly Tag[]): LogRange {
  const reader = readTags(tags)
  const object = objectIdOf(reader.take(0))
  reader.take(1)
  reader.takeIf(2)
  reader.take(3)
  const itemCount = unsignedOf(reader.take(4))
  return { object, itemCount, items: childrenOf(reader.take(5)) }
}

function optional(tag: Tag | undefined): number | undefined {
  return tag === undefined ? undefined : unsignedOf(tag)
}

function confirmedRequest(bytes: Buffer, type: number): Apdu {
  const invokeId = octet(bytes, 2)
  if ((type & 8) !== 0) return { kind: 'request', invokeId, service: octet(bytes, 5) }
  const service = octet(bytes, 3)
  if (service !== SERVICE.covConfirmed) return { kind: 'request', invokeId, service }
  return { kind: 'cov', invokeId, notification: covOf(parseTags(bytes, 4)) }
}

function unconfirmedRequest(bytes: Buffer): Apdu {
  const service = octet(bytes, 1)
  const parameters = () => parseTags(bytes, 2)
  if (service === UNCONFIRMED.iAm) return { kind: 'i-am', iAm: iAmOf(parameters()) }
  if (service === UNCONFIRMED.covUnconfirmed)
    return { kind: 'cov', invokeId: undefined, notification: covOf(parameters()) }
  return { kind: 'request', invokeId: undefined, service }
}

function iAmOf(tags: readonly Tag[]): IAm {
  const [device, maxApdu, segmentation, vendor] = tags
  if (!device || !maxApdu || !segmentation || !vendor) return fault('is an I-Am without its parts')
  if ([12, 2, 9, 2].some((number, index) => tags[index]?.number !== number || tags[index]?.context))
    return fault('is an I-Am of other parts')
  const { type, instance } = objectIdOf(device)
  if (type !== 8) return fault('is an I-Am of no device')
  return {
    device: instance,
    maxApdu: unsignedOf(maxApdu),
    segmentation: unsignedOf(segmentation),
    vendor: unsignedOf(vendor),
  }
}

function covOf(tags: readonly Tag[]): CovNotification {
  const reader = readTags(tags)
  const processId = unsignedOf(reader.take(0))
  const device = objectIdOf(reader.take(1))
  const object = objectIdOf(reader.take(2))
  reader.take(3)
  const list = readTags(childrenOf(reader.take(4)))
  const values: PropertyValue[] = []
  while (!list.isAtEnd()) {
    const property = unsignedOf(list.take(0))
    const index = optional(list.takeIf(1))
    values.push({ object, property, index, values: childrenOf(list.take(2)) })
    list.takeIf(3)
  }
  if (device.type !== 8) return fault('is a notification of no device')
  return { processId, device: device.instance, object, values }
}
