import type { Transaction } from '../ledger/ports.ts'
import type { Row } from '../registry/ports.ts'
import type { QuestionAct, QuestionContext } from './ports.ts'

/**
 * Says in the same transaction what became of a question: to the audit log, and to live listeners of its site and its
 * tenant as `question-asked`, `question-replied`, `question-assigned`, `question-closed` or `question-reopened`.
 */
export async function tellQuestion(
  { facts, audit }: Pick<QuestionContext, 'facts' | 'audit'>,
  transaction: Transaction,
  told: QuestionAct & {
    readonly type: string
    readonly before: Row | null
    readonly after: Row
  },
): Promise<void> {
  const { actor, operation, type, before, after } = told
  const siteId = String(after.siteId)
  const questionId = String(after.id)
  const { accountId = null, subject = null, state = null, assignedTo = null } = after
  const data = {
    questionId,
    accountId: String(accountId),
    subject: String(subject),
    state: String(state),
    assignedTo: assignedTo === null ? null : String(assignedTo),
  }
  await facts.append(
    [{ siteId, tenantId: String(after.tenantId), topic: 'question', type, data }],
    transaction,
  )
  const change = { ...(before === null ? {} : { before }), after }
  const line = { actor, operation, outcome: 'done' as const, siteId }
  await audit.append({ ...line, subject: `questions:${questionId}`, ...change }, transaction)
}
