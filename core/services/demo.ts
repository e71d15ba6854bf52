import { type DemoContext, demoStanding, loadDemo } from '../flow/demo/load.ts'
import type { DemoStanding } from '../flow/demo/ports.ts'
import { type Action, action } from './define.ts'
import { actorOf } from './sessions.ts'

/** The demo building in an instance of somebody's own. */
export function demoActions(context: DemoContext): Action[] {
  return [
    action('setup.demo', async () => toWire(await demoStanding(context))),
    action('setup.loadDemo', async ({ header, body }, call) => {
      const { userId, assignments } = actorOf(call)
      const by = { userId, assignments }
      const request = { key: header['Idempotency-Key'], body, by, actor: call.auditActor }
      return toWire(await loadDemo(context, request))
    }),
  ]
}

const toWire = ({ logins, ...standing }: DemoStanding) => ({
  ...standing,
  logins: logins.map((login) => ({ ...login })),
})
