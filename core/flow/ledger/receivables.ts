import { divideFee, settlement } from '../../domain/ledger/receivables.ts'
import { fingerprint } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type {
  LedgerStore,
  LockedPurses,
  PostingDraft,
  ReceivableStore,
  StoredFee,
  Transaction,
} from './ports.ts'

export interface ReceivableOptions {
  readonly ledger: LedgerStore
  readonly store: ReceivableStore
}

/**
 * Settles what an account owes beside energy from its credit above zero, the oldest first. Called in the
 * transaction of whatever has brought credit, after it was booked; never takes cash below zero.
 * @returns what went from cash to what is owed; below zero where it went back
 */
export async function settleReceivables(
  { ledger, store }: ReceivableOptions,
  request: {
    readonly accountId: Id
    /** Domain time. */
    readonly at: Instant
    /** Names what has brought the credit, once and for all. */
    readonly cause: string
    readonly transaction: Transaction
  },
): Promise<{ readonly settledMicros: Micros }> {
  const { accountId, at, cause, transaction } = request
  const purses = await store.lockPurses({ accountId, transaction })
  const settledMicros = purses === null ? 0n : settlement(purses)
  if (purses === null || settledMicros === 0n) return { settledMicros }
  await ledger.book(
    {
      key: `settle:${accountId}:${cause}`,
      bodyHash: fingerprint({ operation: 'settle', accountId, cause }),
      at,
      currency: purses.currency,
      postings: settlementOf(purses, settledMicros),
    },
    transaction,
  )
  return { settledMicros }
}

function settlementOf(
  { cashId, receivableId }: LockedPurses,
  settledMicros: Micros,
): readonly PostingDraft[] {
  if (settledMicros === 0n) return []
  const forth = settledMicros > 0n
  return [
    {
      debitId: forth ? cashId : receivableId,
      creditId: forth ? receivableId : cashId,
      amountMicros: forth ? settledMicros : -settledMicros,
      kind: 'settlement',
      referenceKind: 'ledger-account',
      referenceId: receivableId,
    },
  ]
}

export interface FeeRequest {
  readonly accountId: Id
  readonly kind: StoredFee['kind']
  readonly amountMicros: Micros
  readonly reason: string
  /** User id. */
  readonly requestedBy: string
  /** Domain time. */
  readonly at: Instant
}

/**
 * Charges a fee beside energy: credit above zero pays as far as it goes, the rest stands as a
 * receivable until credit comes in. So it never leads to a cut. The caller sees to its idempotency.
 * @throws `validation-failed`, `not-found`, `account-closed`
 */
export async function chargeFee(
  { ledger, store }: ReceivableOptions,
  request: FeeRequest,
  transaction: Transaction,
): Promise<StoredFee> {
  const { accountId, amountMicros, at } = request
  if (amountMicros <= 0n)
    throw busbarError('validation-failed', {
      errors: [{ pointer: '/amount', message: 'must be above zero' }],
    })
  const purses = await store.lockPurses({ accountId, transaction })
  if (purses === null) throw busbarError('not-found', { detail: 'No such account.' })
  if (purses.state === 'closed') throw busbarError('account-closed')
  const { settledMicros, ...shares } = divideFee(purses, amountMicros)
  const { siteId, currency } = purses
  const fee = await store.insertFee({
    fee: { ...request, siteId, currency, ...shares },
    transaction,
  })
  const revenueId = await store.revenueOf({ fee, transaction })
  const part = (debitId: Id, partMicros: Micros): readonly PostingDraft[] => {
    const reference = { referenceKind: 'fee', referenceId: fee.id }
    return partMicros === 0n
      ? []
      : [{ debitId, creditId: revenueId, amountMicros: partMicros, kind: 'fee', ...reference }]
  }
  const postings = [
    ...settlementOf(purses, settledMicros),
    ...part(purses.cashId, fee.takenMicros),
    ...part(purses.receivableId, fee.owedMicros),
  ]
  const bodyHash = fingerprint({ operation: 'fee', accountId, amountMicros })
  await ledger.book({ key: `fee:${fee.id}`, bodyHash, at, currency, postings }, transaction)
  return fee
}
