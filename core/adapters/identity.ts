import { AsyncLocalStorage } from 'node:async_hooks'
import type { Identity } from '../flow/identity/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { challengeIn, challengeOf, endedCookie } from './identity-cookies.ts'
import {
  type Auth,
  answered,
  createAuth,
  createWithin,
  isRefusal,
  type LibraryOptions,
} from './identity-options.ts'
import { createSecondFactor } from './identity-second-factor.ts'
import type { TransactionClient } from './identity-transaction.ts'
import { createUsers, isUnproven, takeBack, toUser, userOf } from './identity-users.ts'

export { missingIdentityTables } from './identity-options.ts'

export interface IdentityOptions extends LibraryOptions {
  /** Runs work in a transaction, and gives its client. */
  readonly transact: <T>(
    work: (transaction: Transaction, client: TransactionClient) => Promise<T>,
  ) => Promise<T>
}

/** What went wrong while a question was answered, where the library tells its log of it and nobody else. */
interface Told {
  error?: unknown
}

/** Users, sessions and API keys by better-auth; its own HTTP handler is mounted nowhere. */
export function createIdentity(options: IdentityOptions): Identity {
  const telling = new AsyncLocalStorage<Told>()
  const auth = createAuth(options, (_level, _message, ...details) => {
    const told = telling.getStore()
    if (told !== undefined) told.error ??= details[0]
  })

  const within = createWithin(options)
  const library = { auth, within, publicUrl: options.publicUrl }

  return {
    ...createUsers(library),
    ...createSecondFactor(library),

    signIn: (body) =>
      refusing(async () => {
        const { headers, response } = await answered(() =>
          auth.api.signInEmail({ body, returnHeaders: true }),
        )
        if ('twoFactorRedirect' in response)
          return { cookies: [], challenge: await challengeIn(auth, headers) }
        return { cookies: headers.getSetCookie(), challenge: null }
      }),

    signInWithCode: ({ email, code }) =>
      refusing(async () => {
        const unproven = await isUnproven(auth, email)
        const { headers, response } = await answered(() =>
          auth.api.signInEmailOTP({ body: { email, otp: code }, returnHeaders: true }),
        )
        if (unproven) await takeBack(auth, response.user.id)
        const { twoFactorEnabled } = await userOf(auth, response.user.id)
        if (twoFactorEnabled !== true) return { cookies: headers.getSetCookie(), challenge: null }
        // The library asks for a second factor after passwords only.
        await (await auth.$context).internalAdapter.deleteSession(response.token)
        return { cookies: [], challenge: await challengeOf(auth, response.user.id) }
      }),

    async signOut({ sessionId }) {
      const { adapter } = await auth.$context
      await adapter.delete({ model: 'session', where: [{ field: 'id', value: sessionId }] })
      return { cookies: [await endedCookie(library)] }
    },

    async authenticate({ cookie, apiKey }) {
      return answered(async () =>
        apiKey === null ? byCookie(auth, cookie ?? '') : byKey(auth, telling, apiKey),
      )
    },

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

/** Wrong, expired, used or shut out: who asks is not told which. */
async function refusing<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (thrown) {
    if (isRefusal(thrown)) throw busbarError('sign-in-failed', { cause: thrown })
    throw thrown
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
  const { session } = found
  const user = toUser(found.user)
  if (user.disabledAt !== null) return null
  return {
    user,
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
  const found = await (await auth.$context).internalAdapter.findUserById(key.referenceId)
  if (found === null) return null
  const user = toUser(found)
  if (user.disabledAt !== null) return null
  return {
    user,
    userId: user.id,
    name: user.name,
    email: user.email,
    via: 'apiKey' as const,
    credentialId: key.id,
    expiresAt: instantOf(key.expiresAt),
  }
}
