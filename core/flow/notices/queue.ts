import type { DeliveryLevel } from '../../contracts/index.ts'
import { deliveredAt, deliveryLevels } from '../../domain/notices/delivery.ts'
import { causeKey, type NoticeFacts, noticeRules } from '../../domain/notices/kinds.ts'
import { sendAt } from '../../domain/notices/quiet-hours.ts'
import { renderNotice } from '../../domain/notices/render.ts'
import { assert } from '../../kernel/assert.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { NoticeStore, NoticeTarget } from './ports.ts'

/**
 * Queues a notice in the caller's transaction: it exists if its cause does. The same cause a second
 * time changes nothing. Wake the worker after the commit.
 * @throws `not-found` where the account or the site is not known
 */
export async function queueNotice({
  store,
  clock,
  transaction,
  target,
  facts,
  requiredLevel,
}: {
  readonly store: Pick<NoticeStore, 'findRecipient' | 'insert'>
  /** The domain clock. */
  readonly clock: Clock
  readonly transaction: Transaction
  readonly target: NoticeTarget
  readonly facts: NoticeFacts
  /**
   * The least level that counts as delivered: where it is left out, of a coming cut what the site's
   * policy names, and of all else `accepted`.
   */
  readonly requiredLevel?: DeliveryLevel
}): Promise<{ readonly noticeId: Id; readonly created: boolean }> {
  const { audience, doorNotice, urgency, waitsForQuietHours } = noticeRules(facts)
  assert((audience === 'staff') === (target.kind === 'staff'), `${facts.kind} is for ${audience}`)
  const recipient = await store.findRecipient({ target, transaction })
  if (recipient === null)
    throw busbarError('not-found', { detail: `There is nobody to tell of "${facts.kind}".` })
  const { siteId, accountId, tenantId, staffRole, context, quietHours, proofLevel } = recipient
  const now = clock.now()
  return store.insert({
    transaction,
    draft: {
      siteId,
      accountId,
      tenantId,
      staffRole,
      kind: facts.kind,
      causeKey: causeKey(facts),
      urgency,
      ...renderNotice(facts, context),
      requiredLevel: requiredLevel ?? (facts.kind === 'cut-coming' ? proofLevel : 'accepted'),
      doorNotice,
      deadlineAt: facts.kind === 'cut-coming' ? facts.deadlineAt : null,
      createdAt: now,
      planAt: sendAt({ now, timeZone: context.timeZone, quietHours, waits: waitsForQuietHours }),
    },
  })
}

/** What a supply decision must know of the notice that it rests on. */
export interface NoticeProof {
  readonly noticeId: Id
  /** The deadline that it names. */
  readonly deadlineAt: Instant | null
  /** When it is first known to have reached the level; null where it has not. */
  readonly deliveredAt: Instant | null
}

/**
 * Whether an account was told of a cause, as the caller's transaction sees it; null where it was
 * never told. The cause names the episode, so that a notice of an earlier one proves nothing.
 */
export async function noticeProof({
  store,
  transaction,
  accountId,
  cause,
  requiredLevel,
}: {
  readonly store: Pick<NoticeStore, 'findByCause'>
  readonly transaction: Transaction
  readonly accountId: Id
  readonly cause: Pick<NoticeFacts, 'kind' | 'cause'>
  readonly requiredLevel: DeliveryLevel
}): Promise<NoticeProof | null> {
  const found = await store.findByCause({ accountId, causeKey: causeKey(cause), transaction })
  if (found === null) return null
  const { notice, deliveries } = found
  const reached = deliveries.flatMap((delivery) => deliveredAt(delivery, requiredLevel) ?? [])
  return {
    noticeId: notice.noticeId,
    deadlineAt: notice.deadlineAt,
    deliveredAt: reached.length === 0 ? null : Math.min(...reached),
  }
}

/** How far a notice is known to have come, over all its ways: when each level was first reached. */
export async function noticeReached({
  store,
  transaction,
  noticeId,
}: {
  readonly store: Pick<NoticeStore, 'deliveriesOf'>
  readonly transaction: Transaction
  readonly noticeId: Id
}): Promise<Readonly<Partial<Record<DeliveryLevel, Instant>>>> {
  const deliveries = await store.deliveriesOf({ noticeId, transaction })
  const sent = deliveries.filter(({ state }) => state === 'sent')
  const first = deliveryLevels.flatMap((level): [DeliveryLevel, Instant][] => {
    const instants = sent.flatMap(({ reached }) => reached[level] ?? [])
    return instants.length === 0 ? [] : [[level, Math.min(...instants)]]
  })
  return Object.freeze(Object.fromEntries(first))
}
