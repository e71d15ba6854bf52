import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Who acted, and from where; all null for the system itself. */
export interface AuditActor {
  readonly userId: string | null
  readonly name: string | null
  readonly ip: string | null
}

/** Something done, or denied. */
export interface AuditDraft {
  readonly actor: AuditActor
  /** The operation, as `service.action`. */
  readonly operation: string
  readonly outcome: 'done' | 'denied'
  readonly siteId: Id | null
  /** What it was done to, as `service:id`. */
  readonly subject: string
  /** Bigints are kept as decimal strings. No secrets. */
  readonly before?: unknown
  readonly after?: unknown
}

/** The append-only log of changes and denials. */
export interface AuditLog {
  /** Appends within the change's own transaction, or, without one, at once. */
  append(draft: AuditDraft, transaction?: Transaction): Promise<void>
}

export interface AuditEvent {
  readonly id: Id
  readonly at: Instant
  readonly actorId: string | null
  readonly actorName: string | null
  readonly ip: string | null
  readonly operation: string
  readonly outcome: 'done' | 'denied'
  readonly siteId: Id | null
  readonly subject: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
  /** Whether the hash chain covers it. */
  readonly sealed: boolean
}

export interface AuditVerification {
  readonly ok: boolean
  readonly sealed: number
  readonly unsealed: number
  readonly faults: readonly { readonly seal: string; readonly detail: string }[]
  readonly head: string | null
}

export interface AuditQuery {
  /** Null: every site, and the instance itself. */
  readonly siteIds: readonly Id[] | null
  /** Only events older than this one. */
  readonly before: Id | null
  readonly limit: number
  readonly from: Instant | null
  readonly to: Instant | null
  readonly actorId: string | null
  readonly operation: string | null
  readonly subject: string | null
  /** What stands before a subject's colon. */
  readonly service?: string | null
  /** Only events of this one of the sites. */
  readonly siteId?: Id | null
  readonly outcome?: AuditEvent['outcome'] | null
}

export interface AuditReader {
  /** Newest first. */
  list(query: AuditQuery): Promise<{ readonly items: readonly AuditEvent[] }>
  verify(): Promise<AuditVerification>
}

export interface AuditSealer {
  /** Seals some of the events of finished transactions; 0: there were none. */
  seal(): Promise<{ readonly sealed: number }>
}
