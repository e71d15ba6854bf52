import type { SupplyDependencies, SupplyNotice } from '../../core/flow/supply/ports.ts'

/** Notices that are delivered when a test says so. */
export interface TestNotices {
  readonly queued: {
    readonly noticeId: string
    readonly accountId: string
    readonly notice: SupplyNotice
  }[]
  /** Marks all that was queued as delivered at an instant. */
  deliverAll(at: number): void
}

export function createTestNotices(): TestNotices & SupplyDependencies['notices'] {
  const queued: TestNotices['queued'] = []
  const delivered = new Map<string, number>()
  return {
    queued,
    deliverAll(at) {
      for (const { noticeId } of queued) if (!delivered.has(noticeId)) delivered.set(noticeId, at)
    },
    async queue(_tx, { accountId, notice }) {
      const same = queued.find(
        (item) => item.notice.kind === notice.kind && item.notice.cause === notice.cause,
      )
      if (same) return { noticeId: same.noticeId }
      const noticeId = String(queued.length + 1)
      queued.push({ noticeId, accountId, notice })
      return { noticeId }
    },
    async reached(_tx, { noticeId }) {
      const at = delivered.get(noticeId)
      return at === undefined ? {} : { delivered: at }
    },
  }
}
