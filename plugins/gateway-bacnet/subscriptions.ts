import { encodeValue } from '@busbar/bacnet/encode'
import { type Peer, peerKey } from '@busbar/bacnet/frames'
import { PROPERTY } from '@busbar/bacnet/numbers'
import { encodeNotification } from '@busbar/bacnet/replies'
import type { ObjectId } from '@busbar/bacnet/tags'
import { keyOf, type Served } from './building.ts'
import { type Confirmations, createConfirmations } from './confirmations.ts'
import { presentOf, statusFlags } from './properties.ts'

export interface Subscription {
  readonly peer: Peer
  readonly processId: number
  readonly object: ObjectId
  readonly confirmed: boolean
  /** 0 where it has no end. */
  readonly secondsLeft: number
}

export interface Subscriptions {
  /** @returns false where there are too many. */
  add(request: Omit<Subscription, 'secondsLeft'> & { readonly lifetimeS: number }): boolean
  /** Of what is not subscribed to nothing is said. */
  cancel(request: Pick<Subscription, 'peer' | 'processId' | 'object'>): void
  /** These objects may have changed; whoever has not been told of how they are now will be. */
  changed(objects: readonly Served[]): void
  /** Subscriptions of objects that are no more. */
  prune(): void
  /** What became of a confirmed notification. */
  outcome(peer: Peer, invokeId: number): void
  list(): readonly Subscription[]
  counts(): {
    readonly subscriptions: number
    readonly notified: number
    readonly unanswered: number
  }
  stop(): void
}

interface Entry {
  readonly peer: Peer
  readonly processId: number
  readonly object: ObjectId
  readonly confirmed: boolean
  /** By the monotonic clock; null: for ever. */
  readonly endsAtMs: number | null
  /** What was told last, encoded. */
  told: string
  /** A confirmed notification is under way; what changes meanwhile is told after it. */
  busy: boolean
}

const AT_ONCE = 100
const PACE_MS = 10

/**
 * Subscriptions of changes of value. Of each the latest value alone is told: what changes while a
 * notification waits or is under way goes with the next one. Unconfirmed ones are paced, so that the
 * receiver's socket is not overrun.
 */
export function createSubscriptions(options: {
  readonly device: ObjectId
  readonly most: number
  readonly objectOf: (object: ObjectId) => Served | undefined
  readonly send: (to: Peer, apdu: Buffer, expectsReply: boolean) => void
}): Subscriptions {
  const { device, most, objectOf, send } = options
  const entries = new Map<string, Entry>()
  const byObject = new Map<string, Set<string>>()
  const due = new Set<string>()
  const confirmations: Confirmations = createConfirmations({ send })
  let timer: NodeJS.Timeout | undefined
  let notified = 0
  let stopped = false

  const idOf = ({ peer, processId, object }: Pick<Entry, 'peer' | 'processId' | 'object'>) =>
    `${peerKey(peer)} ${processId} ${keyOf(object)}`

  function remove(id: string): void {
    const entry = entries.get(id)
    if (entry === undefined) return
    entries.delete(id)
    due.delete(id)
    const key = keyOf(entry.object)
    const rest = byObject.get(key)
    rest?.delete(id)
    if (rest?.size === 0) byObject.delete(key)
  }

  function expire(): void {
    const now = performance.now()
    for (const [id, { endsAtMs }] of entries) if (endsAtMs !== null && endsAtMs <= now) remove(id)
  }

  function secondsLeft({ endsAtMs }: Entry): number {
    if (endsAtMs === null) return 0
    return Math.max(1, Math.ceil((endsAtMs - performance.now()) / 1_000))
  }

  function plan(): void {
    if (!stopped && timer === undefined && due.size > 0) timer = setTimeout(pump, PACE_MS)
  }

  function pump(): void {
    timer = undefined
    let left = AT_ONCE
    for (const id of due) {
      if (left === 0) break
      const entry = entries.get(id)
      // What is under way comes back by itself when it is over.
      if (entry === undefined || entry.busy) due.delete(id)
      else if (tell(id, entry)) left -= 1
    }
    // Where nothing went, all that is left waits for answers, which plan anew.
    if (left < AT_ONCE) plan()
  }

  /** @returns whether something was sent. */
  function tell(id: string, entry: Entry): boolean {
    if (entry.confirmed && !confirmations.hasRoom(entry.peer)) return false
    due.delete(id)
    const served = objectOf(entry.object)
    if (served === undefined || (entry.endsAtMs !== null && entry.endsAtMs <= performance.now())) {
      remove(id)
      return false
    }
    const now = stateOf(served)
    if (now === entry.told) return false
    entry.told = now
    notified += 1
    const encode = (invokeId: number | undefined) =>
      encodeNotification({
        ...{ invokeId, device, processId: entry.processId, object: entry.object },
        secondsLeft: secondsLeft(entry),
        values: [
          { property: PROPERTY.presentValue, values: [presentOf(served)] },
          { property: PROPERTY.statusFlags, values: [statusFlags(served)] },
        ],
      })
    if (!entry.confirmed) send(entry.peer, encode(undefined), false)
    else {
      entry.busy = true
      confirmations.request(entry.peer, encode, () => {
        entry.busy = false
        if (entries.get(id) === entry) due.add(id)
        plan()
      })
    }
    return true
  }

  return {
    add({ peer, processId, object, confirmed, lifetimeS }) {
      const id = idOf({ peer, processId, object })
      expire()
      if (!entries.has(id) && entries.size >= most) return false
      remove(id)
      const endsAtMs = lifetimeS === 0 ? null : performance.now() + lifetimeS * 1_000
      // Nothing told yet: how it is goes out at once, as the standard wants it.
      entries.set(id, { peer, processId, object, confirmed, endsAtMs, told: '', busy: false })
      const key = keyOf(object)
      byObject.set(key, (byObject.get(key) ?? new Set()).add(id))
      due.add(id)
      plan()
      return true
    },
    cancel: (request) => remove(idOf(request)),
    changed(objects) {
      for (const { id } of objects) for (const one of byObject.get(keyOf(id)) ?? []) due.add(one)
      plan()
    },
    prune() {
      for (const [id, { object }] of entries) if (objectOf(object) === undefined) remove(id)
    },
    outcome: (peer, invokeId) => confirmations.settle(peer, invokeId),
    list() {
      expire()
      return [...entries.values()].map((entry) => ({ ...entry, secondsLeft: secondsLeft(entry) }))
    },
    counts() {
      expire()
      return { subscriptions: entries.size, notified, unanswered: confirmations.unanswered() }
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      entries.clear()
      due.clear()
      confirmations.stop()
    },
  }
}

const stateOf = (served: Served): string =>
  Buffer.concat([presentOf(served), statusFlags(served)].map(encodeValue)).toString('hex')
