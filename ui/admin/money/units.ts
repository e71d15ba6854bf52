const SYMBOLS: Readonly<Record<string, string>> = { m3: 'm³', RTh: 'RT·h' }

/** A billing unit as it is written. */
export const symbolOf = (unit: string): string => SYMBOLS[unit] ?? unit
