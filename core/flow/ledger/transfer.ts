import { fingerprint } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { LedgerResult, LedgerStore, Transaction } from './ports.ts'

export interface Transfer {
  readonly key: string
  readonly at: Instant
  readonly currency: string
  readonly fromId: Id
  readonly toId: Id
  readonly amountMicros: Micros
}

/**
 * Moves money between two purses, once per key.
 * @throws `validation-failed`, and what {@link LedgerStore.book} throws
 */
export function transfer(
  ledger: LedgerStore,
  { key, at, currency, fromId, toId, amountMicros }: Transfer,
  transaction?: Transaction,
): Promise<LedgerResult> {
  if (amountMicros <= 0n) throw refused('/amount', 'must be above zero')
  if (fromId === toId) throw refused('/to', 'must be another purse')
  const command = {
    key,
    bodyHash: fingerprint({ operation: 'transfer', currency, fromId, toId, amountMicros }),
    at,
    currency,
    postings: [
      {
        debitId: fromId,
        creditId: toId,
        amountMicros,
        kind: 'transfer',
        referenceKind: 'ledger-account',
        referenceId: toId,
      },
    ],
  }
  return ledger.book(command, transaction)
}

function refused(pointer: string, message: string) {
  return busbarError('validation-failed', { errors: [{ pointer, message }] })
}
