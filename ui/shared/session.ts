import { computed, reactive, readonly } from 'vue'
import type { Role, SecondFactorWanted, Session } from '../../core/generated/api.ts'
import { api, dataOf, whenSignedOut } from './api/client.ts'
import { isProblem } from './api/problem.ts'

interface State {
  /** `unknown` until the server has been asked. */
  status: 'unknown' | 'out' | 'in'
  session: Session | null
}

const state = reactive<State>({ status: 'unknown', session: null })

function take(session: Session | null): void {
  state.session = session
  state.status = session === null ? 'out' : 'in'
}

whenSignedOut(() => take(null))

/** Who is signed in, and what they may do. The one session of the page. */
export const session = {
  state: readonly(state),

  user: computed(() => state.session?.user ?? null),

  /** Asks the server, once; later calls answer what is known. */
  async load(): Promise<void> {
    if (state.status !== 'unknown') return
    try {
      take(await dataOf(api.GET('/api/v1/auth/session')))
    } catch (thrown) {
      if (!isProblem(thrown, 'unauthenticated')) throw thrown
      take(null)
    }
  },

  /** Takes over a session that was begun another way than by e-mail and password. */
  accept(begun: Session): void {
    take(begun)
  },

  /** Asks the server again, after something about the user has changed. */
  async reload(): Promise<void> {
    take(await dataOf(api.GET('/api/v1/auth/session')))
  },

  /**
   * Signs in, or says what second factor is still wanted.
   * @throws ApiError when the e-mail and password are nobody's
   */
  async signIn(credentials: {
    email: string
    password: string
  }): Promise<SecondFactorWanted | null> {
    const answer = await dataOf(api.POST('/api/v1/auth/sign-in', { body: credentials }))
    if ('secondFactor' in answer) return answer
    take(answer)
    return null
  },

  async signOut(): Promise<void> {
    await api.POST('/api/v1/auth/sign-out').catch(() => undefined)
    take(null)
  },

  /**
   * Whether the caller holds one of the roles; at the site, where one is given. What names no role is about oneself, and
   * everybody's who is signed in. The server decides in the end.
   */
  may(roles: readonly string[], siteId?: string | null): boolean {
    if (roles.length === 0) return state.status === 'in'
    const assignments = state.session?.assignments ?? []
    return assignments.some(
      (held) =>
        roles.includes(held.role) &&
        (siteId === undefined || held.siteId === null || held.siteId === siteId),
    )
  },

  has(role: Role): boolean {
    return (state.session?.assignments ?? []).some((held) => held.role === role)
  },
}
