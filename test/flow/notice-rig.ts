import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { NoticeTarget } from '../../core/flow/notices/ports.ts'
import { noticeProof } from '../../core/flow/notices/queue.ts'
import type { Id } from '../../core/kernel/id.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { createNoticeBench, NOON, type NoticeBench } from '../support/notices.ts'

/**
 * A bench for all tests of a file, at noon again before each and an hour of wall time later; what an earlier test left
 * undone concerns no other.
 * @param take is given the bench once it stands
 */
export function useNoticeBench(take: (bench: NoticeBench) => void): void {
  let database: TemporaryDatabase
  let bench: NoticeBench

  beforeAll(async () => {
    database = await createTemporaryDatabase()
    bench = await createNoticeBench({ appUrl: database.appUrl })
    take(bench)
  })
  afterAll(async () => {
    await bench?.close()
    await database?.drop()
  })
  beforeEach(async () => {
    bench.time.domain = NOON
    bench.time.wall += HOUR_MS
    await bench.pool.query('UPDATE notice SET plan_at = NULL')
    await bench.pool.query(
      "UPDATE notice_delivery SET state = 'failed', attempt_at = NULL WHERE state = 'queued'",
    )
    bench.lines.length = 0
  })
}

export const toAccount = (accountId: Id): NoticeTarget => ({ kind: 'account', accountId })

/** What is known of the delivery of the notice of a coming cut; null where none was asked for. */
export function proofOf(
  { store }: NoticeBench,
  notice: {
    readonly accountId: Id
    readonly cause: string
    readonly requiredLevel: 'accepted' | 'delivered' | 'read'
  },
) {
  const { accountId, cause, requiredLevel } = notice
  return store.transaction((transaction) =>
    noticeProof({
      store,
      transaction,
      accountId,
      cause: { kind: 'cut-coming', cause },
      requiredLevel,
    }),
  )
}

export async function stateOf({ pool }: NoticeBench, noticeId: Id): Promise<string> {
  const { rows } = await pool.query<{ state: string }>('SELECT state FROM notice WHERE id = $1', [
    noticeId,
  ])
  return rows[0]?.state ?? 'gone'
}
