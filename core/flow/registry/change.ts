import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { DependentRule, RegistryStore, RegistryWriter, Row } from './ports.ts'

/** Told of a row that was made, changed or taken out of use, in that transaction. */
export type RowTold = (change: {
  readonly row: Row
  readonly transaction: Transaction
}) => Promise<void>

export interface ChangeContext {
  readonly store: RegistryStore
  readonly audit: AuditLog
  /** By resource. */
  readonly told?: Readonly<Record<string, RowTold>>
}

export interface CreateRequest {
  readonly resource: string
  readonly operation: string
  readonly actor: AuditActor
  readonly values: Row
  /** The site it will belong to; null: the instance. */
  readonly siteId: Id | null
}

/**
 * Makes one and says so in the audit log, together or not at all.
 * @throws `already-exists`, `validation-failed`
 */
export async function createRow(context: ChangeContext, request: CreateRequest): Promise<Row> {
  return context.store.inTransaction((writer) => createWithin({ ...context, writer }, request))
}

/** As {@link createRow}, in a transaction that somebody else has begun. */
export async function createWithin(
  context: Omit<ChangeContext, 'store'> & { readonly writer: RegistryWriter },
  { resource, operation, actor, values, ...request }: CreateRequest,
): Promise<Row> {
  const { writer, audit, told } = context
  const after = await writer.create({ resource, values })
  // A new site is a place of its own.
  const siteId = resource === 'sites' ? String(after.id) : request.siteId
  const subject = `${resource}:${String(after.id)}`
  await audit.append(
    { actor, operation, outcome: 'done', siteId, subject, after },
    writer.transaction,
  )
  await told?.[resource]?.({ row: after, transaction: writer.transaction })
  return after
}

export interface UpdateRequest {
  readonly resource: string
  readonly operation: string
  readonly actor: AuditActor
  readonly id: Id
  /** What the change was made from. */
  readonly version: number
  readonly values: Row
  readonly siteId: Id | null
}

/**
 * Changes one and says so in the audit log, together or not at all.
 * @throws `not-found`, `version-mismatch`, `already-exists`, `validation-failed`
 */
export async function updateRow(context: ChangeContext, request: UpdateRequest): Promise<Row> {
  const { resource, id, values } = request
  return context.store.inTransaction(async (writer) => {
    const change = { ...request, change: () => values, id, resource }
    const row = await changeLocked({ ...context, writer }, change)
    await context.told?.[resource]?.({ row, transaction: writer.transaction })
    return row
  })
}

export interface ArchiveRequest extends Omit<UpdateRequest, 'values'> {
  /** What may not depend on it any more. */
  readonly rules: readonly DependentRule[]
}

/**
 * Takes one out of use and says so in the audit log, together or not at all. It stays for what refers to it.
 * @throws `not-found`, `version-mismatch`, `archived`, `in-use` with what depends on it
 */
export async function archiveRow(context: ChangeContext, request: ArchiveRequest): Promise<Row> {
  const { resource, id, version, rules, actor, operation, siteId } = request
  return context.store.inTransaction(async (writer) => {
    const before = await writer.lock({ resource, id })
    if (before === null) throw busbarError('not-found')
    if (before.version !== version) throw busbarError('version-mismatch')
    if (before.archivedAt !== null) throw busbarError('archived')
    const dependents = await writer.dependents({ id, rules })
    if (dependents.length > 0)
      throw busbarError('in-use', {
        detail: `It is in use (${dependents.map(({ count, resource: what }) => `${what}: ${count}`).join(', ')}): end, move or remove what depends on it first.`,
        dependents,
      })
    const after = await writer.archive({ resource, id })
    const subject = `${resource}:${id}`
    await context.audit.append(
      { actor, operation, outcome: 'done', siteId, subject, before, after },
      writer.transaction,
    )
    await context.told?.[resource]?.({ row: after, transaction: writer.transaction })
    return after
  })
}

/** What every change of a stored row does, whatever decides its values: lock, compare, write, audit. */
export async function changeLocked(
  { writer, audit }: { readonly writer: RegistryWriter; readonly audit: AuditLog },
  request: Omit<UpdateRequest, 'values'> & { readonly change: (before: Row) => Row },
): Promise<Row> {
  const { resource, id, actor, operation, siteId } = request
  const before = await writer.lock({ resource, id })
  if (before === null) throw busbarError('not-found')
  if (before.version !== request.version) throw busbarError('version-mismatch')
  const after = await writer.update({ resource, id, values: request.change(before) })
  const subject = `${resource}:${id}`
  await audit.append(
    { actor, operation, outcome: 'done', siteId, subject, before, after },
    writer.transaction,
  )
  return after
}
