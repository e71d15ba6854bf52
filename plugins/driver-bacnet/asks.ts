import { SERVICE } from '@busbar/bacnet/apdu'
import { PROPERTY } from '@busbar/bacnet/numbers'
import { isSameObject, type ObjectId } from '@busbar/bacnet/tags'
import apdu from 'bacstack/lib/apdu.js'
import asn1, { type Target } from 'bacstack/lib/asn1.js'
import services from 'bacstack/lib/services/index.js'

/** A property that is asked for, and where it is an array one of its elements; element 0 is how many there are. */
export interface Wanted {
  readonly object: ObjectId
  readonly property: number
  readonly index?: number | undefined
}

/** Confirmed requests: the answer may come in segments, or may not. */
const TYPE = { segments: 0x02, whole: 0x00 } as const
/** Up to 64 segments and 1,476 octets each are taken (clause 20.1.2.4 and 5). */
const ACCEPTED = { segments: 0x70, octets: 0x05 } as const
const UNCONFIRMED = 0x10
const WHO_IS = 8
const BY_POSITION = 0
const WHOLE_ARRAY = 0xffff_ffff
const HEAD_OCTETS = 4
const INVOKE_ID_AT = 2
/** Of one property with the head of its object, and where the object ends. */
const PROPERTY_OCTETS = 17
/** Of any other request of ours. */
const MOST_OCTETS = 64

/** Asks who is there, or who of these instances is. */
export function encodeWhoIs(range?: {
  readonly lowLimit: number
  readonly highLimit: number
}): Buffer {
  return encoded(MOST_OCTETS, (to) => {
    apdu.encodeUnconfirmedServiceRequest(to, UNCONFIRMED, WHO_IS)
    if (range !== undefined) services.whoIs.encode(to, range.lowLimit, range.highLimit)
  })
}

export function encodeRead(invokeId: number, { object, property, index }: Wanted): Buffer {
  return encoded(MOST_OCTETS, (to) => {
    head(to, TYPE.segments, SERVICE.readProperty, invokeId)
    asn1.encodeContextObjectId(to, 0, object.type, object.instance)
    asn1.encodeContextEnumerated(to, 1, property)
    // bacstack's own service takes element 0 for the whole array.
    if (index !== undefined) asn1.encodeContextUnsigned(to, 2, index)
  })
}

interface Written {
  readonly wanted: readonly Wanted[]
  readonly apdu: Buffer
}

/** The last request that began with a property: points ask for the same ones all day. */
const written = new WeakMap<Wanted, Written>()

/** Properties of one object that are asked for one after the other share its head. */
export function encodeReadMultiple(invokeId: number, wanted: readonly Wanted[]): Buffer {
  const [first] = wanted
  const known = first && written.get(first)
  if (known !== undefined && isSame(known.wanted, wanted)) {
    const again = Buffer.from(known.apdu)
    again[INVOKE_ID_AT] = invokeId
    return again
  }
  const apdu = encoded(HEAD_OCTETS + wanted.length * PROPERTY_OCTETS, (to) => {
    head(to, TYPE.segments, SERVICE.readPropertyMultiple, invokeId)
    let last: ObjectId | undefined
    for (const { object, property, index } of wanted) {
      if (last === undefined || !isSameObject(last, object)) {
        if (last !== undefined) asn1.encodeClosingTag(to, 1)
        asn1.encodeContextObjectId(to, 0, object.type, object.instance)
        asn1.encodeOpeningTag(to, 1)
        last = object
      }
      asn1.encodeContextEnumerated(to, 0, property)
      if (index !== undefined) asn1.encodeContextUnsigned(to, 1, index)
    }
    if (last !== undefined) asn1.encodeClosingTag(to, 1)
  })
  if (first !== undefined) written.set(first, { wanted: [...wanted], apdu })
  return apdu
}

const isSame = (ones: readonly Wanted[], others: readonly Wanted[]): boolean =>
  ones.length === others.length && ones.every((one, at) => one === others[at])

/**
 * @param request.value of an application type; null relinquishes the priority
 * @param request.priority 1 to 16
 */
export function encodeWrite(
  invokeId: number,
  request: {
    readonly object: ObjectId
    readonly property: number
    readonly value: { readonly type: number; readonly value: number } | null
    readonly priority: number
  },
): Buffer {
  const { object, property, value, priority } = request
  const values = [value === null ? { type: 0, value: null } : { ...value }]
  return encoded(MOST_OCTETS, (to) => {
    head(to, TYPE.whole, SERVICE.writeProperty, invokeId)
    services.writeProperty.encode(
      ...([to, object.type, object.instance, property, WHOLE_ARRAY, priority, values] as const),
    )
  })
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
  return encoded(MOST_OCTETS, (to) => {
    head(to, TYPE.whole, SERVICE.subscribeCov, invokeId)
    services.subscribeCov.encode(to, processId, object, cancel, confirmed, lifetimeS)
  })
}

/** Records of a trend log by their position, `first` being 1 for the oldest. */
export function encodeReadRange(
  invokeId: number,
  request: { readonly object: ObjectId; readonly first: number; readonly count: number },
): Buffer {
  const { object, first, count } = request
  return encoded(MOST_OCTETS, (to) => {
    head(to, TYPE.whole, SERVICE.readRange, invokeId)
    services.readRange.encode(
      ...([to, object, PROPERTY.logBuffer, WHOLE_ARRAY, BY_POSITION, first, null, count] as const),
    )
  })
}

/** What bacstack writes, in octets of its own. */
function encoded(octets: number, write: (to: Target) => void): Buffer {
  const to: Target = { buffer: Buffer.allocUnsafe(octets), offset: 0 }
  write(to)
  return to.buffer.subarray(0, to.offset)
}

function head(to: Target, type: number, service: number, invokeId: number): void {
  const { segments, octets } = ACCEPTED
  apdu.encodeConfirmedServiceRequest(to, type, service, segments, octets, invokeId, 0, 0)
}
