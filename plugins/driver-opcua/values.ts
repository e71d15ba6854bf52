import type { Instant, PointRole, PointScalar, Quality } from '@busbar/core/contracts'
import { shiftDecimal } from '@busbar/core/contracts'
import type { DataValue, Variant } from 'node-opcua-client'
import type { Library } from './library.ts'

/**
 * What became of a server's data value:
 * - `value`: can be handed on
 * - `bad`: the server says that there is no value, and why
 * - `malformed`: there is one that the point cannot have
 */
export type Decoded =
  | {
      readonly kind: 'value'
      readonly value: PointScalar
      readonly quality: Quality
      /** The source's time; null where it gives none, or its clock was never set. */
      readonly at: Instant | null
      readonly status: string
    }
  | { readonly kind: 'bad'; readonly status: string }
  | { readonly kind: 'malformed'; readonly fault: Fault; readonly reason: string }

/** Kinds of input that cannot be used, as they are counted. */
export type Fault = 'notANumber' | 'wrongType'

/** What a point makes of a value. */
export interface Reader {
  readonly role: PointRole
  readonly unit: string
  readonly decimalExponent: number
}

const MAX_STATE_LENGTH = 256
/** The two topmost bits of a status code: good, uncertain, bad (part 4, 7.39). */
const SEVERITY_SHIFT = 30
const QUALITIES: readonly Quality[] = ['good', 'uncertain', 'bad', 'bad']
const BAD = 2
/** Clocks that were never set say 1601 or 1970. */
const FIRST_SENSIBLE_TIME = Date.UTC(2001, 0, 1)
const WRONG_TYPE = { kind: 'malformed', fault: 'wrongType' } as const

/** As a server has a variable that was never written. */
const NO_VALUE = 'no value'

/** Whether its source has just not spoken yet: no fault. */
export function isWaiting(status: string): boolean {
  return status === NO_VALUE || status === 'BadWaitingForInitialData'
}

/** Total: whatever a server sends becomes one of the three. */
export function decodeValue(library: Library, dataValue: DataValue, reader: Reader): Decoded {
  try {
    return decode(library, dataValue, reader)
  } catch (thrown) {
    return { ...WRONG_TYPE, reason: `It cannot be read: ${String(thrown).slice(0, 200)}` }
  }
}

function decode(library: Library, dataValue: DataValue, reader: Reader): Decoded {
  const { DataType, VariantArrayType } = library
  const { statusCode, value: variant } = dataValue
  const severity = statusCode.value >>> SEVERITY_SHIFT
  const raw: unknown = variant?.value
  if (raw === null || raw === undefined)
    return { kind: 'bad', status: severity >= BAD ? statusCode.name : NO_VALUE }
  const type = DataType[variant.dataType]
  if (variant.arrayType !== VariantArrayType.Scalar)
    return { ...WRONG_TYPE, reason: `An array of ${type} is no value of a point.` }
  const scalar = scalarOf(library, variant)
  if (scalar === undefined) return { ...WRONG_TYPE, reason: `${type} is no value of a point.` }
  if (typeof scalar === 'number' && !Number.isFinite(scalar))
    return { kind: 'malformed', fault: 'notANumber', reason: `${scalar} is no number.` }
  const value = pointScalar(scalar, variant.dataType === DataType.Float, reader)
  if (value === undefined)
    return { ...WRONG_TYPE, reason: `${String(scalar).slice(0, 60)} is no ${reader.role}.` }
  const time = dataValue.sourceTimestamp?.getTime()
  const isSet = time === undefined || (Number.isFinite(time) && time >= FIRST_SENSIBLE_TIME)
  const quality = QUALITIES[severity] ?? 'bad'
  return {
    ...{ kind: 'value', value, status: statusCode.name },
    quality: quality === 'good' && !isSet ? 'uncertain' : quality,
    at: isSet ? (time ?? null) : null,
  }
}

type Scalar = number | bigint | string | boolean

/** The value as JavaScript has it, every digit kept; undefined for what is no single value. */
function scalarOf({ DataType }: Library, { dataType, value }: Variant): Scalar | undefined {
  switch (dataType) {
    case DataType.Int64:
      return BigInt.asIntN(64, wide(value))
    case DataType.UInt64:
      return BigInt.asUintN(64, wide(value))
    case DataType.LocalizedText:
      return typeof value.text === 'string' ? value.text : undefined
    default:
      return ['number', 'string', 'boolean'].includes(typeof value) ? value : undefined
  }
}

/** The library has 64 bits as two halves, the upper first. */
function wide(value: unknown): bigint {
  if (!Array.isArray(value)) return BigInt(value as number)
  const [high, low] = value
  return (BigInt(high) << 32n) | BigInt(low)
}

function pointScalar(scalar: Scalar, isFloat: boolean, reader: Reader): PointScalar | undefined {
  const { role, unit, decimalExponent } = reader
  if (role === 'relay' || role === 'online') return stateOf(scalar)
  if (typeof scalar === 'boolean') return role === 'value' && unit === '' ? scalar : undefined
  const text = isFloat ? shortest(Number(scalar)) : String(scalar)
  const decimal = shiftDecimal(text, decimalExponent)
  if (decimal !== undefined || role !== 'value' || unit !== '') return decimal
  return text.length <= MAX_STATE_LENGTH ? text : undefined
}

function stateOf(scalar: Scalar): boolean | undefined {
  if (typeof scalar === 'boolean') return scalar
  const text = String(scalar).trim().toLowerCase()
  if (['1', 'true', 'on'].includes(text)) return true
  return ['0', 'false', 'off'].includes(text) ? false : undefined
}

/** The fewest digits that name this single-precision number: 0.1, not 0.10000000149011612. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return text
  }
  return value.toPrecision(9)
}
