import { type DeviceError, type PropertyValue, SERVICE } from '@busbar/bacnet/apdu'
import type { Peer } from '@busbar/bacnet/frames'
import { isSameObject, type ObjectId } from '@busbar/bacnet/tags'
import {
  encodeRead,
  encodeReadMultiple,
  encodeReadRange,
  encodeSubscribe,
  encodeWrite,
  type Wanted,
} from './asks.ts'
import type { Outcome, Request, Requests } from './requests.ts'

/** How a device can be asked; what it turns out not to bear is remembered here. */
export interface Abilities {
  readonly peer: Peer
  /** Longest APDU that it takes and sends. */
  maxApdu: number
  /** Whether it knows ReadPropertyMultiple; cleared when it says that it does not. */
  multiple: boolean
  /** The most properties of one request; halved when an answer did not fit. */
  batch: number
}

export type ReadOutcome =
  /** One for each property that was asked for, in that order. */
  | { readonly ok: true; readonly values: readonly PropertyValue[] }
  | { readonly ok: false; readonly reason: string; readonly silent: boolean }

/** Roughly the octets that one property takes in an answer: its object, tags and a short value. */
const OCTETS_PER_PROPERTY = 22
const OVERHEAD = 10
const MAX_BATCH = 60
/** Abort reasons: buffer overflow, segmentation not supported, apdu too long; reject: too many, overflow. */
const TOO_LONG = { abort: [1, 4, 11], reject: [1, 7] } as const
const UNRECOGNIZED_SERVICE = 9

export function abilitiesOf(peer: Peer, maxApdu: number): Abilities {
  const fitting = Math.floor((maxApdu - OVERHEAD) / OCTETS_PER_PROPERTY)
  return { peer, maxApdu, multiple: true, batch: Math.max(1, Math.min(MAX_BATCH, fitting)) }
}

export interface Calls {
  /** Reads in batches that the device bears; each property has its value or its error. */
  read(request: {
    readonly from: Abilities
    readonly wanted: readonly Wanted[]
    readonly retries?: number
    readonly urgent?: boolean
    readonly signal?: AbortSignal
  }): Promise<ReadOutcome>
  write(request: {
    readonly to: Peer
    readonly object: ObjectId
    readonly property: number
    /** Null relinquishes the priority. */
    readonly value: { readonly type: number; readonly value: number } | null
    readonly priority: number
    readonly stillWanted: () => boolean
  }): Promise<Outcome>
  subscribe(request: {
    readonly to: Peer
    readonly object: ObjectId
    readonly processId: number
    readonly confirmed: boolean
    readonly lifetimeS: number
    readonly cancel: boolean
  }): Promise<Outcome>
  readRange(request: {
    readonly to: Peer
    readonly object: ObjectId
    readonly first: number
    readonly count: number
  }): Promise<Outcome>
}

