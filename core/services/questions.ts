import type { RoleStore } from '../flow/identity/ports.ts'
import { ask } from '../flow/questions/ask.ts'
import type { QuestionContext } from '../flow/questions/ports.ts'
import { reply } from '../flow/questions/reply.ts'
import { assignQuestion, closeQuestion, reopenQuestion } from '../flow/questions/settle.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { covers } from './access.ts'
import { type Action, action, type Call, type Output } from './define.ts'
import { checkStaff } from './staff.ts'
import { codecOf } from './wire.ts'

export interface QuestionDependencies extends QuestionContext {
  readonly contract: JsonObject
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
}

/** What tenants and staff do with questions; reading them is the registry's. */
export function questionActions(dependencies: QuestionDependencies): Action[] {
  const { contract } = dependencies
  const codec = codecOf(contract, 'Question')
  type Told = Output<'questions.get'>
  const told = (row: Parameters<typeof codec.toWire>[0]) => codec.toWire(row) as unknown as Told
  return [
    action('questions.ask', async ({ header, body }, call) => {
      const key = header['Idempotency-Key']
      const request = { ...actOf(call), key, ...body, tell: codec.toWire }
      return (await ask(dependencies, request)) as unknown as Told
    }),
    action('questions.reply', async ({ path, header, body }, call) => {
      const key = header['Idempotency-Key']
      const said = { questionId: path.id, side: sideOf(call), text: body.text }
      const request = { ...actOf(call), key, ...said, tell: codec.toWire }
      return (await reply(dependencies, request)) as unknown as Told
    }),
    action('questions.assign', async ({ path, body }, call) => {
      const { userId } = body
      await checkStaff(dependencies, userId, call)
      const request = { ...actOf(call), questionId: path.id, assignedTo: userId }
      return told(await assignQuestion(dependencies, request))
    }),
    action('questions.close', async ({ path }, call) =>
      told(await closeQuestion(dependencies, { ...actOf(call), questionId: path.id })),
    ),
    action('questions.reopen', async ({ path }, call) =>
      told(await reopenQuestion(dependencies, { ...actOf(call), questionId: path.id })),
    ),
  ]
}

function actOf({ auditActor, operation }: Call) {
  const userId = defined(auditActor.userId, 'the actor of a guarded operation')
  return { actor: { ...auditActor, userId }, operation: operation.id }
}

/** Whoever works at the site speaks for it, also where they rent there besides. */
function sideOf({ grants, place }: Call): 'tenant' | 'staff' {
  const here = (grants ?? []).filter((grant) => place !== null && covers(grant, place))
  return here.some(({ tenantId }) => tenantId === null) ? 'staff' : 'tenant'
}
