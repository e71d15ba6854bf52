const SYMBOLS: Readonly<Record<string, string>> = { m3: 'm³', RTh: 'RT·h' }

/** A billing unit as it is written. */
export const symbolOf = (unit: string): string => SYMBOLS[unit] ?? unit

const BILLED: Readonly<Record<string, string>> = {
  electricity: 'kWh',
  water: 'm³',
  gas: 'm³',
  heating: 'GJ',
  cooling: 'RT·h',
}

/** The unit that a plan's prices are for. */
export const unitOf = (utility: string): string => BILLED[utility] ?? ''
