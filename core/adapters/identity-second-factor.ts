import type { Identity } from '../flow/identity/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { challengeHeaders, challengeOf, headersOf } from './identity-cookies.ts'
import { type Auth, answered, isRefusal, type Library, refusalCode } from './identity-options.ts'
import { endOthers, tokenIn, userOf } from './identity-users.ts'

const AUTHENTICATOR_CODE = /^\d{6}$/

type SecondFactor = Pick<
  Identity,
  'completeSignIn' | 'beginSecondFactor' | 'confirmSecondFactor' | 'disableSecondFactor'
>

/** Authenticators (TOTP) and recovery codes, by the library's plugin. */
export function createSecondFactor({ auth, within }: Library): SecondFactor {
  return {
    completeSignIn: ({ challenge, code }) => completed(auth, challenge, code),

    async beginSecondFactor({ sessionId, password }) {
      const headers = await headersOf(auth, sessionId)
      const body = { method: 'totp' as const, ...(password === null ? {} : { password }) }
      const made = await translated(() => auth.api.enableTwoFactor({ headers, body }))
      if (made.method !== 'totp') throw busbarError('second-factor-unfit')
      const { totpURI: uri, backupCodes } = made
      const secret = new URL(uri).searchParams.get('secret') ?? ''
      return { secret, uri, recoveryCodes: backupCodes }
    },

    confirmSecondFactor: ({ sessionId, userId, code }, audited) =>
      within(async (own, transaction) => {
        if ((await userOf(own, userId)).twoFactorEnabled === true)
          throw busbarError('second-factor-unfit')
        const headers = await headersOf(own, sessionId)
        const answer = await translated(() =>
          own.api.verifyTOTP({ headers, body: { code }, returnHeaders: true }),
        )
        await endOthers(own, userId, tokenIn(answer.headers))
        await audited(transaction)
        return { cookies: answer.headers.getSetCookie() }
      }),

    async disableSecondFactor({ userId, code }, audited) {
      if ((await userOf(auth, userId)).twoFactorEnabled !== true)
        throw busbarError('second-factor-unfit')
      // As if they signed in: only so the library counts attempts.
      const { token } = await challengeOf(auth, userId)
      const { cookies, sessionToken } = await completed(auth, token, code)
      await within(async (own, transaction) => {
        const { adapter, internalAdapter } = await own.$context
        await internalAdapter.updateUser(userId, { twoFactorEnabled: false })
        await adapter.deleteMany({
          model: 'twoFactor',
          where: [{ field: 'userId', value: userId }],
        })
        await endOthers(own, userId, sessionToken)
        await audited(transaction)
      })
      return { cookies }
    },
  }
}

async function completed(auth: Auth, challenge: string, code: string) {
  const headers = await challengeHeaders(auth, challenge)
  const request = { headers, body: { code }, returnHeaders: true as const }
  const answer = await translated(() =>
    AUTHENTICATOR_CODE.test(code)
      ? auth.api.verifyTOTP(request)
      : auth.api.verifyBackupCode(request),
  )
  const sessionToken = tokenIn(answer.headers)
  return { cookies: answer.headers.getSetCookie(), sessionToken }
}

const MEANINGS = Object.freeze({
  INVALID_CODE: 'second-factor-wrong',
  INVALID_BACKUP_CODE: 'second-factor-wrong',
  // Two at once with one recovery code.
  CONFLICT: 'second-factor-wrong',
  INVALID_PASSWORD: 'password-wrong',
  TOTP_ALREADY_ENABLED: 'second-factor-unfit',
  TOTP_NOT_ENABLED: 'second-factor-unfit',
  ACCOUNT_TEMPORARILY_LOCKED: 'rate-limited',
} as const)

/** The library's refusals in the words of our catalogue. */
async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await answered(call)
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    const code = refusalCode(thrown) ?? ''
    const known = Object.hasOwn(MEANINGS, code)
    throw busbarError(known ? MEANINGS[code as keyof typeof MEANINGS] : 'sign-in-expired', {
      cause: thrown,
    })
  }
}
