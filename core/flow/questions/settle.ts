import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Row } from '../registry/ports.ts'
import type { QuestionAct, QuestionContext } from './ports.ts'
import { tellQuestion } from './tell.ts'

type Change = { readonly type: string; readonly values: Row } | null
type SettleRequest = QuestionAct & { readonly questionId: Id }

/** Closes a question; one that is closed stays as it is. @throws `not-found` */
export function closeQuestion(context: QuestionContext, request: SettleRequest): Promise<Row> {
  const { userId } = request.actor
  return change(context, request, ({ state }) =>
    state === 'closed'
      ? null
      : {
          type: 'question-closed',
          values: { state: 'closed', closedAt: context.clock.now(), closedBy: userId },
        },
  )
}

/** Opens a closed question again; any other stays as it is. @throws `not-found` */
export function reopenQuestion(context: QuestionContext, request: SettleRequest): Promise<Row> {
  return change(context, request, ({ state }) =>
    state === 'closed'
      ? { type: 'question-reopened', values: { state: 'open', closedAt: null, closedBy: null } }
      : null,
  )
}

/** Says who looks after a question; null: nobody. @throws `not-found` */
export function assignQuestion(
  context: QuestionContext,
  request: SettleRequest & { readonly assignedTo: string | null },
): Promise<Row> {
  const { assignedTo } = request
  return change(context, request, (before) =>
    before.assignedTo === assignedTo ? null : { type: 'question-assigned', values: { assignedTo } },
  )
}

function change(
  context: QuestionContext,
  { actor, operation, questionId }: SettleRequest,
  changeOf: (before: Row) => Change,
): Promise<Row> {
  return context.store.inTransaction(async ({ transaction, lock, update }) => {
    const before = await lock({ resource: 'questions', id: questionId })
    if (before === null) throw busbarError('not-found')
    const changed = changeOf(before)
    if (changed === null) return before
    const { type, values } = changed
    const after = await update({ resource: 'questions', id: questionId, values })
    await tellQuestion(context, transaction, { actor, operation, type, before, after })
    return after
  })
}
