import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { FactDraft, FactLog } from '../facts/ports.ts'
import type { NoticeDraft, NoticeStore } from './ports.ts'

type Told = Pick<
  NoticeDraft,
  'siteId' | 'tenantId' | 'accountId' | 'staffRole' | 'kind' | 'urgency' | 'subject'
> & { readonly noticeId: Id }

/**
 * The store, telling live listeners what becomes of notices: `notice-queued`, `notice-delivered`,
 * `notice-undeliverable`, `notice-read`, each once and in the transaction that makes it so.
 */
export function tellingNotices({
  store,
  facts,
}: {
  readonly store: NoticeStore
  readonly facts: FactLog
}): NoticeStore {
  return {
    ...store,
    async insert(request) {
      const { draft, transaction } = request
      const done = await store.insert(request)
      const { noticeId, created } = done
      if (created)
        await facts.append([factOf('notice-queued', { ...draft, noticeId })], transaction)
      return done
    },
    async setOutcomes(request) {
      const { outcomes, transaction } = request
      await store.setOutcomes(request)
      const changed = outcomes.filter(({ notice, state }) => notice.state !== state)
      await facts.append(
        changed.map(({ notice, state }) => factOf(`notice-${state}`, notice)),
        transaction,
      )
    },
    async saveDeliveries(request) {
      const { read } = await store.saveDeliveries(request)
      await facts.append(
        read.map((notice) => factOf('notice-read', notice)),
        request.transaction,
      )
      return { read }
    },
  }
}

function factOf(type: string, told: Told): FactDraft {
  const { siteId, tenantId, noticeId, accountId, staffRole, kind, urgency, subject } = told
  const data: JsonObject = { noticeId, accountId, staffRole, kind, urgency, subject }
  return { siteId, tenantId, topic: 'notice', type, data }
}
