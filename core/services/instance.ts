import type { DemoLogin } from '../flow/demo/ports.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import { type ReadStore, SETUP_STEPS } from '../flow/reads/ports.ts'
import { type Action, action } from './define.ts'

/** What an instance is, decided at its start. */
export interface InstanceFacts {
  /** Where people reach it; asked once it listens. */
  readonly publicUrl: () => string
  /** Tags of the languages that notices are written in. */
  readonly languages: readonly string[]
  /** Null: it is no demo. */
  readonly demo: { readonly logins: () => readonly DemoLogin[] } | null
}

export interface InstanceDependencies {
  readonly instance: InstanceFacts
  readonly roles: Pick<RoleStore, 'isOwnerless'>
  readonly reads: Pick<ReadStore, 'setupCounts'>
}

/** What a sign-in page must know, and how far the set-up has come. */
export function instanceActions({ instance, roles, reads }: InstanceDependencies): Action[] {
  const { publicUrl, languages, demo } = instance
  return [
    action('instance.get', async () => ({
      name: 'Busbar',
      ownerExists: !(await roles.isOwnerless()),
      demo: demo !== null,
      demoLogins: demo === null ? [] : demo.logins().map((login) => ({ ...login })),
      languages: [...languages],
      publicUrl: publicUrl(),
    })),
    action('setup.progress', async () => {
      const counts = await reads.setupCounts()
      const steps = SETUP_STEPS.map((step) => {
        const count = counts[step]
        return { step, count, done: count > 0 }
      })
      return { steps, next: steps.find(({ done }) => !done)?.step ?? null }
    }),
  ]
}
