/** Nominal voltage of the mains. */
const VOLTS = 230
/** Usual for offices and shops with compensated lighting and cooling. */
const POWER_FACTOR = 0.95

export interface Electric {
  readonly watts: number
  readonly volts: number
  readonly amperes: number
  readonly voltAmperes: number
  readonly powerFactor: number
}

/** What a meter shows beside the power, at nominal voltage. */
export function electric(watts: number): Electric {
  const voltAmperes = watts / POWER_FACTOR
  return {
    watts,
    volts: VOLTS,
    amperes: voltAmperes / VOLTS,
    voltAmperes,
    powerFactor: watts === 0 ? 0 : POWER_FACTOR,
  }
}

export function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}

/** Micros of a thousandth cut off to some decimal places of it; a number that prints exactly so. */
export function fixed(micros: bigint, places: 0 | 1 | 2 | 3): number {
  return Number(micros / 10n ** BigInt(6 - places)) / 10 ** places
}
