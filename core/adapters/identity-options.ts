import { createHmac } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { getMigrations } from 'better-auth/db/migration'
import { emailOTP, twoFactor } from 'better-auth/plugins'
import type { Pool } from 'pg'
import type { Transaction } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { createTransactionPool, type TransactionClient } from './identity-transaction.ts'

const DAY_SECONDS = 86_400
export const SESSION_SECONDS = 7 * DAY_SECONDS
/** How long somebody may take between the first factor and the second. */
export const CHALLENGE_SECONDS = 600
const CODE_SECONDS = 600
const CODE_ATTEMPTS = 3

export interface LibraryOptions {
  /** A pool of its own, as the login busbar_app. */
  readonly pool: Pool
  /** Signs cookies; at least 32 characters, the same after every start. */
  readonly secret: string
  /** Where people reach this instance; with https its cookies are Secure. */
  readonly publicUrl: string
}

/** What the library keeps of a user, as far as we read it. */
export interface UserRow {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly language?: string | null | undefined
  readonly twoFactorEnabled?: boolean | null | undefined
  readonly disabledAt?: Date | null | undefined
}

type Log = (level: string, message: string, ...details: unknown[]) => void

/** Names keep its tables apart from ours; everything it could do by itself is off. */
function optionsOf({ pool, secret, publicUrl }: LibraryOptions, log: Log = () => undefined) {
  return {
    database: pool,
    secret,
    baseURL: publicUrl,
    basePath: '/unmounted',
    appName: 'Busbar',
    telemetry: { enabled: false },
    logger: { level: 'error' as const, log },
    rateLimit: { enabled: false },
    user: {
      modelName: 'auth_user',
      additionalFields: {
        language: { type: 'string', required: false, input: false },
        disabledAt: { type: 'date', required: false, input: false },
      },
    },
    session: {
      modelName: 'auth_session',
      expiresIn: SESSION_SECONDS,
      // The cookie's own age is set once, at sign-in: the session ends with it.
      disableSessionRefresh: true,
      // Every request asks the database: a session that was ended has ended.
      cookieCache: { enabled: false },
    },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      // The contract allows 128 characters; the library counts UTF-16 units, up to two each.
      maxPasswordLength: 256,
    },
    advanced: {
      cookiePrefix: 'busbar',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    databaseHooks: { session: { create: { before: refuseDisabled } } },
    plugins: [
      apiKey({
        defaultPrefix: 'bbk_',
        requireName: true,
        // The contract allows 32 characters, of two units each.
        maximumNameLength: 64,
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: null, minExpiresIn: 1, maxExpiresIn: 3650 },
        schema: { apikey: { modelName: 'auth_api_key' } },
      }),
      emailOTP({
        otpLength: 6,
        expiresIn: CODE_SECONDS,
        allowedAttempts: CODE_ATTEMPTS,
        disableSignUp: true,
        // A million codes are hashed in no time: without the secret, no copy of the table tells one.
        storeOTP: { hash: async (code) => createHmac('sha256', secret).update(code).digest('hex') },
        // Codes are made by us and sent with a letter.
        sendVerificationOTP: async () => undefined,
      }),
      twoFactor({
        issuer: 'Busbar',
        // Whoever signs in by codes alone has no password to say.
        allowPasswordless: true,
        twoFactorCookieMaxAge: CHALLENGE_SECONDS,
        schema: { twoFactor: { modelName: 'auth_two_factor' } },
      }),
    ],
  } satisfies BetterAuthOptions
}

type Hooks = NonNullable<BetterAuthOptions['databaseHooks']>
type BeforeSession = NonNullable<NonNullable<NonNullable<Hooks['session']>['create']>['before']>

/** Who was shut out gets no session, whatever they know. */
const refuseDisabled: BeforeSession = async ({ userId }, context) => {
  const user: UserRow | null | undefined =
    await context?.context.internalAdapter.findUserById(userId)
  if (user?.disabledAt) throw new APIError('UNAUTHORIZED')
}

export function createAuth(options: LibraryOptions, log?: Log) {
  return betterAuth(optionsOf(options, log))
}

export type Auth = ReturnType<typeof createAuth>

/** SQL that the library wants and the database has not; empty where our migrations have it all. */
export async function missingIdentityTables(options: LibraryOptions): Promise<string> {
  const { compileMigrations } = await getMigrations(optionsOf(options))
  const sql = await compileMigrations()
  return sql.replaceAll(/[;\s]+$/g, '')
}

export const isRefusal = (thrown: unknown): thrown is APIError =>
  thrown instanceof APIError && thrown.statusCode < 500

/** What the library does not refuse, it could not find out. */
export async function answered<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (thrown) {
    if (isRefusal(thrown)) throw thrown
    throw busbarError('database-unavailable', { cause: thrown })
  }
}

/** The library's code for a refusal; null for anything else. */
export function refusalCode(thrown: unknown): string | null {
  return isRefusal(thrown) ? String(thrown.body?.code ?? thrown.status) : null
}

/** Runs work of the library in a transaction, with what else is written in it. */
export type Within = <T>(work: (own: Auth, transaction: Transaction) => Promise<T>) => Promise<T>

/** Work of the library within one transaction, in which the change's audit line is written too. */
export function createWithin(
  options: LibraryOptions & {
    readonly transact: <T>(
      work: (transaction: Transaction, client: TransactionClient) => Promise<T>,
    ) => Promise<T>
  },
): Within {
  return (work) =>
    options.transact(async (transaction, client) => {
      const pool = createTransactionPool(client)
      try {
        return await work(createAuth({ ...options, pool: pool as unknown as Pool }), transaction)
      } finally {
        pool.close()
      }
    })
}

/** What the parts of the identity share. */
export interface Library {
  readonly auth: Auth
  readonly within: Within
  readonly publicUrl: string
}
