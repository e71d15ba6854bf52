import type { Log, OutgoingNotice, SendResult } from '../../contracts/index.ts'
import { applySendResult, atLeast, type RetryPolicy } from '../../domain/notices/delivery.ts'
import { textFor } from '../../domain/notices/routing.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { ClaimedDelivery, NoticeChannels, NoticeStore } from './ports.ts'

export interface SendOptions {
  readonly store: NoticeStore
  readonly channels: NoticeChannels
  /** The domain clock: levels are reached by it. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly log: Log
  readonly retryPolicy: RetryPolicy
  /** How long a channel may take for a batch. */
  readonly sendTimeoutMs: number
  /** From [0, 1), for the jitter of delays. */
  random(): number
}

/**
 * Sends what was claimed for one connection and keeps each item's result. The channel is called
 * outside of any transaction; should we die here, the attempt's lease runs out and it is made
 * again, under the same delivery id.
 */
export async function sendClaimed(
  connectionId: Id,
  claimed: readonly ClaimedDelivery[],
  options: SendOptions,
): Promise<void> {
  const { store, channels, retryPolicy } = options
  const capabilities = channels.capabilities({ connectionId })
  const early: SendResult[] = []
  const outgoing: OutgoingNotice[] = []
  for (const item of claimed) {
    const { key: deliveryId, address, attempts } = item.delivery
    const text = textFor(item.notice, capabilities?.maxTextLength ?? Number.MAX_SAFE_INTEGER)
    if (attempts > retryPolicy.maxAttempts)
      early.push(failed(deliveryId, false, 'Nothing was heard of the last attempt.'))
    else if (text === null || address === null)
      early.push(failed(deliveryId, false, 'The text is too long for this channel.'))
    else {
      const { language, subject, urgency } = item.notice
      outgoing.push({ deliveryId, address, language, subject, text, urgency })
    }
  }
  const answered = outgoing.length === 0 ? [] : await call(connectionId, outgoing, options)
  const attempts = new Map(claimed.map(({ delivery }) => [delivery.key, delivery.attempts]))
  await store.transaction((transaction) =>
    keepResults([...early, ...answered], attempts, options, transaction),
  )
}

async function keepResults(
  results: readonly SendResult[],
  attempts: ReadonlyMap<string, number>,
  { store, clock, wallClock, retryPolicy, random }: SendOptions,
  transaction: Parameters<NoticeStore['lockDeliveries']>[0]['transaction'],
): Promise<void> {
  const byKey = new Map(results.map((result) => [result.deliveryId, result]))
  const locked = await store.lockDeliveries({ keys: [...byKey.keys()], transaction })
  const now = clock.now()
  const deliveries = locked.flatMap((delivery) => {
    const result = byKey.get(delivery.key)
    if (result === undefined) return []
    const attempt = attempts.get(delivery.key) ?? delivery.attempts
    const wallNow = wallClock.now()
    const policy = retryPolicy
    const after = applySendResult({
      ...{ delivery, attempt, result, now, wallNow, policy },
      random: random(),
    })
    return [{ ...delivery, ...after }]
  })
  await store.saveDeliveries({ deliveries, now, transaction })
}

/** One result for each notice, whatever the channel does. */
async function call(
  connectionId: Id,
  notices: readonly OutgoingNotice[],
  { channels, log, sendTimeoutMs }: SendOptions,
): Promise<readonly SendResult[]> {
  let items: readonly SendResult[] = []
  let otherwise = { retryable: true, detail: 'The channel gave no result.' }
  try {
    const sending = channels.send({ connectionId, notices })
    ;({ items } = await within(sendTimeoutMs, sending))
  } catch (thrown) {
    const retryable = !isFinal(thrown)
    otherwise = { retryable, detail: errorMessage(thrown) }
    log.warn('A notification channel failed.', {
      connectionId,
      retryable,
      detail: otherwise.detail,
    })
  }
  const declares = channels.capabilities({ connectionId })?.declares ?? 'accepted'
  const byId = new Map(items.map((item) => [item.deliveryId, item]))
  return notices.map(({ deliveryId }) => {
    const item = byId.get(deliveryId)
    if (item === undefined) return failed(deliveryId, otherwise.retryable, otherwise.detail)
    // A channel is believed as far as it declares.
    return item.outcome === 'sent' && !atLeast(declares, item.level)
      ? { ...item, level: declares }
      : item
  })
}

function failed(deliveryId: string, retryable: boolean, detail: string): SendResult {
  return { deliveryId, outcome: 'failed', retryable, detail }
}

/** Whether a thrown error says that trying again is of no use; matched by what it says. */
function isFinal(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'retryable' in thrown &&
    thrown.retryable === false
  )
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The channel gave no answer within ${timeoutMs} ms.`)),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
