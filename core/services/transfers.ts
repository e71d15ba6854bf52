import type { AuditLog } from '../flow/audit/ports.ts'
import type { LedgerStore, PurseReader } from '../flow/ledger/ports.ts'
import { transfer } from '../flow/ledger/transfer.ts'
import { defined } from '../kernel/assert.ts'
import { formatMicros, parseMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import { type Action, action } from './define.ts'

export interface TransferDependencies {
  readonly ledger: LedgerStore
  readonly purses: PurseReader
  readonly audit: AuditLog
  /** Domain time. */
  readonly clock: Clock
}

/** Money between accounts of one site. */
export function transferActions({ ledger, purses, audit, clock }: TransferDependencies): Action[] {
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
      // The line of the audit log stands or falls with the booking, whoever dies in between.
      return ledger.transact(async (transaction) => {
        const { replayed, postingIds } = await transfer(
          ledger,
          {
            key: `transfer:${auditActor.userId}:${header['Idempotency-Key']}`,
            at: clock.now(),
            currency: from.currency,
            fromId: from.purseId,
            toId: to.purseId,
            amountMicros,
          },
          transaction,
        )
        const answer = {
          postingId: defined(postingIds[0], 'a posting'),
          fromAccountId,
          toAccountId,
          amount: formatMicros(amountMicros),
        }
        if (!replayed)
          await audit.append(
            {
              actor: auditActor,
              operation: operation.id,
              outcome: 'done',
              siteId: place?.siteId ?? null,
              subject: `accounts:${fromAccountId}`,
              after: { ...answer, reason },
            },
            transaction,
          )
        return answer
      })
    }),
  ]
}
