import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { once } from '../command-keys/once.ts'
import type { RegistryWriter, Row } from '../registry/ports.ts'
import { ANSWERING_ROLE } from './ask.ts'
import type { QuestionAct, QuestionContext } from './ports.ts'
import { tellQuestion } from './tell.ts'

export interface ReplyRequest extends QuestionAct {
  readonly key: string
  readonly questionId: Id
  readonly side: 'tenant' | 'staff'
  readonly text: string
  readonly tell: (question: Row) => JsonObject
}

/**
 * Either side says more; the other one is told. Once a key, in one transaction.
 * @throws `not-found`, `question-closed`, `idempotency-key-reused`
 */
export function reply(context: QuestionContext, request: ReplyRequest): Promise<JsonObject> {
  const { store, keys } = context
  const { actor, key, operation, questionId, text, tell } = request
  return store.inTransaction((writer) =>
    once(
      keys,
      writer.transaction,
      { actor: actor.userId, key, body: { operation, questionId, text } },
      async () => tell(await say(context, writer, request)),
    ),
  )
}

async function say(
  context: QuestionContext,
  writer: RegistryWriter,
  { actor, operation, questionId, side, text }: ReplyRequest,
): Promise<Row> {
  const before = await writer.lock({ resource: 'questions', id: questionId })
  if (before === null) throw busbarError('not-found')
  if (before.state === 'closed') throw busbarError('question-closed')
  const at = context.clock.now()
  const author = { authorId: actor.userId, authorName: actor.name ?? '' }
  const message = await writer.create({
    resource: 'questionMessages',
    values: { questionId, side, ...author, text, at },
  })
  const answered = { state: 'answered', assignedTo: before.assignedTo ?? actor.userId }
  const after = await writer.update({
    resource: 'questions',
    id: questionId,
    values: { ...(side === 'staff' ? answered : { state: 'open' }), lastMessageAt: at },
  })
  await notify(context, writer, { before, side, text, at, cause: String(message.id) })
  const told = { actor, operation, before, after, type: 'question-replied' }
  await tellQuestion(context, writer.transaction, told)
  return after
}

async function notify(
  { notices }: QuestionContext,
  { transaction, read }: RegistryWriter,
  said: {
    readonly before: Row
    readonly side: 'tenant' | 'staff'
    readonly cause: string
    readonly text: string
    readonly at: number
  },
): Promise<void> {
  const { before, side, cause, text, at } = said
  const accountId = String(before.accountId)
  const subject = String(before.subject)
  if (side === 'staff') {
    const notice = { kind: 'question-answered', cause, subject, text } as const
    await notices.queue(transaction, { accountId, notice })
    return
  }
  const account = await read({ resource: 'accounts', id: accountId })
  const accountCode = String(account?.code ?? '')
  await notices.queueForStaff(transaction, {
    siteId: String(before.siteId),
    role: ANSWERING_ROLE,
    notice: { kind: 'question-asked', cause, at, accountCode, subject, text },
  })
}
