import type { surchargeTaken } from '../domain/ledger/receivables.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { Payer } from '../flow/metering/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Micros } from '../kernel/money.ts'
import { idList, instants, integers, texts } from './columns.ts'
import type { SqlClient } from './sql.ts'
import type { NumberedCharge } from './stream-write.ts'

/** How what is owed beside energy is dealt with. */
export interface Owing {
  /** What credit above zero pays of surcharges. */
  readonly taken: typeof surchargeTaken
  /** Settles what an account owes, after credit has come to its purse. */
  readonly settle: (request: {
    readonly accountId: Id
    readonly at: Instant
    readonly cause: string
    readonly transaction: Transaction
  }) => Promise<unknown>
}

/** Whether a charge has a part that credit above zero alone may pay. */
export function hasSurcharge({ charge }: NumberedCharge): boolean {
  return charge.surchargeMicros > 0n
}

/** The part of a charge that stands as a receivable. */
interface Owed {
  readonly id: Id
  readonly of: NumberedCharge
  readonly payer: Payer
  readonly amountMicros: Micros
}

export interface Divided {
  readonly numbered: readonly NumberedCharge[]
  readonly owed: readonly Owed[]
}

/**
 * Divides surcharges between cash and receivables by what the purses hold, which stay locked.
 * @param client in the transaction that books them
 * @param ids one for each charge that has a surcharge
 */
export async function divideSurcharges(
  { client, taken }: { readonly client: SqlClient } & Pick<Owing, 'taken'>,
  numbered: readonly NumberedCharge[],
  ids: readonly Id[],
): Promise<Divided> {
  const purses = new Set(numbered.filter(hasSurcharge).map(({ payer }) => payer?.purseId ?? ''))
  const left = await takenBy({ client, taken }, numbered, purses)
  const owed: Owed[] = []
  const divided = numbered.map((item) => {
    const { payer, charge } = item
    if (!payer || !hasSurcharge(item)) return item
    const credit = left.get(payer.purseId) ?? 0n
    const paid = charge.surchargeMicros < credit ? charge.surchargeMicros : credit
    left.set(payer.purseId, credit - paid)
    const amountMicros = charge.surchargeMicros - paid
    if (amountMicros === 0n) return item
    const id = defined(ids[owed.length], 'an id')
    owed.push({ id, of: item, payer, amountMicros })
    return { ...item, cashMicros: item.cashMicros - amountMicros }
  })
  return { numbered: divided, owed }
}

/** How much of this batch's surcharges each purse pays. */
async function takenBy(
  { client, taken }: { readonly client: SqlClient } & Pick<Owing, 'taken'>,
  numbered: readonly NumberedCharge[],
  purses: ReadonlySet<Id>,
): Promise<Map<Id, Micros>> {
  const energy = new Map<Id, Micros>()
  const surcharges = new Map<Id, Micros>()
  const add = (sums: Map<Id, Micros>, id: Id, micros: Micros) =>
    sums.set(id, (sums.get(id) ?? 0n) + micros)
  for (const item of numbered) {
    const { purseId } = item.payer ?? {}
    if (purseId === undefined || !purses.has(purseId)) continue
    const apart = hasSurcharge(item) ? item.charge.surchargeMicros : 0n
    add(energy, purseId, item.charge.amountMicros - apart)
    add(surcharges, purseId, apart)
  }
  const { rows } = await client.query<{ id: Id; balance: string }>({
    name: 'surcharge-lock',
    text: `SELECT id, balance_micros AS balance FROM ledger_account WHERE id = ANY ($1::bigint[])
      ORDER BY id FOR NO KEY UPDATE`,
    values: [idList([...purses])],
  })
  return new Map(
    rows.map(({ id, balance }) => {
      const energyMicros = energy.get(id) ?? 0n
      const surchargeMicros = surcharges.get(id) ?? 0n
      return [id, taken({ cashMicros: BigInt(balance), energyMicros, surchargeMicros })]
    }),
  )
}

const WRITE_OWED = `
WITH owed AS (
  SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[])
    AS o (id, at, debit, credit, amount, currency, interval_id)
), posting_rows AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
  SELECT id, at, debit, credit, amount, currency, 'usage-owed', 'usage-interval', interval_id FROM owed
), sums AS (
  SELECT debit AS id, sum(amount)::bigint AS amount FROM owed GROUP BY debit
), locked AS MATERIALIZED (
  SELECT a.id FROM ledger_account a JOIN sums USING (id) ORDER BY a.id FOR NO KEY UPDATE OF a
)
UPDATE ledger_account a SET balance_micros = a.balance_micros - s.amount, version = a.version + 1
FROM sums s JOIN locked USING (id) WHERE a.id = s.id`

/** Books what stands as receivables. */
export async function writeOwed(client: SqlClient, owed: readonly Owed[]): Promise<void> {
  if (owed.length === 0) return
  await client.query({
    name: 'surcharge-owed',
    text: WRITE_OWED,
    values: [
      integers(owed, (item) => item.id),
      instants(owed, (item) => item.of.charge.usage.to),
      integers(owed, (item) => item.payer.receivableId),
      integers(owed, (item) => item.of.stream.revenueId),
      integers(owed, (item) => item.amountMicros),
      texts(owed, (item) => item.payer.currency),
      integers(owed, (item) => item.of.id),
    ],
  })
}
