import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { once } from '../command-keys/once.ts'
import type { Row } from '../registry/ports.ts'
import type { QuestionAct, QuestionContext } from './ports.ts'
import { tellQuestion } from './tell.ts'

/** Who of a site's staff is told of questions. */
export const ANSWERING_ROLE = 'manager'

/**
 * A tenant asks the management: the question, its first message, the managers' notice, the fact and the audit line are
 * of one transaction. Once a key.
 * @throws `not-found` where there is no such account, `idempotency-key-reused`
 */
export function ask(
  context: QuestionContext,
  request: QuestionAct & {
    readonly key: string
    readonly accountId: Id
    readonly subject: string
    readonly text: string
    readonly tell: (question: Row) => JsonObject
  },
): Promise<JsonObject> {
  const { store, keys, notices, clock } = context
  const { actor, key, operation, accountId, subject, text, tell } = request
  return store.inTransaction(({ transaction, create, read }) =>
    once(
      keys,
      transaction,
      { actor: actor.userId, key, body: { operation, accountId, subject, text } },
      async () => {
        const account = await read({ resource: 'accounts', id: accountId })
        const contract =
          account && (await read({ resource: 'contracts', id: String(account.contractId) }))
        if (!account || !contract) throw busbarError('not-found')
        const at = clock.now()
        const siteId = String(account.siteId)
        const { tenantId = null } = contract
        const asked = { siteId, accountId, tenantId, subject, openedBy: actor.userId }
        const values = { ...asked, openedAt: at, lastMessageAt: at }
        const question = await create({ resource: 'questions', values })
        const author = { authorId: actor.userId, authorName: actor.name ?? '' }
        const message = await create({
          resource: 'questionMessages',
          values: { questionId: String(question.id), side: 'tenant', ...author, text, at },
        })
        const accountCode = String(account.code)
        await notices.queueForStaff(transaction, {
          siteId,
          role: ANSWERING_ROLE,
          notice: {
            kind: 'question-asked',
            cause: String(message.id),
            ...{ at, accountCode, subject, text },
          },
        })
        await tellQuestion(context, transaction, {
          ...{ actor, operation, before: null, after: question },
          type: 'question-asked',
        })
        return tell(question)
      },
    ),
  )
}
