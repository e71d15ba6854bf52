import { MICROS_PER_UNIT } from '../../kernel/decimal.ts'

/** Units of what meters count; one that stands in none of these may be any of them by another name. */
const COUNTED: ReadonlySet<string> = new Set([
  ...['Wh', 'kWh', 'MWh', 'J', 'kJ', 'MJ', 'GJ', 'kcal', 'Mcal', 'RTh'],
  ...['l', 'hl', 'm3', 'ft3', 'gal'],
])
const SAME: Readonly<Record<string, string>> = { 'm³': 'm3', 'ft³': 'ft3', L: 'l' }

/**
 * Whether what a register tells would be billed as something else: nothing turns its unit into the metering point's.
 * @param multiplierMicros of the installation: one that is not 1 may be what turns one into the other
 */
export function isOfAnotherUnit(request: {
  readonly told: string
  readonly billed: string
  readonly multiplierMicros: bigint
}): boolean {
  const told = SAME[request.told] ?? request.told
  if (request.multiplierMicros !== MICROS_PER_UNIT) return false
  return COUNTED.has(told) && told !== request.billed
}
