import { AsyncLocalStorage } from 'node:async_hooks'
import { apiKey } from '@better-auth/api-key'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { getMigrations } from 'better-auth/db/migration'
import type { Pool } from 'pg'
import type { Identity } from '../flow/identity/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { createTransactionPool, type TransactionClient } from './identity-transaction.ts'

const DAY_SECONDS = 86_400
const SESSION_SECONDS = 7 * DAY_SECONDS

export interface IdentityOptions {
  /** A pool of its own, as the login busbar_app. */
  readonly pool: Pool
  /** Runs work in a transaction, and gives its client. */
  readonly transact: <T>(
    work: (transaction: Transaction, client: TransactionClient) => Promise<T>,
  ) => Promise<T>
  /** Signs cookies; at least 32 characters, the same after every start. */
  readonly secret: string
  /** Where people reach this instance; with https its cookies are Secure. */
  readonly publicUrl: string
}

type LibraryOptions = Omit<IdentityOptions, 'transact'>

/** Names keep its tables apart from ours; everything it could do by itself is off. */
function optionsOf({ pool, secret, publicUrl }: LibraryOptions, log: Log = () => undefined) {
  return {
    database: pool,
    secret,
    baseURL: publicUrl,
    basePath: '/unmounted',
    telemetry: { enabled: false },
    logger: { level: 'error' as const, log },
    rateLimit: { enabled: false },
    user: { modelName: 'auth_user' },
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
      maxPasswordLength: 128,
    },
    advanced: {
      cookiePrefix: 'busbar',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      apiKey({
        defaultPrefix: 'bbk_',
        requireName: true,
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: null, minExpiresIn: 1, maxExpiresIn: 3650 },
        schema: { apikey: { modelName: 'auth_api_key' } },
      }),
    ],
  } satisfies BetterAuthOptions
}

type Log = (level: string, message: string, ...details: unknown[]) => void

function createAuth(options: LibraryOptions, log?: Log) {
  return betterAuth(optionsOf(options, log))
}

/** What went wrong while a question was answered, where the library tells its log of it and nobody else. */
interface Told {
  error?: unknown
}

const isRefusal = (thrown: unknown) => thrown instanceof APIError && thrown.statusCode < 500

/** What the library does not refuse, it could not find out. */
async function answered<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (thrown) {
    if (isRefusal(thrown)) throw thrown
    throw busbarError('database-unavailable', { cause: thrown })
  }
}

type Auth = ReturnType<typeof createAuth>

/** SQL that the library wants and the database has not; empty where our migration has it all. */
export async function missingIdentityTables(options: LibraryOptions): Promise<string> {
  const { compileMigrations } = await getMigrations(optionsOf(options))
  const sql = await compileMigrations()
  return sql.replaceAll(/[;\s]+$/g, '')
}

/** Users, sessions and API keys by better-auth; its own HTTP handler is mounted nowhere. */
export function createIdentity(options: IdentityOptions): Identity {
  const telling = new AsyncLocalStorage<Told>()
  const auth = createAuth(options, (_level, _message, ...details) => {
    const told = telling.getStore()
    if (told !== undefined) told.error ??= details[0]
  })

  /** Work of the library within one transaction, in which the change's audit line is written too. */
  const within = <T>(work: (own: Auth, transaction: Transaction) => Promise<T>): Promise<T> =>
    options.transact(async (transaction, client) => {
      const pool = createTransactionPool(client)
      try {
        return await work(createAuth({ ...options, pool: pool as unknown as Pool }), transaction)
      } finally {
        pool.close()
      }
    })

  return {
    async signIn(body) {
      try {
        const { headers, response } = await answered(() =>
          auth.api.signInEmail({ body, returnHeaders: true }),
        )
        return { userId: response.user.id, cookies: headers.getSetCookie() }
      } catch (thrown) {
        if (isRefusal(thrown)) throw busbarError('sign-in-failed', { cause: thrown })
        throw thrown
      }
    },

    async signOut({ sessionId }) {
      const { adapter, authCookies } = await auth.$context
      await adapter.delete({ model: 'session', where: [{ field: 'id', value: sessionId }] })
      const secure = options.publicUrl.startsWith('https:') ? '; Secure' : ''
      const gone = `${authCookies.sessionToken.name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`
      return { cookies: [gone] }
    },

    async authenticate({ cookie, apiKey }) {
      return answered(async () =>
        apiKey === null ? byCookie(auth, cookie ?? '') : byKey(auth, telling, apiKey),
      )
    },

    createUser: ({ email, name, password }, audited) =>
      within(async (own, transaction) => {
        const context = await own.$context
        const existing = await context.internalAdapter.findUserByEmail(email)
        if (existing !== null)
          throw busbarError('already-exists', { detail: 'This e-mail address is taken.' })
        const user = await context.internalAdapter.createUser(
          { email: email.toLowerCase(), name, emailVerified: true },
          { method: 'email' },
        )
        await context.internalAdapter.linkAccount({
          userId: user.id,
          providerId: 'credential',
          accountId: user.id,
          password: await context.password.hash(password),
        })
        const made = { id: user.id, email: user.email, name: user.name }
        await audited(transaction, made)
        return made
      }),

    createApiKey: ({ userId, name, expiresInSeconds }, audited) =>
      within(async (own, transaction) => {
        const { id, key, expiresAt } = await own.api.createApiKey({
          body: { userId, name, expiresIn: expiresInSeconds },
        })
        await audited(transaction, { id })
        return { id, key, expiresAt: instantOf(expiresAt) }
      }),

    async listApiKeys({ userId }) {
      const { adapter } = await auth.$context
      const keys = await adapter.findMany<KeyRow>({
        model: 'apikey',
        where: [{ field: 'referenceId', value: userId }],
        sortBy: { field: 'createdAt', direction: 'desc' },
      })
      const items = keys.map(({ id, name, start, createdAt, expiresAt }) => ({
        id,
        name: name ?? '',
        start,
        createdAt: createdAt.getTime(),
        expiresAt: instantOf(expiresAt),
      }))
      return { items }
    },

    revokeApiKey: ({ userId, id }, audited) =>
      within(async (own, transaction) => {
        const { adapter } = await own.$context
        const gone = await adapter.deleteMany({
          model: 'apikey',
          where: [
            { field: 'id', value: id },
            { field: 'referenceId', value: userId },
          ],
        })
        if (gone === 0) throw busbarError('not-found')
        await audited(transaction)
      }),
  }
}

interface KeyRow {
  readonly id: string
  readonly name: string | null
  readonly start: string | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

function instantOf(date: Date | null | undefined): number | null {
  return date === null || date === undefined ? null : date.getTime()
}

async function byCookie(auth: Auth, cookie: string) {
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) })
  if (found === null) return null
  const { user, session } = found
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    via: 'session' as const,
    credentialId: session.id,
    expiresAt: session.expiresAt.getTime(),
  }
}

async function byKey(auth: Auth, telling: AsyncLocalStorage<Told>, sent: string) {
  const told: Told = {}
  const { valid, key } = await telling.run(told, () =>
    auth.api.verifyApiKey({ body: { key: sent } }),
  )
  // Where the database does not answer, the library calls every key wrong.
  if (!valid && told.error !== undefined && !isRefusal(told.error)) throw told.error
  if (!valid || key === null) return null
  const user = await (await auth.$context).internalAdapter.findUserById(key.referenceId)
  if (user === null) return null
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    via: 'apiKey' as const,
    credentialId: key.id,
    expiresAt: instantOf(key.expiresAt),
  }
}
