import { sign, toHeaders } from '../signature.ts'
import type { Book, Callback } from './book.ts'
import type { Fault, Faults } from './faults.ts'
import { CALLBACK_FAULTS } from './faults.ts'

/** What a merchant must answer, to the letter, with status 200. */
const EXACT_REPLY = '{"received":true}'
const ATTEMPT_TIMEOUT_MS = 5_000
/** How long a callback that is held back waits for another one to overtake it. */
const HOLD_MS = 10_000

export interface CallbacksOptions {
  readonly book: Book
  readonly faults: Faults
  readonly secretOf: (merchantId: string) => string | undefined
  readonly now: () => number
  /** Waits between the attempts; after the last one the channel gives up. */
  readonly retryDelaysMs: readonly number[]
}

export type Callbacks = ReturnType<typeof createCallbacks>

/** Tells merchants what happened, again and again, until they answer as they must. */
export function createCallbacks(options: CallbacksOptions) {
  const { book, faults, retryDelaysMs } = options
  const underWay = new Map<string, NodeJS.Timeout | null>()
  const held: Callback[] = []
  const stop = new AbortController()

  /** Starts the delivery of whatever has not been told and is not under way. */
  function pump(): void {
    for (const callback of book.untold()) if (!underWay.has(callback.id)) void attempt(callback, 0)
  }

  async function attempt(callback: Callback, tries: number): Promise<void> {
    underWay.set(callback.id, null)
    const fault = faults.take(CALLBACK_FAULTS, callback.order.orderId)
    if (fault?.kind === 'lost-callback') return told(callback)
    if (fault?.kind === 'reorder-callbacks') return hold(callback, tries)
    const delivered = await deliver(callback, fault)
    if (fault?.kind === 'double-callback') await deliver(callback, undefined)
    if (stop.signal.aborted) return
    if (!delivered) return retry(callback, tries)
    told(callback)
    releaseHeld()
  }

  function told(callback: Callback): void {
    book.markTold(callback.id)
    underWay.delete(callback.id)
  }

  function retry(callback: Callback, tries: number): void {
    const delayMs = retryDelaysMs[tries]
    // Given up: it stays under way until the channel starts anew, which begins the attempts again.
    if (delayMs === undefined) return
    underWay.set(
      callback.id,
      setTimeout(() => void attempt(callback, tries + 1), delayMs),
    )
  }

  function hold(callback: Callback, tries: number): void {
    held.push(callback)
    const release = () => {
      if (take(held, callback)) void attempt(callback, tries)
    }
    underWay.set(callback.id, setTimeout(release, HOLD_MS))
  }

  function releaseHeld(): void {
    for (const callback of held.splice(0)) {
      clearTimeout(underWay.get(callback.id) ?? undefined)
      void attempt(callback, 0)
    }
  }

  /** Whether the merchant answered exactly as it must. */
  async function deliver(callback: Callback, fault: Fault | undefined): Promise<boolean> {
    const { merchantId, callbackUrl } = callback.order
    const secret = options.secretOf(merchantId)
    if (secret === undefined) return false
    const body = JSON.stringify(describeCallback(callback, fault))
    const key = fault?.kind === 'forged-signature' ? `${secret}-forged` : secret
    const content = { purpose: 'callback', subject: '', merchantId, body } as const
    const headers = toHeaders(merchantId, sign(content, key, { now: options.now() }))
    try {
      const answer = await fetch(callbackUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        redirect: 'error',
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      })
      return (await answer.text()) === EXACT_REPLY && answer.status === 200
    } catch {
      return false
    }
  }

  return {
    pump,
    stop: () => {
      stop.abort()
      for (const timer of underWay.values()) clearTimeout(timer ?? undefined)
    },
  }
}

function describeCallback(callback: Callback, fault: Fault | undefined) {
  const told = callback.subject === 'payment' ? callback.order : callback.refund
  const wrong = fault?.kind === 'wrong-amount' ? 1n : 0n
  const common = {
    merchantId: fault?.kind === 'other-merchant' ? `${told.merchantId}-other` : told.merchantId,
    orderId: told.orderId,
    state: told.state,
    amountMinor: String(BigInt(told.amountMinor) + wrong),
    currency: told.currency,
    ...(told.reference === undefined ? {} : { reference: told.reference }),
  }
  return callback.subject === 'payment'
    ? { subject: 'payment', ...common, capturedAt: callback.order.capturedAt ?? null }
    : { subject: 'refund', ...common, refundId: callback.refund.refundId }
}

function take<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
  return index >= 0
}
