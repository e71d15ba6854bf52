import type { Identity, User } from '../flow/identity/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { headersOf, startSession } from './identity-cookies.ts'
import { type Auth, answered, type Library, refusalCode, type UserRow } from './identity-options.ts'

type Users = Pick<
  Identity,
  | 'createUser'
  | 'findUser'
  | 'startSession'
  | 'createCode'
  | 'hasPassword'
  | 'changePassword'
  | 'changeProfile'
  | 'listSessions'
  | 'endSession'
>

export function toUser({ id, email, name, language, twoFactorEnabled, disabledAt }: UserRow): User {
  return {
    id,
    email,
    name,
    language: language ?? null,
    secondFactor: twoFactorEnabled === true,
    disabledAt: disabledAt?.getTime() ?? null,
  }
}

export async function userOf(auth: Auth, userId: string): Promise<UserRow> {
  const user: UserRow | null = await (await auth.$context).internalAdapter.findUserById(userId)
  if (user === null) throw busbarError('not-found')
  return user
}

/** Token of the session that an answer begins. */
export function tokenIn(answer: Headers): string {
  const cookie = answer.getSetCookie().find((text) => /session_token=[^;]/.test(text)) ?? ''
  const value = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1).split(';')[0] ?? '')
  return value.slice(0, value.indexOf('.'))
}

/** Ends all sessions of somebody but one. */
export async function endOthers(auth: Auth, userId: string, token: string): Promise<void> {
  const { adapter } = await auth.$context
  await adapter.deleteMany({
    model: 'session',
    where: [
      { field: 'userId', value: userId },
      { field: 'token', operator: 'ne', value: token },
    ],
  })
}

/** Whether nobody has shown yet that an address is theirs. */
export async function isUnproven(auth: Auth, email: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  const found = await answered(() => internalAdapter.findUserByEmail(email.toLowerCase()))
  return found !== null && !found.user.emailVerified
}

/**
 * Whose address it is has signed in for the first time: what others may have made of the account is void. The library
 * takes passwords and sessions, here go keys and second factors.
 */
export async function takeBack(auth: Auth, userId: string): Promise<void> {
  const { adapter, internalAdapter } = await auth.$context
  await internalAdapter.updateUser(userId, { twoFactorEnabled: false })
  await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: userId }] })
  await adapter.deleteMany({ model: 'apikey', where: [{ field: 'referenceId', value: userId }] })
}

/** Who was half signed in by the password that was is not completed. */
async function voidChallenges(auth: Auth, userId: string): Promise<void> {
  const { adapter } = await auth.$context
  await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: userId }] })
}

interface SessionRow {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Who there is, their passwords, codes and sessions. */
export function createUsers(library: Library): Users {
  const { auth, within } = library
  const credentialOf = async (own: Auth, userId: string) =>
    (await own.$context).internalAdapter.findCredentialAccount(userId)
  return {
    createUser: ({ email, name, password, language = null, proven = true }, audited) =>
      within(async (own, transaction) => {
        const { internalAdapter } = await own.$context
        const existing = await internalAdapter.findUserByEmail(email.toLowerCase())
        if (existing !== null) throw taken(undefined)
        const user = await internalAdapter.createUser(
          { email: email.toLowerCase(), name, emailVerified: proven, language },
          { method: 'email' },
        )
        if (password !== null) await setPassword(own, user.id, password)
        const made = toUser(user)
        await audited(transaction, made)
        return made
      }).catch((thrown: unknown) => {
        // Somebody else took it in the same moment.
        throw sqlState(thrown) === UNIQUE_VIOLATION ? taken(thrown) : thrown
      }),

    async findUser({ email }) {
      const { internalAdapter } = await auth.$context
      const found = await internalAdapter.findUserByEmail(email.toLowerCase())
      return found === null ? null : toUser(found.user)
    },

    startSession: async ({ userId }) => ({ cookies: await startSession(library, userId) }),

    async createCode({ email }) {
      const { internalAdapter } = await auth.$context
      const address = email.toLowerCase()
      // Only the newest is valid.
      await internalAdapter.deleteVerificationByIdentifier(`sign-in-otp-${address}`)
      const code = await auth.api.createVerificationOTP({
        body: { email: address, type: 'sign-in' },
      })
      return { code }
    },

    async hasPassword({ userId }) {
      return Boolean((await credentialOf(auth, userId))?.password)
    },

    changePassword: ({ sessionId, userId, currentPassword, newPassword }, audited) =>
      within(async (own, transaction) => {
        const headers = await headersOf(own, sessionId)
        if (!(await credentialOf(own, userId))?.password) {
          await setPassword(own, userId, newPassword)
          const { session } = (await own.api.getSession({ headers })) ?? {}
          await endOthers(own, userId, session?.token ?? '')
          await audited(transaction)
          return { cookies: [] }
        }
        const body = { currentPassword: currentPassword ?? '', newPassword }
        const answer = await answered(() =>
          own.api.changePassword({
            headers,
            body: { ...body, revokeOtherSessions: true },
            returnHeaders: true,
          }),
        ).catch((thrown: unknown) => {
          if (refusalCode(thrown) !== 'INVALID_PASSWORD') throw thrown
          throw busbarError('password-wrong', { cause: thrown })
        })
        await voidChallenges(own, userId)
        await audited(transaction)
        return { cookies: answer.headers.getSetCookie() }
      }),

    changeProfile: ({ userId, name, language }, audited) =>
      within(async (own, transaction) => {
        const before = toUser(await userOf(own, userId))
        const { internalAdapter } = await own.$context
        await internalAdapter.updateUser(userId, { name, language })
        const after = toUser(await userOf(own, userId))
        await audited(transaction, { before, after })
        return after
      }),

    async listSessions({ userId }) {
      const { adapter } = await auth.$context
      const rows = await adapter.findMany<SessionRow>({
        model: 'session',
        where: [
          { field: 'userId', value: userId },
          { field: 'expiresAt', operator: 'gt', value: new Date() },
        ],
        sortBy: { field: 'createdAt', direction: 'desc' },
      })
      const items = rows.map(({ id, createdAt, expiresAt }) => ({
        id,
        createdAt: createdAt.getTime(),
        expiresAt: expiresAt.getTime(),
      }))
      return { items }
    },

    endSession: ({ userId, id }, audited) =>
      within(async (own, transaction) => {
        const { adapter } = await own.$context
        const ended = await adapter.deleteMany({
          model: 'session',
          where: [
            { field: 'id', value: id },
            { field: 'userId', value: userId },
          ],
        })
        if (ended === 0) throw busbarError('not-found')
        await audited(transaction)
      }),
  }
}

const UNIQUE_VIOLATION = '23505'

const taken = (cause: unknown) =>
  busbarError('already-exists', { detail: 'This e-mail address is taken.', cause })

function sqlState(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? String(thrown.code)
    : ''
}

async function setPassword(own: Auth, userId: string, password: string): Promise<void> {
  const { internalAdapter, password: hasher } = await own.$context
  await internalAdapter.linkAccount({
    userId,
    providerId: 'credential',
    accountId: userId,
    password: await hasher.hash(password),
  })
}
