import type { SecondFactorWanted, Session } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { language } from '../../shared/locale/i18n.ts'
import { session } from '../../shared/session.ts'

/** What is still wanted; null: signed in. */
export type Wanted = SecondFactorWanted | null

function took(answer: Session | SecondFactorWanted): Wanted {
  if ('secondFactor' in answer) return answer
  session.accept(answer)
  return null
}

/** @throws ApiError when they are nobody's */
export const byPassword = (email: string, password: string): Promise<Wanted> =>
  session.signIn({ email, password })

/** @throws ApiError when the code is wrong or its time is over */
export const byCode = async (email: string, code: string): Promise<Wanted> =>
  took(await dataOf(api.POST('/api/v1/auth/sign-in-with-code', { body: { email, code } })))

/** Whether the address is anybody's is not told. */
export async function askForCode(email: string): Promise<void> {
  await api.POST('/api/v1/auth/codes', { body: { email, language: language.value } })
}

/** @throws ApiError when the code is wrong or it took too long */
export async function bySecondFactor(
  { challenge }: SecondFactorWanted,
  code: string,
): Promise<void> {
  const body = { challenge, code: code.trim() }
  took(await dataOf(api.POST('/api/v1/auth/second-factor', { body })))
}

/** @throws ApiError when the invitation is used, over or taken back */
export async function acceptInvitation(body: {
  readonly token: string
  readonly name: string
  readonly password?: string
}): Promise<void> {
  session.accept(await dataOf(api.POST('/api/v1/invitations/accept', { body })))
}

/** What a link carries behind its #, which no server and no log sees. */
export function secretsOf(hash: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')))
}

/** Only pages of the portal: a link must not lead elsewhere after the sign-in. */
export const targetOf = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/'
