import { type Encodable, encodeContextSigned } from '@busbar/bacnet/encode'
import { OBJECT } from '@busbar/bacnet/numbers'
import { enumerated, unsigned } from '@busbar/bacnet/replies'
import {
  type GatewayHoldCalendar,
  type GatewayPoint,
  type GatewayScalar,
  shiftDecimal,
} from '@busbar/core/contracts'
import { heldValue } from './hold.ts'

/** What kind of object a point becomes. */
export type Shape =
  | 'accumulator'
  | 'analog-input'
  | 'analog-value'
  | 'binary-input'
  | 'binary-value'
  | 'calendar'
  | 'command'
  | 'multi-state'
  | 'schedule'
  | 'text'

export const TYPE_OF: Readonly<Record<Shape, number>> = {
  accumulator: OBJECT.accumulator,
  'analog-input': OBJECT.analogInput,
  'analog-value': OBJECT.analogValue,
  'binary-input': OBJECT.binaryInput,
  'binary-value': OBJECT.binaryValue,
  calendar: OBJECT.calendar,
  command: OBJECT.binaryValue,
  'multi-state': OBJECT.multiStateValue,
  schedule: OBJECT.schedule,
  text: OBJECT.characterStringValue,
}

/** Inputs are what a device of the field has measured; values are what Busbar knows. */
export function shapeOf(point: GatewayPoint, calendar: GatewayHoldCalendar): Shape {
  if (point.pointId === calendar.heldPointId) return 'schedule'
  if (point.pointId === calendar.holidayPointId) return 'calendar'
  const isMeasured = point.nodeId.startsWith('meter:')
  switch (point.valueType) {
    case 'decimal':
      return point.counter ? 'accumulator' : isMeasured ? 'analog-input' : 'analog-value'
    case 'boolean':
      return point.writable ? 'command' : isMeasured ? 'binary-input' : 'binary-value'
    default:
      return (point.words?.length ?? 0) > 0 ? 'multi-state' : 'text'
  }
}

/** Whether it tells of its changes: by the standard's table 13-1 these two do not. */
export const tellsChanges = (shape: Shape): boolean => shape !== 'calendar' && shape !== 'schedule'

/** Engineering units of ASHRAE 135 clause 21. `exponent`: how the decimal point moves to come to that unit. */
const UNITS: Readonly<Record<string, { readonly code: number; readonly exponent: number }>> = {
  kWh: { code: 19, exponent: 0 },
  m3: { code: 80, exponent: 0 },
  // There is none for GJ: megajoules.
  GJ: { code: 126, exponent: 3 },
  RTh: { code: 22, exponent: 0 },
  W: { code: 47, exponent: 0 },
  A: { code: 3, exponent: 0 },
  '': { code: 95, exponent: 0 },
}
const NO_UNITS = { code: 95, exponent: 0 }
const CURRENCY = { code: 105, exponent: 0 }

/** Money is `currency1`; which one it is stands in the object's description. */
export const unitOf = (unit: string) =>
  UNITS[unit] ?? (/^[A-Z]{3}$/.test(unit) ? CURRENCY : NO_UNITS)

/** What one count of an accumulator is, as a power of ten of its unit: Wh, litres, kJ. */
const COUNT_EXPONENT = -3
export const MAX_COUNT = 4_294_967_295

/** BACnetScale: its choice of an integer, which is a power of ten. */
export const scaleOf = (): Encodable => ({
  kind: 'raw',
  bytes: encodeContextSigned(1, COUNT_EXPONENT),
})

const LONGEST_TEXT = 200

/** The present value; undefined where the value is none of its kind. */
export function presentValue(
  { unit, words = [] }: GatewayPoint,
  shape: Shape,
  value: GatewayScalar,
): Encodable | undefined {
  if (typeof value === 'boolean') return stateOf(shape, value)
  if (value === null) return undefined
  switch (shape) {
    case 'accumulator':
      return countOf(shiftDecimal(value, unitOf(unit).exponent - COUNT_EXPONENT))
    case 'analog-input':
    case 'analog-value':
      return realOf(shiftDecimal(value, unitOf(unit).exponent))
    case 'multi-state': {
      const state = words.indexOf(value) + 1
      return state > 0 ? unsigned(state) : undefined
    }
    case 'text':
      return { kind: 'text', text: value.slice(0, LONGEST_TEXT) }
    default:
      return undefined
  }
}

function stateOf(shape: Shape, value: boolean): Encodable {
  if (shape === 'calendar') return { kind: 'boolean', value }
  return shape === 'schedule' ? heldValue(value) : enumerated(value ? 1 : 0)
}

/** Whole counts, modulo the highest one and one more (clause 12.1: it goes on at zero). */
function countOf(text: string | undefined): Encodable | undefined {
  if (text === undefined || text.startsWith('-')) return undefined
  const [whole = '0'] = text.split('.')
  return unsigned(Number(BigInt(whole) % (BigInt(MAX_COUNT) + 1n)))
}

/** The nearest number of single precision: some seven digits. */
function realOf(text: string | undefined): Encodable | undefined {
  const value = Math.fround(Number(text ?? 'x'))
  return Number.isFinite(value) ? { kind: 'real', value } : undefined
}

/** What an object shows that never had a value. */
export function emptyValue(shape: Shape): Encodable {
  switch (shape) {
    case 'accumulator':
      return unsigned(0)
    case 'multi-state':
      return unsigned(1)
    case 'analog-input':
    case 'analog-value':
      return { kind: 'real', value: 0 }
    case 'text':
      return { kind: 'text', text: '' }
    default:
      return stateOf(shape, false)
  }
}
