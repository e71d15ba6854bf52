import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Role } from '../../kernel/roles.ts'
import type { Grant } from '../identity/ports.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Somebody invited by e-mail to a role. */
export interface Invitation extends Grant {
  readonly id: Id
  /** In lower case. */
  readonly email: string
  readonly role: Role
  /** Null: that of the site. */
  readonly language: string | null
  readonly invitedBy: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly acceptedAt: Instant | null
  readonly acceptedBy: string | null
  readonly revokedAt: Instant | null
}

export type InvitationDraft = Pick<
  Invitation,
  'email' | 'role' | 'siteId' | 'tenantId' | 'language' | 'invitedBy' | 'expiresAt'
> & {
  /** Hashes of the tokens: of the link that is told, and of the one that is e-mailed. */
  readonly linkHash: string
  readonly mailHash: string
}

export interface InvitationStore {
  /** @param also is done in the same transaction */
  insert(
    draft: InvitationDraft,
    also: (transaction: Transaction, made: Invitation) => Promise<void>,
  ): Promise<Invitation>
  get(request: { readonly id: Id }): Promise<Invitation | null>
  /** An open one by the hash of either token; null where it was accepted, taken back or has expired. */
  findOpen(request: {
    readonly hash: string
    readonly now: Instant
  }): Promise<{ readonly invitation: Invitation; readonly mailed: boolean } | null>
  /** Uses it up; false where somebody was faster. */
  accept(request: {
    readonly id: Id
    readonly userId: string
    readonly now: Instant
    readonly transaction: Transaction
  }): Promise<boolean>
  /** Null where it was accepted or taken back already. */
  revoke(
    request: { readonly id: Id; readonly now: Instant },
    also: (transaction: Transaction, after: Invitation) => Promise<void>,
  ): Promise<Invitation | null>
  /** Runs work in one transaction; anything thrown rolls it back. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
}
