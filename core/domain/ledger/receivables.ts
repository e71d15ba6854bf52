import type { Micros } from '../../kernel/money.ts'

/** An account's cash, and what it owes beside energy: a receivable's balance is minus what is owed. */
export interface Standing {
  readonly cashMicros: Micros
  readonly receivableMicros: Micros
}

/** How a fee is divided, after what is older has been settled. */
export interface FeeShares {
  /** From cash to what was owed before; below zero: from a receivable that was undone, back to cash. */
  readonly settledMicros: Micros
  /** Of the fee, from cash. */
  readonly takenMicros: Micros
  /** Of the fee, owed from now on. */
  readonly owedMicros: Micros
}

/**
 * What credit above zero settles of what is owed beside energy. Energy debt goes first by itself: cash
 * below zero has no credit to settle with. Postings are settled in the order in which they were booked,
 * the oldest first; as a settlement is never more than what is owed, their sum says which ones are.
 * @returns from cash to the receivable; below zero where a receivable that was settled has been undone
 *   since, so that the money goes back to cash
 */
export function settlement({ cashMicros, receivableMicros }: Standing): Micros {
  if (receivableMicros > 0n) return -receivableMicros
  return smaller(above(cashMicros), -receivableMicros)
}

/** Divides a fee into what credit above zero pays at once, and what stands as a receivable. */
export function divideFee(standing: Standing, amountMicros: Micros): FeeShares {
  const settledMicros = settlement(standing)
  const takenMicros = smaller(amountMicros, above(standing.cashMicros - settledMicros))
  return { settledMicros, takenMicros, owedMicros: amountMicros - takenMicros }
}

/**
 * What credit above zero pays of surcharges on use, once energy is paid; the rest is owed. Supply
 * control looks at cash alone, so that surcharges never lead to a cut.
 * @param charged.cashMicros before any of it is charged
 * @param charged.energyMicros what else is charged together with them
 */
export function surchargeTaken(charged: {
  readonly cashMicros: Micros
  readonly energyMicros: Micros
  readonly surchargeMicros: Micros
}): Micros {
  return smaller(charged.surchargeMicros, above(charged.cashMicros - charged.energyMicros))
}

function above(micros: Micros): Micros {
  return micros > 0n ? micros : 0n
}

function smaller(one: Micros, other: Micros): Micros {
  return one < other ? one : other
}
