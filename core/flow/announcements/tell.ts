import { busbarError } from '../../kernel/error.ts'
import type { FactLog } from '../facts/ports.ts'
import type { RowTold } from '../registry/change.ts'
import type { Row } from '../registry/ports.ts'

/** Tells everybody of the site, its tenants among them, that what is announced has changed. */
export const tellAnnouncement =
  ({ facts }: { readonly facts: FactLog }): RowTold =>
  ({ row, transaction }) =>
    facts.append(
      [
        {
          ...{ siteId: String(row.siteId), tenantId: null },
          ...{ topic: 'announcement', type: 'announcement-changed' },
          data: { announcementId: String(row.id) },
        },
      ],
      transaction,
    )

/** An announcement begins before it ends. @throws `validation-failed` */
export async function checkAnnouncement(change: {
  readonly before: Row | null
  readonly values: Row
}): Promise<void> {
  const { from, until } = { ...change.before, ...change.values }
  if (typeof from !== 'number' || typeof until !== 'number' || from < until) return
  const errors = [{ pointer: '/until', message: 'must be after from' }]
  throw busbarError('validation-failed', { errors })
}
