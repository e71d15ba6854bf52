import type { PointRole } from '@busbar/core/contracts'

/** Object types whose present value can be a point, by number. */
const TYPES: Readonly<Record<string, number>> = {
  'analog-input': 0,
  'analog-output': 1,
  'analog-value': 2,
  'binary-input': 3,
  'binary-output': 4,
  'binary-value': 5,
  'multi-state-input': 13,
  'multi-state-output': 14,
  'multi-state-value': 19,
  accumulator: 23,
  'pulse-converter': 24,
  'integer-value': 45,
  'large-analog-value': 46,
  'positive-integer-value': 48,
}

const NAMES = new Map(Object.entries(TYPES).map(([name, number]) => [number, name]))

/** @throws where the schema has let an unknown name pass. */
export function objectTypeNumber(name: string): number {
  const number = TYPES[name]
  if (number === undefined) throw new Error(`There is no object type "${name}".`)
  return number
}

export function objectTypeName(number: number): string | undefined {
  return NAMES.get(number)
}

export function isBinary(type: number): boolean {
  return type >= 3 && type <= 5
}

/** What may be written with a priority and read back from a priority array. */
export function isCommandable(type: number): boolean {
  return type === 4 || type === 5
}

interface UnitMeaning {
  readonly role: PointRole
  readonly unit: string
  readonly exponent: number
}

/** Engineering units of ASHRAE 135 clause 21 that a meter has, as the core names them. */
const UNITS: Readonly<Record<number, UnitMeaning>> = {
  2: { role: 'current', unit: 'A', exponent: -3 },
  3: { role: 'current', unit: 'A', exponent: 0 },
  17: { role: 'register', unit: 'GJ', exponent: -6 },
  18: { role: 'register', unit: 'kWh', exponent: -3 },
  19: { role: 'register', unit: 'kWh', exponent: 0 },
  47: { role: 'power', unit: 'W', exponent: 0 },
  48: { role: 'power', unit: 'W', exponent: 3 },
  49: { role: 'power', unit: 'W', exponent: 6 },
  80: { role: 'register', unit: 'm3', exponent: 0 },
  82: { role: 'register', unit: 'm3', exponent: -3 },
  126: { role: 'register', unit: 'GJ', exponent: -3 },
  146: { role: 'register', unit: 'kWh', exponent: 3 },
}

/** What a value of this object and unit most likely is, and how its decimal point is to be moved. */
export function meaningOf(type: number, unitCode: number | undefined): UnitMeaning {
  if (isCommandable(type)) return { role: 'relay', unit: '', exponent: 0 }
  const known = unitCode === undefined ? undefined : UNITS[unitCode]
  return known ?? { role: 'value', unit: '', exponent: 0 }
}
