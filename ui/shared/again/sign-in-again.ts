import { ref, shallowRef } from 'vue'
import type { SecondFactorWanted, Session } from '../../../core/generated/api.ts'
import { api, dataOf } from '../api/client.ts'
import { isProblem, messageOf } from '../api/problem.ts'
import { language } from '../locale/i18n.ts'
import { session } from '../session.ts'
import { useAct } from '../use-act.ts'

/** Signing in over a page whose session has ended: the page stays as it is until it is known who is back. */
export function useSignInAgain() {
  const email = ref(session.state.session?.user.email ?? '')
  const secret = ref('')
  const way = ref<'password' | 'code'>(session.state.session?.hasPassword ? 'password' : 'code')
  /** Whether a code was asked for. */
  const sent = ref(false)
  /** The second factor that is wanted yet. */
  const wanted = shallowRef<SecondFactorWanted | null>(null)
  const { busy, failure, act } = useAct(messageOf)

  function take(answer: Session | SecondFactorWanted): void {
    secret.value = ''
    if ('secondFactor' in answer) wanted.value = answer
    else session.resume(answer)
  }

  async function step(): Promise<void> {
    const code = secret.value.trim()
    if (wanted.value !== null) {
      const body = { challenge: wanted.value.challenge, code }
      return take(await dataOf(api.POST('/api/v1/auth/second-factor', { body })))
    }
    if (way.value === 'password') {
      const body = { email: email.value, password: secret.value }
      return take(await dataOf(api.POST('/api/v1/auth/sign-in', { body })))
    }
    if (sent.value) {
      const body = { email: email.value, code }
      return take(await dataOf(api.POST('/api/v1/auth/sign-in-with-code', { body })))
    }
    await api.POST('/api/v1/auth/codes', { body: { email: email.value, language: language.value } })
    sent.value = true
  }

  const submit = () =>
    act(() =>
      step().catch((thrown: unknown) => {
        // A challenge that is used up or too old: begin again.
        if (isProblem(thrown, 'sign-in-expired')) wanted.value = null
        throw thrown
      }),
    )

  function turn(): void {
    way.value = way.value === 'password' ? 'code' : 'password'
    secret.value = ''
    sent.value = false
    failure.value = null
  }

  return { email, secret, way, sent, wanted, busy, failure, submit, turn }
}
