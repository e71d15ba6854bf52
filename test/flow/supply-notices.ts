import type {
  SupplyDependencies,
  SupplyNotice,
  SupplyNotices,
} from '../../core/flow/supply/ports.ts'

/** The notices flow's own stores, with what was queued to look at. */
export interface TestNotices {
  readonly queued: {
    readonly noticeId: string
    readonly accountId: string
    readonly notice: SupplyNotice
  }[]
  /** Staff bring all that was queued to the doors at an instant. */
  deliverAll(at: number): Promise<void>
}

export function createTestNotices({
  real,
  sql,
}: {
  real: SupplyNotices
  sql: (text: string, values?: unknown[]) => Promise<unknown>
}): TestNotices & SupplyDependencies['notices'] {
  const queued: TestNotices['queued'] = []
  return {
    queued,
    async deliverAll(at) {
      await sql(
        `INSERT INTO notice_delivery (notice_id, state, delivered_at, confirmed_by)
         SELECT id, 'sent', to_timestamp($1::float8 / 1000), 'anna' FROM notice
         WHERE NOT EXISTS (SELECT FROM notice_delivery d WHERE d.notice_id = notice.id)`,
        [at],
      )
    },
    async queue(tx, request) {
      const { noticeId } = await real.queue(tx, request)
      const { accountId, notice } = request
      if (!queued.some((item) => item.noticeId === noticeId))
        queued.push({ noticeId, accountId, notice })
      return { noticeId }
    },
    cutComingDelivered: real.cutComingDelivered,
  }
}
