import type { NewTopUp, PaymentOrder } from '../../../core/generated/api.ts'
import { ApiError } from '../../shared/api/api-error.ts'

/** A top-up that was begun: kept until it has come to an end, over reloads and lost answers. */
export interface Pending {
  /** Idempotency-Key of the command: the same until an answer came, so that it acts once. */
  readonly key: string
  readonly body: NewTopUp
  /** Whose it is. */
  readonly userId: string
  /** Null: no answer has come yet, and whether there is an order is not known. */
  readonly orderId: string | null
}

export interface PendingTopUps {
  /** What was begun and has not come to an end. */
  current(): Pending | null
  /**
   * Makes the order, once: what was begun with the same body and never answered is repeated under its own key.
   * @throws ApiError where it is refused; TypeError where the server cannot be reached, and then it can be repeated
   */
  begin(body: NewTopUp): Promise<PaymentOrder>
  /** It is paid, closed or no longer wanted. */
  end(orderId?: string): void
}

const KEPT_AS = 'busbar.portal.top-up'

export function createPendingTopUps({
  storage,
  newKey,
  userId,
  post,
}: {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  readonly newKey: () => string
  readonly userId: () => string
  readonly post: (body: NewTopUp, key: string) => Promise<PaymentOrder>
}): PendingTopUps {
  function current(): Pending | null {
    try {
      const kept: unknown = JSON.parse(storage.getItem(KEPT_AS) ?? 'null')
      return isPending(kept) && kept.userId === userId() ? kept : null
    } catch {
      return null
    }
  }
  const keep = (pending: Pending) => storage.setItem(KEPT_AS, JSON.stringify(pending))
  const forget = () => storage.removeItem(KEPT_AS)

  return {
    current,
    async begin(body) {
      const before = current()
      const again = before !== null && before.orderId === null && same(before.body, body)
      const pending = again ? before : { key: newKey(), body, userId: userId(), orderId: null }
      keep(pending)
      try {
        const order = await post(body, pending.key)
        keep({ ...pending, orderId: order.id })
        return order
      } catch (thrown) {
        // An answer, even a refusal, settles what became of the command; silence does not.
        if (thrown instanceof ApiError && !thrown.problem.retryable) forget()
        throw thrown
      }
    },
    end(orderId) {
      if (orderId === undefined || current()?.orderId === orderId) forget()
    },
  }
}

const same = (one: NewTopUp, other: NewTopUp): boolean =>
  one.accountId === other.accountId &&
  one.connectionId === other.connectionId &&
  one.amount === other.amount &&
  one.alternativeToId === other.alternativeToId

function isPending(value: unknown): value is Pending {
  if (typeof value !== 'object' || value === null) return false
  const { key, body, userId, orderId } = value as Record<string, unknown>
  const texts = typeof key === 'string' && typeof userId === 'string'
  return texts && typeof body === 'object' && (orderId === null || typeof orderId === 'string')
}
