import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

export const ROLES = [
  'owner',
  'manager',
  'cashier',
  'accountant',
  'technician',
  'auditor',
  'tenant',
  'integrator',
] as const
export type Role = (typeof ROLES)[number]

/** Where a permission holds: null is everywhere, at all sites or for all tenants of the site. */
export interface Grant {
  readonly siteId: Id | null
  readonly tenantId: Id | null
}

export interface RoleAssignment extends Grant {
  readonly id: Id
  readonly userId: string
  readonly role: Role
}

/** Who calls, as HTTP found out; actions are told of it in their context. */
export interface Actor {
  readonly userId: string
  /** What identified them: an e-mail address. */
  readonly name: string
  readonly email: string
  readonly via: 'session' | 'apiKey'
  /** Id of the session or the key. */
  readonly credentialId: string
  /** When the session or the key ends; null: never. */
  readonly expiresAt: Instant | null
  readonly assignments: readonly RoleAssignment[]
}

/** Who a credential belongs to; their roles are known elsewhere. */
export type Identified = Omit<Actor, 'assignments'>

export interface User {
  readonly id: string
  readonly email: string
  readonly name: string
}

/** A started session: the cookies to be set, and whose it is. */
export interface StartedSession {
  readonly userId: string
  readonly cookies: readonly string[]
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  /** Its first characters. */
  readonly start: string | null
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

/** Users, passwords, sessions and API keys. */
export interface Identity {
  /** @throws `sign-in-failed`, whichever of the two was wrong */
  signIn(request: { readonly email: string; readonly password: string }): Promise<StartedSession>
  /** @returns the cookies that take the session's away */
  signOut(request: { readonly sessionId: string }): Promise<{ readonly cookies: readonly string[] }>
  /** Who a cookie or a key belongs to; null where it is unknown, ended or revoked. */
  authenticate(credentials: {
    readonly cookie: string | null
    readonly apiKey: string | null
  }): Promise<Identified | null>
  /**
   * @param audited writes the line of the change in its own transaction, as with the others below
   * @throws `already-exists` for an e-mail address that is taken
   */
  createUser(
    request: { readonly email: string; readonly name: string; readonly password: string },
    audited: (transaction: Transaction, user: User) => Promise<void>,
  ): Promise<User>
  createApiKey(
    request: {
      readonly userId: string
      readonly name: string
      readonly expiresInSeconds: number | null
    },
    audited: (transaction: Transaction, key: { readonly id: string }) => Promise<void>,
  ): Promise<{ readonly id: string; readonly key: string; readonly expiresAt: Instant | null }>
  listApiKeys(request: { readonly userId: string }): Promise<{ readonly items: readonly ApiKey[] }>
  /** @throws `not-found` for a key that is not this user's */
  revokeApiKey(
    request: { readonly userId: string; readonly id: string },
    audited: (transaction: Transaction) => Promise<void>,
  ): Promise<void>
}

/** Who holds which role where, the users behind it, and the set-up of an empty instance. */
export interface RoleStore {
  assignmentsOf(request: { readonly userId: string }): Promise<{
    readonly items: readonly RoleAssignment[]
  }>
  /** @throws `already-exists`, `validation-failed` where there is no such user, site or tenant */
  assign(
    draft: Omit<RoleAssignment, 'id'>,
    audited: (transaction: Transaction, after: RoleAssignment) => Promise<void>,
  ): Promise<RoleAssignment>
  /** @throws `not-found`, `last-owner` */
  revoke(
    request: { readonly id: Id },
    audited: (transaction: Transaction, before: RoleAssignment) => Promise<void>,
  ): Promise<void>
  listUsers(request: {
    readonly after: { readonly email: string; readonly id: string } | null
    readonly limit: number
  }): Promise<{ readonly items: readonly User[] }>
  /** Whether nobody owns the whole instance. */
  isOwnerless(): Promise<boolean>
  /** Keeps the hash of the one valid set-up token; an earlier one is void. */
  keepSetupToken(request: { readonly hash: string }): Promise<void>
  /** Takes the token out of use if it is the valid one and nobody owns the instance. */
  claimSetupToken(request: { readonly hash: string }): Promise<boolean>
}
