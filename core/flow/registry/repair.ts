import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { AuditActor } from '../audit/ports.ts'
import { type ChangeContext, changeLocked } from './change.ts'
import type { Row } from './ports.ts'

/**
 * Says that a repair item is settled.
 * @throws `not-found`, `version-mismatch`, `conflict` where it is closed already
 */
export function closeRepairItem(
  context: ChangeContext & { readonly clock: Clock },
  request: {
    readonly id: Id
    readonly version: number
    readonly actor: AuditActor
    readonly siteId: Id | null
  },
): Promise<Row> {
  return context.store.inTransaction((writer) =>
    changeLocked(
      { writer, audit: context.audit },
      {
        ...request,
        resource: 'repairItems',
        operation: 'repairItems.close',
        change: (before) => {
          if (before.closedAt !== null) throw busbarError('conflict')
          return { closedAt: context.clock.now(), closedBy: request.actor.name }
        },
      },
    ),
  )
}

/**
 * Says who looks after a repair item; null: nobody. Without a change nothing is written.
 * @throws `not-found`, `conflict` where it is closed already
 */
export function assignRepairItem(
  { store, audit }: ChangeContext,
  request: {
    readonly id: Id
    readonly assignedTo: string | null
    readonly actor: AuditActor
    readonly siteId: Id | null
  },
): Promise<Row> {
  const { id, assignedTo, actor, siteId } = request
  const resource = 'repairItems'
  return store.inTransaction(async (writer) => {
    const before = await writer.lock({ resource, id })
    if (before === null) throw busbarError('not-found')
    if (before.closedAt !== null) throw busbarError('conflict')
    if (before.assignedTo === assignedTo) return before
    const version = Number(before.version)
    return changeLocked(
      { writer, audit },
      {
        ...{ resource, id, version, actor, siteId, operation: 'repairItems.assign' },
        change: () => ({ assignedTo }),
      },
    )
  })
}
