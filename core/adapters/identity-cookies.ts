import { createHmac, randomBytes } from 'node:crypto'
import type { Challenge } from '../flow/identity/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { type Auth, CHALLENGE_SECONDS, type Library, SESSION_SECONDS } from './identity-options.ts'

/** Name of the library's cookie between the first factor and the second. */
const SECOND_FACTOR_COOKIE = 'two_factor'

/** A cookie's value as the library signs it: by HMAC-SHA-256, in base 64. */
const signed = (value: string, secret: string) =>
  `${value}.${createHmac('sha256', secret).update(value).digest('base64')}`

/** Headers of somebody who has a session, for calls of the library on their behalf. */
export async function headersOf(auth: Auth, sessionId: string): Promise<Headers> {
  const { adapter, authCookies, secret } = await auth.$context
  const session = await adapter.findOne<{ readonly token: string }>({
    model: 'session',
    where: [{ field: 'id', value: sessionId }],
  })
  if (session === null) throw busbarError('unauthenticated')
  const value = encodeURIComponent(signed(session.token, secret))
  return new Headers({ cookie: `${authCookies.sessionToken.name}=${value}` })
}

/** Starts a session of somebody who is known by other means than the library's. */
export async function startSession({ auth, publicUrl }: Library, userId: string) {
  const { internalAdapter, authCookies, secret } = await auth.$context
  const { token } = await internalAdapter.createSession(userId)
  const value = encodeURIComponent(signed(token, secret))
  const age = `Max-Age=${SESSION_SECONDS}`
  return [`${authCookies.sessionToken.name}=${value}; ${age}; ${attributesOf(publicUrl)}`]
}

/** The cookie that takes the session's away. */
export async function endedCookie({ auth, publicUrl }: Library): Promise<string> {
  const { authCookies } = await auth.$context
  return `${authCookies.sessionToken.name}=; Max-Age=0; ${attributesOf(publicUrl)}`
}

function attributesOf(publicUrl: string): string {
  return `Path=/; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`
}

/**
 * Begins what a second factor completes, as the library does after a password: its records of a challenge and of the
 * attempts at it, and the signed value of its cookie.
 */
export async function challengeOf(auth: Auth, userId: string): Promise<Challenge> {
  const { internalAdapter, secret } = await auth.$context
  const identifier = `2fa-${randomBytes(20).toString('hex')}`
  const expiresAt = new Date(Date.now() + CHALLENGE_SECONDS * 1000)
  await internalAdapter.createVerificationValue({ value: userId, identifier, expiresAt })
  await internalAdapter.createVerificationValue({
    value: '0',
    identifier: `2fa-attempts-${identifier}`,
    expiresAt,
  })
  return { token: signed(identifier, secret), expiresAt: expiresAt.getTime() }
}

/** Headers of somebody who owes a second factor. */
export async function challengeHeaders(auth: Auth, token: string): Promise<Headers> {
  const { createAuthCookie } = await auth.$context
  const { name } = createAuthCookie(SECOND_FACTOR_COOKIE)
  return new Headers({ cookie: `${name}=${encodeURIComponent(token)}` })
}

/** The challenge of an answer of the library that owes a second factor. */
export async function challengeIn(auth: Auth, answer: Headers): Promise<Challenge> {
  const { createAuthCookie } = await auth.$context
  const begin = `${createAuthCookie(SECOND_FACTOR_COOKIE).name}=`
  const cookie = answer.getSetCookie().find((text) => text.startsWith(begin)) ?? begin
  const token = decodeURIComponent(cookie.slice(begin.length).split(';')[0] ?? '')
  return { token, expiresAt: Date.now() + CHALLENGE_SECONDS * 1000 }
}