export function createCalls(requests: Requests, retries: number): Calls {
  function readOnce(
    from: Abilities,
    wanted: readonly Wanted[],
    how: Pick<Request, 'retries' | 'urgent'>,
  ): Promise<Outcome> {
    const [only] = wanted
    if (only !== undefined && wanted.length === 1)
      return requests.ask({
        ...{ to: from.peer, service: SERVICE.readProperty, ...how },
        encode: (invokeId) => encodeRead(invokeId, only),
      })
    return requests.ask({
      ...{ to: from.peer, service: SERVICE.readPropertyMultiple, ...how },
      encode: (invokeId) => encodeReadMultiple(invokeId, wanted),
    })
  }

  /** One batch, made smaller as long as the device says that its answer does not fit. */
  async function readBatch(
    from: Abilities,
    wanted: readonly Wanted[],
    how: Pick<Request, 'retries' | 'urgent'>,
  ): Promise<ReadOutcome> {
    const [only] = wanted
    if (only === undefined) return { ok: true, values: [] }
    if (wanted.length > 1 && !from.multiple) return readEach(from, wanted, how)
    const outcome = await readOnce(from, wanted, how)
    if (outcome.kind === 'values') return { ok: true, values: asAsked(outcome.values, wanted) }
    if (wanted.length === 1) return single(only, outcome)
    if (outcome.kind === 'reject' && outcome.reason === UNRECOGNIZED_SERVICE) {
      from.multiple = false
      from.batch = 1
      return readEach(from, wanted, how)
    }
    if (isTooLong(outcome)) from.batch = Math.max(1, Math.floor(wanted.length / 2))
    else if (outcome.kind !== 'error') return failed(outcome)
    // An error for the whole of it may be about one object: each half is asked on its own.
    const middle = Math.ceil(wanted.length / 2)
    const first = await readBatch(from, wanted.slice(0, middle), how)
    if (!first.ok) return first
    const second = await readBatch(from, wanted.slice(middle), how)
    return second.ok ? { ok: true, values: [...first.values, ...second.values] } : second
  }

  /** Of a device that knows ReadProperty alone. */
  async function readEach(
    ...[from, wanted, how]: Parameters<typeof readBatch>
  ): Promise<ReadOutcome> {
    const values: PropertyValue[] = []
    for (const one of wanted) {
      const outcome = await readBatch(from, [one], how)
      if (!outcome.ok) return outcome
      values.push(...outcome.values)
    }
    return { ok: true, values }
  }

  return {
    async read({ from, wanted, signal, urgent = false, retries: given = retries }) {
      const values: PropertyValue[] = []
      for (let at = 0; at < wanted.length; ) {
        if (signal?.aborted) return { ok: false, reason: 'It was ended.', silent: false }
        const batch = wanted.slice(at, at + from.batch)
        const outcome = await readBatch(from, batch, { retries: given, urgent })
        if (!outcome.ok) return outcome
        values.push(...outcome.values)
        at += batch.length
      }
      return { ok: true, values }
    },
    write: ({ to, stillWanted, ...what }) =>
      requests.ask({
        ...{ to, service: SERVICE.writeProperty, retries: 0, urgent: true, stillWanted },
        encode: (invokeId) => encodeWrite(invokeId, what),
      }),
    subscribe: ({ to, ...what }) =>
      requests.ask({
        ...{ to, service: SERVICE.subscribeCov, retries },
        encode: (invokeId) => encodeSubscribe(invokeId, what),
      }),
    readRange: ({ to, ...what }) =>
      requests.ask({
        ...{ to, service: SERVICE.readRange, retries },
        encode: (invokeId) => encodeReadRange(invokeId, what),
      }),
  }
}

/** What was not asked for is not believed either. */
function asAsked(
  values: readonly PropertyValue[],
  wanted: readonly Wanted[],
): readonly PropertyValue[] {
  return wanted.map((one, at) => {
    // Devices keep the order of the question.
    const next = values[at]
    const found = next && isOf(next, one) ? next : values.find((value) => isOf(value, one))
    return found ?? { ...one, index: one.index, values: undefined }
  })
}

function isOf(value: PropertyValue, { object, property, index }: Wanted): boolean {
  return value.property === property && value.index === index && isSameObject(value.object, object)
}

function single(wanted: Wanted, outcome: Outcome): ReadOutcome {
  if (outcome.kind === 'timeout' || outcome.kind === 'stopped') return failed(outcome)
  const error: DeviceError =
    outcome.kind === 'error' ? outcome.error : { errorClass: -1, errorCode: -1 }
  const { object, property, index } = wanted
  return { ok: true, values: [{ object, property, index, values: undefined, error }] }
}

function isTooLong(outcome: Outcome): boolean {
  if (outcome.kind !== 'abort' && outcome.kind !== 'reject') return false
  const reasons: readonly number[] = TOO_LONG[outcome.kind]
  return reasons.includes(outcome.reason)
}

function failed(outcome: Outcome): ReadOutcome {
  return { ok: false, reason: explain(outcome), silent: outcome.kind === 'timeout' }
}

/** What became of a request, for a person. */
export function explain(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'timeout':
      return 'The device did not answer.'
    case 'error':
      return `The device says error ${outcome.error.errorCode} of class ${outcome.error.errorClass}.`
    case 'reject':
      return `The device rejects it (reason ${outcome.reason}).`
    case 'abort':
      return `The device aborts it (reason ${outcome.reason}).`
    case 'malformed':
      return `The answer ${outcome.reason}.`
    case 'stopped':
      return 'It was ended before it was sent.'
    default:
      return 'The device answers.'
  }
}
