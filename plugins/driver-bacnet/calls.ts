import { type DeviceError, type PropertyValue, SERVICE } from '@busbar/bacnet/apdu'
import type { Peer } from '@busbar/bacnet/frames'
import type { ObjectId } from '@busbar/bacnet/tags'
import type { Outcome, Request, Requests } from './requests.ts'

/** A property that is asked for. */
export interface Wanted {
  readonly object: ObjectId
  readonly property: number
  readonly index?: number | undefined
}

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
  async function readOnce(
    from: Abilities,
    wanted: readonly Wanted[],
    how: Pick<Request, 'retries'> & { readonly urgent?: boolean },
  ): Promise<Outcome> {
    const [only] = wanted
    if (only !== undefined && (wanted.length === 1 || !from.multiple) && only.index !== 0)
      return requests.ask({
        ...{ to: from.peer, service: SERVICE.readProperty, ...how },
        send: ({ stack, address, invokeId, next }) => {
          const options = only.index ? { invokeId, arrayIndex: only.index } : { invokeId }
          stack.readProperty(address, only.object, only.property, options, next)
        },
      })
    return requests.ask({
      ...{ to: from.peer, service: SERVICE.readPropertyMultiple, ...how },
      send: ({ stack, address, invokeId, next }) =>
        stack.readPropertyMultiple(address, byObject(wanted), { invokeId }, next),
    })
  }

  /** One batch, made smaller as long as the device says that its answer does not fit. */
  async function readBatch(
    from: Abilities,
    wanted: readonly Wanted[],
    how: Pick<Request, 'retries'> & { readonly urgent?: boolean },
  ): Promise<ReadOutcome> {
    const outcome = await readOnce(from, wanted, how)
    const [only] = wanted
    if (only === undefined) return { ok: true, values: [] }
    if (outcome.kind === 'values') return { ok: true, values: asAsked(outcome.values, wanted) }
    if (wanted.length === 1) return single(only, outcome)
    if (outcome.kind === 'reject' && outcome.reason === UNRECOGNIZED_SERVICE) {
      from.multiple = false
      from.batch = 1
    } else if (isTooLong(outcome)) from.batch = Math.max(1, Math.floor(wanted.length / 2))
    else if (outcome.kind !== 'error') return failed(outcome)
    // An error for the whole of it may be about one object: each half is asked on its own.
    const middle = from.multiple ? Math.ceil(wanted.length / 2) : 1
    const first = await readBatch(from, wanted.slice(0, middle), how)
    if (!first.ok) return first
    const second = await readBatch(from, wanted.slice(middle), how)
    return second.ok ? { ok: true, values: [...first.values, ...second.values] } : second
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
    write: ({ to, object, property, value, priority, stillWanted }) =>
      requests.ask({
        ...{ to, service: SERVICE.writeProperty, retries: 0, urgent: true, stillWanted },
        send: ({ stack, address, invokeId, next }) => {
          const values = [value === null ? { type: 0, value: null } : { ...value }]
          stack.writeProperty(address, object, property, values, { invokeId, priority }, next)
        },
      }),
    subscribe: ({ to, object, processId, confirmed, lifetimeS, cancel }) =>
      requests.ask({
        ...{ to, service: SERVICE.subscribeCov, retries },
        send: ({ stack, address, invokeId, next }) =>
          stack.subscribeCOV(
            ...([
              address,
              object,
              processId,
              cancel,
              confirmed,
              lifetimeS,
              { invokeId },
              next,
            ] as const),
          ),
      }),
    readRange: ({ to, object, first, count }) =>
      requests.ask({
        ...{ to, service: SERVICE.readRange, retries },
        send: ({ stack, address, invokeId, next }) =>
          stack.readRange(address, object, first, count, { invokeId }, next),
      }),
  }
}

/** Properties of one object that are asked for one after the other share its head. */
function byObject(wanted: readonly Wanted[]) {
  const groups: { objectId: ObjectId; properties: { id: number; index?: number }[] }[] = []
  for (const { object, property, index } of wanted) {
    const asked = index === undefined ? { id: property } : { id: property, index }
    const last = groups.at(-1)
    const isSame = last?.objectId.type === object.type && last.objectId.instance === object.instance
    if (isSame) last.properties.push(asked)
    else groups.push({ objectId: object, properties: [asked] })
  }
  return groups
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
  return (
    value.object.type === object.type &&
    value.object.instance === object.instance &&
    value.property === property &&
    value.index === index
  )
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
