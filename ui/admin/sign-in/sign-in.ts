import { ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Instance, SecondFactorWanted, Session } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { isProblem, messageOf } from '../../shared/api/problem.ts'
import { language } from '../../shared/locale/i18n.ts'
import { session } from '../../shared/session.ts'
import { useAct } from '../../shared/use-act.ts'

/** Somebody whom a visitor of the demo may be. */
export type DemoLogin = Instance['demoLogins'][number]

/** How somebody shows who they are: by a password, by a code that is asked for, or by the code that has come. */
export type Way = 'password' | 'ask' | 'code'

/** Signing in, whichever way, with the second factor where one is wanted. */
export function useSignIn() {
  const route = useRoute()
  const router = useRouter()
  const way = ref<Way>('password')
  const email = ref('')
  const password = ref('')
  const code = ref('')
  /** Set once the first factor was right and a second is wanted. */
  const wanted = shallowRef<SecondFactorWanted | null>(null)
  const { busy, failure, act } = useAct(messageOf)

  /** Only addresses of our own: a link must not lead elsewhere after the sign-in. */
  function target(): string {
    const to = String(route.query.to ?? '/')
    return /^\/(?!\/)/.test(to) ? to : '/'
  }

  async function attempt(step: () => Promise<void>): Promise<void> {
    await act(async () => {
      await step().catch((thrown: unknown) => {
        // A challenge that is used up or too old: begin again.
        if (isProblem(thrown, 'sign-in-expired')) wanted.value = null
        throw thrown
      })
      if (session.state.status === 'in') await router.push(target())
    })
  }

  function take(answer: Session | SecondFactorWanted): void {
    code.value = ''
    if ('secondFactor' in answer) wanted.value = answer
    else session.accept(answer)
  }

  async function askCode(): Promise<void> {
    const body = { email: email.value, language: language.value }
    await api.POST('/api/v1/auth/codes', { body })
    code.value = ''
    way.value = 'code'
  }

  const byCode = async () =>
    take(
      await dataOf(
        api.POST('/api/v1/auth/sign-in-with-code', {
          body: { email: email.value, code: code.value.trim() },
        }),
      ),
    )

  async function byPassword(): Promise<void> {
    wanted.value = await session.signIn({ email: email.value, password: password.value })
  }

  async function complete({ challenge }: SecondFactorWanted): Promise<void> {
    const body = { challenge, code: code.value.trim() }
    take(await dataOf(api.POST('/api/v1/auth/second-factor', { body })))
  }

  const submit = () =>
    attempt(() => {
      if (wanted.value !== null) return complete(wanted.value)
      return { password: byPassword, ask: askCode, code: byCode }[way.value]()
    })

  function choose(next: Way): void {
    failure.value = null
    way.value = next
  }

  /** Signs in as somebody of the demo. */
  function as(login: DemoLogin): Promise<void> {
    way.value = 'password'
    email.value = login.email
    password.value = login.password
    return submit()
  }

  /** Takes the e-mail and code of a link, where there are any, out of the address and signs in by them. */
  async function followLink(): Promise<void> {
    const given = new URLSearchParams(route.hash.slice(1))
    const [whose, which] = [given.get('email'), given.get('code')]
    if (whose === null || which === null) return
    await router.replace({ path: route.path, query: route.query })
    email.value = whose
    code.value = which
    way.value = 'code'
    await submit()
  }

  return { way, email, password, code, wanted, busy, failure, submit, choose, as, followLink }
}
