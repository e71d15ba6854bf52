import { computed, reactive, readonly } from 'vue'
import type { Role, SecondFactorWanted, Session } from '../../core/generated/api.ts'
import { api, dataOf, whenSignedOut } from './api/client.ts'
import { isProblem } from './api/problem.ts'

interface State {
  /** `unknown` until the server has been asked. */
  status: 'unknown' | 'out' | 'in'
  session: Session | null
  /** What waits since the session has ended in the midst: they are asked to sign in again over the page. */
  lapsed: 'reading' | 'command' | null
  /** Whoever else signed in meanwhile; nothing of this page is sent for them. */
  stranger: Session['user'] | null
}

const state = reactive<State>({ status: 'unknown', session: null, lapsed: null, stranger: null })

/** Other tabs of this browser share the session; they are told whose it is. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('busbar.session') : null

function take(session: Session | null): void {
  state.session = session
  state.status = session === null ? 'out' : 'in'
  if (session !== null) tabs?.postMessage(session.user.id)
}

/** What waits for the same person to sign in again. */
let waiting: ((again: boolean) => void)[] = []
function settle(again: boolean): void {
  const all = waiting
  waiting = []
  state.lapsed = null
  for (const go of all) go(again)
}

whenSignedOut(async ({ isCommand }) => {
  if (state.status !== 'in') return false
  state.lapsed = isCommand ? 'command' : (state.lapsed ?? 'reading')
  return new Promise((resolve) => waiting.push(resolve))
})

/** Goes on where the same person is back; anybody else is told that what was typed is not theirs to send. */
function resume(begun: Session): void {
  if (begun.user.id !== state.session?.user.id) {
    state.stranger = begun.user
    return
  }
  take(begun)
  settle(true)
}

tabs?.addEventListener('message', ({ data }) => {
  const isOwn = data === state.session?.user.id
  if (state.status !== 'in' || (isOwn && state.lapsed === null)) return
  // Another tab's word is not taken for it: the server says who it is.
  dataOf(api.GET('/api/v1/auth/session')).then(resume, () => undefined)
})

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

  resume,

  /** They do not sign in again now: a command that waits is refused and its page stays; otherwise they are out. */
  giveUp(): void {
    const stays = state.lapsed === 'command'
    settle(false)
    if (!stays) take(null)
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
