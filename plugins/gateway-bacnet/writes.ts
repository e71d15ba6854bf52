import { type Peer, peerKey } from '@busbar/bacnet/frames'
import { PROPERTY } from '@busbar/bacnet/numbers'
import { ERROR, type ErrorPair } from '@busbar/bacnet/replies'
import type { Call } from '@busbar/bacnet/requests'
import { type Scalar, scalarOf } from '@busbar/bacnet/scalars'
import type { Log } from '@busbar/core/contracts'
import { keyOf, type Served } from './building.ts'
import type { Orders } from './orders.ts'
import { propertiesOf } from './properties.ts'
import type { Settings } from './settings.ts'

type Write = Extract<Call, { readonly kind: 'write' }>

export interface Writes {
  /** @returns what is wrong with it; undefined where it was taken; `repeated` where it is under way already. */
  handle(request: {
    readonly from: Peer
    readonly invokeId: number
    /** As it came, to know it again. */
    readonly apdu: Buffer
    readonly call: Write
  }): Promise<ErrorPair | 'repeated' | undefined>
  counts(): { readonly writes: number; readonly denied: number; readonly limited: number }
}

const MINUTE_MS = 60_000
/** So long the same request of the same sender is a copy of it: of the network's making, or replayed. */
const COPY_MS = 60_000
const MOST_COPIES = 4_096
const MOST_SOURCES = 1_000
/** Reserved by the standard for minimum times. */
const RESERVED_PRIORITY = 6
/** What a write without one has. */
const LOWEST_PRIORITY = 16

interface Copy {
  readonly text: string
  readonly atMs: number
  readonly outcome: Promise<ErrorPair | undefined>
  isOver: boolean
}

/**
 * Who may write what, how often. A request that comes again within a minute – same sender, invoke id and octets, none other of
 * that id between – gets the same answer and does nothing.
 */
export function createWrites(options: {
  readonly settings: Settings
  readonly orders: Orders
  readonly objectOf: (object: Write['object']) => Served | undefined
  readonly log: Log
}): Writes {
  const { settings, orders, objectOf, log } = options
  const writers = new Set(settings.writers)
  const copies = new Map<string, Copy>()
  const windows = new Map<string, { readonly fromMs: number; count: number }>()
  let warnedAtMs = Number.NEGATIVE_INFINITY
  const counts = { writes: 0, denied: 0, limited: 0 }

  function isTooMany(host: string): boolean {
    const now = performance.now()
    const known = windows.get(host)
    const current = known !== undefined && now - known.fromMs < MINUTE_MS
    const window = current ? known : { fromMs: now, count: 0 }
    window.count += 1
    if (!current) {
      windows.delete(host)
      if (windows.size >= MOST_SOURCES) dropFirst(windows)
      windows.set(host, window)
    }
    return window.count > settings.writesPerMinute
  }

  async function judge(from: Peer, call: Write): Promise<ErrorPair | undefined> {
    const served = objectOf(call.object)
    if (served === undefined) return ERROR.unknownObject
    if (!propertiesOf(served, undefined).has(call.property)) return ERROR.unknownProperty
    const isOrder = served.shape === 'command' && call.property === PROPERTY.presentValue
    if (!isOrder || !writers.has(from.host)) return ERROR.writeAccessDenied
    if (call.index !== undefined) return ERROR.notAnArray
    const { priority = LOWEST_PRIORITY } = call
    if (priority === RESERVED_PRIORITY) return ERROR.writeAccessDenied
    const value = orderOf(call)
    if (typeof value === 'object' && value !== null) return value
    counts.writes += 1
    const { pointId } = served.point
    return orders.write({
      ...{ pointId, priority, value },
      actor: `BACnet ${peerKey(from)}, priority ${priority}`,
    })
  }

  /** All are counted; the log hears of one a minute. */
  function noteDenied(source: string, { object, property }: Write): void {
    counts.denied += 1
    if (performance.now() - warnedAtMs < MINUTE_MS) return
    warnedAtMs = performance.now()
    log.warn('A write was denied', {
      source,
      object: keyOf(object),
      property,
      denied: counts.denied,
    })
  }

  async function judged(from: Peer, call: Write): Promise<ErrorPair | undefined> {
    const error = await judge(from, call)
    if (error === ERROR.writeAccessDenied) noteDenied(peerKey(from), call)
    return error
  }

  return {
    async handle({ from, invokeId, apdu, call }) {
      const key = `${peerKey(from)} ${invokeId}`
      const text = apdu.toString('latin1')
      const copy = copies.get(key)
      if (copy?.text === text && performance.now() - copy.atMs < COPY_MS)
        return copy.isOver ? copy.outcome : 'repeated'
      if (isTooMany(from.host)) {
        counts.limited += 1
        return ERROR.deviceBusy
      }
      const outcome = judged(from, call)
      if (!writers.has(from.host)) return outcome
      const entry: Copy = { text, atMs: performance.now(), outcome, isOver: false }
      copies.delete(key)
      if (copies.size >= MOST_COPIES) dropFirst(copies)
      copies.set(key, entry)
      const error = await outcome
      entry.isOver = true
      return error
    },
    counts: () => counts,
  }
}

function dropFirst(map: Map<string, unknown>): void {
  const [first] = map.keys()
  if (first !== undefined) map.delete(first)
}

/** On, off, null to take it back, or what is wrong with it. */
function orderOf({ values }: Write): boolean | null | ErrorPair {
  const [tag] = values
  if (tag === undefined || values.length !== 1) return ERROR.invalidDataType
  let scalar: Scalar | undefined
  try {
    scalar = scalarOf(tag)
  } catch {
    return ERROR.invalidDataType
  }
  if (scalar?.kind === 'null') return null
  if (scalar?.kind !== 'enumerated') return ERROR.invalidDataType
  if (scalar.value > 1) return ERROR.valueOutOfRange
  return scalar.value === 1
}
