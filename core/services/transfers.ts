import type { AuditLog } from '../flow/audit/ports.ts'
import type { PurseReader } from '../flow/ledger/ports.ts'
import { type ReceivableOptions, settleReceivables } from '../flow/ledger/receivables.ts'
import { transfer } from '../flow/ledger/transfer.ts'
import { defined } from '../kernel/assert.ts'
import { formatMicros, parseMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import { type Action, action } from './define.ts'

export interface TransferDependencies {
  readonly receivables: ReceivableOptions
  readonly purses: PurseReader
  readonly audit: AuditLog
  /** Domain time. */
  readonly clock: Clock
}

/** Money between accounts of one site. */
export function transferActions(dependencies: TransferDependencies): Action[] {
  const { receivables, purses, audit, clock } = dependencies
  return [
    action('transfers.create', async ({ header, body }, { auditActor, place, operation }) => {
      const { fromAccountId, toAccountId, reason } = body
      const amountMicros = parseMicros(body.amount)
      const from = await purses.cashOf(fromAccountId)
      const to = await purses.cashOf(toAccountId)
      // An account elsewhere is told as one that is not there.
      if (!from || !to || from.siteId !== to.siteId)
        throw busbarError('not-found', { detail: 'No such account at this site.' })
      if (from.currency !== to.currency) throw busbarError('currency-mismatch')
      const [at, key] = [clock.now(), `transfer:${auditActor.userId}:${header['Idempotency-Key']}`]
      const { currency } = from
      const move = { key, at, currency, fromId: from.purseId, toId: to.purseId, amountMicros }
      return receivables.store.transaction(async (transaction) => {
        const { replayed, postingIds } = await transfer(receivables.ledger, move, transaction)
        const answer = {
          postingId: defined(postingIds[0], 'a posting'),
          fromAccountId,
          toAccountId,
          amount: formatMicros(amountMicros),
        }
        if (replayed) return answer
        const credited = { accountId: toAccountId, at, cause: key, transaction }
        await settleReceivables(receivables, credited)
        const event = {
          actor: auditActor,
          operation: operation.id,
          outcome: 'done' as const,
          siteId: place?.siteId ?? null,
          subject: `accounts:${fromAccountId}`,
          after: { ...answer, reason },
        }
        await audit.append(event, transaction)
        return answer
      })
    }),
  ]
}
