import type { NoticeFacts } from '../../domain/notices/kinds.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import type { CommandKeyStore } from '../command-keys/ports.ts'
import type { FactLog } from '../facts/ports.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { RegistryStore } from '../registry/ports.ts'

/** Notices as questions make them: each call is part of the caller's transaction. */
export interface QuestionNotices {
  queue(
    transaction: Transaction,
    request: { readonly accountId: Id; readonly notice: NoticeFacts },
  ): Promise<unknown>
  queueForStaff(
    transaction: Transaction,
    request: { readonly siteId: Id; readonly role: string; readonly notice: NoticeFacts },
  ): Promise<unknown>
}

export interface QuestionContext {
  readonly store: RegistryStore
  readonly notices: QuestionNotices
  readonly facts: FactLog
  readonly audit: AuditLog
  readonly keys: CommandKeyStore
  /** Domain time. */
  readonly clock: Clock
}

/** Who does it, by which operation. */
export interface QuestionAct {
  readonly actor: AuditActor & { readonly userId: string }
  readonly operation: string
}
