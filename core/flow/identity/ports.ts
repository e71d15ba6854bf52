import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Role } from '../../kernel/roles.ts'
import type { Transaction } from '../ledger/ports.ts'

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
  readonly user: User
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
  /** Tag of the language that they read; null: nobody has said. */
  readonly language: string | null
  /** Whether signing in takes a second factor. */
  readonly secondFactor: boolean
  /** Since when they are shut out; null: they are not. */
  readonly disabledAt: Instant | null
}

/** Cookies to be set. */
export interface Cookies {
  readonly cookies: readonly string[]
}

/** The first factor was right, the second is owed. */
export interface Challenge {
  readonly token: string
  readonly expiresAt: Instant
}

/** Either a started session, or a challenge and no cookies. */
export interface SignIn extends Cookies {
  readonly challenge: Challenge | null
}

export interface OwnSession {
  readonly id: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  /** Its first characters. */
  readonly start: string | null
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
}

type Audited = (transaction: Transaction) => Promise<void>

/** Users, passwords, codes, second factors, sessions and API keys. */
export interface Identity {
  /** @throws `sign-in-failed`, whichever of the two was wrong */
  signIn(request: { readonly email: string; readonly password: string }): Promise<SignIn>
  /** @throws `sign-in-failed` for a code that is wrong, used, too old or was guessed at too often */
  signInWithCode(request: { readonly email: string; readonly code: string }): Promise<SignIn>
  /** @throws `second-factor-wrong`, `sign-in-expired`, `rate-limited` after many wrong codes */
  completeSignIn(request: { readonly challenge: string; readonly code: string }): Promise<Cookies>
  /** Makes the one code that is valid for an address, from now on and for ten minutes. */
  createCode(request: { readonly email: string }): Promise<{ readonly code: string }>
  /** Starts a session of somebody who has just proven otherwise who they are. */
  startSession(request: { readonly userId: string }): Promise<Cookies>
  /** @returns the cookies that take the session's away */
  signOut(request: { readonly sessionId: string }): Promise<Cookies>
  /** Sessions that have not ended, the newest first. */
  listSessions(request: { readonly userId: string }): Promise<{
    readonly items: readonly OwnSession[]
  }>
  /** @throws `not-found` for a session that is not this user's */
  endSession(
    request: { readonly userId: string; readonly id: string },
    audited: Audited,
  ): Promise<void>
  hasPassword(request: { readonly userId: string }): Promise<boolean>
  /**
   * Ends the user's other sessions; the present one may go on under new cookies.
   * @param request.currentPassword needed where there is one
   * @throws `password-wrong`
   */
  changePassword(
    request: {
      readonly sessionId: string
      readonly userId: string
      readonly currentPassword: string | null
      readonly newPassword: string
    },
    audited: Audited,
  ): Promise<Cookies>
  /** @throws `not-found` */
  changeProfile(
    request: { readonly userId: string; readonly name: string; readonly language: string | null },
    audited: (
      transaction: Transaction,
      change: { readonly before: User; readonly after: User },
    ) => Promise<void>,
  ): Promise<User>
  /**
   * A secret and recovery codes, which count once they are confirmed.
   * @param request.password needed where there is one
   * @throws `password-wrong`, `second-factor-unfit` where one is on
   */
  beginSecondFactor(request: {
    readonly sessionId: string
    readonly password: string | null
  }): Promise<{
    readonly secret: string
    /** For a QR code. */
    readonly uri: string
    readonly recoveryCodes: readonly string[]
  }>
  /** Ends the user's other sessions. @throws `second-factor-wrong`, `second-factor-unfit` */
  confirmSecondFactor(
    request: { readonly sessionId: string; readonly userId: string; readonly code: string },
    audited: Audited,
  ): Promise<Cookies>
  /** Ends the user's other sessions. @throws `second-factor-wrong`, `second-factor-unfit`, `rate-limited` */
  disableSecondFactor(
    request: { readonly userId: string; readonly code: string },
    audited: Audited,
  ): Promise<Cookies>
  /** Null where the address is nobody's. */
  findUser(request: { readonly email: string }): Promise<User | null>
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
    request: {
      readonly email: string
      readonly name: string
      /** Null: they sign in by codes alone. */
      readonly password: string | null
      readonly language?: string | null
      /** Whether the address is known to be theirs. Otherwise the first who signs in by a code sent there voids the password. */
      readonly proven?: boolean
    },
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
  /** None for somebody who is shut out. */
  assignmentsOf(request: { readonly userId: string }): Promise<{
    readonly items: readonly RoleAssignment[]
  }>
  /** @throws `already-exists`, `validation-failed` where there is no such user, site or tenant */
  assign(
    draft: Omit<RoleAssignment, 'id'>,
    audited: (transaction: Transaction, after: RoleAssignment) => Promise<void>,
  ): Promise<RoleAssignment>
  /** As `assign`, in a transaction that somebody else began; null where they hold the role already. */
  assignWithin(request: {
    readonly draft: Omit<RoleAssignment, 'id'>
    readonly transaction: Transaction
  }): Promise<RoleAssignment | null>
  /**
   * Shuts somebody out, which ends their sessions and keys at once, or lets them in again.
   * @throws `not-found`, `last-owner`
   */
  setDisabled(
    request: { readonly userId: string; readonly disabled: boolean },
    audited: (
      transaction: Transaction,
      change: { readonly before: User; readonly after: User },
    ) => Promise<void>,
  ): Promise<User>
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
