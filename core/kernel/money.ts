import { divideHalfAway } from './decimal.ts'

/** Money in integer micros (10⁻⁶) of the currency unit. */
export type Micros = bigint

/** ISO 4217 minor-unit exponents of the currencies that are not 2. */
const MINOR_EXPONENTS: Readonly<Record<string, number>> = Object.freeze({
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
})

/** Decimal places of a currency's minor unit (ISO 4217): 2 for CNY, 0 for JPY. */
export function minorExponent(currency: string): number {
  return MINOR_EXPONENTS[currency] ?? 2
}

function microsPerMinor(currency: string): bigint {
  return 10n ** BigInt(6 - minorExponent(currency))
}

/** Micros → minor units (fen, cents), rounded half away from zero. */
export function toMinor(amountMicros: Micros, currency: string): bigint {
  return divideHalfAway(amountMicros, microsPerMinor(currency))
}

/** Minor units (fen, cents) → micros, exactly. */
export function fromMinor(amountMinor: bigint, currency: string): Micros {
  return amountMinor * microsPerMinor(currency)
}

/** Whether an amount can be paid: a whole number of minor units. */
export function isPayable(amountMicros: Micros, currency: string): boolean {
  return amountMicros % microsPerMinor(currency) === 0n
}
