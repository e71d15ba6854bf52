import type { PointScalar } from '@busbar/core/contracts'
import { shiftDecimal } from '@busbar/core/contracts'
import type { Variant, VariantOptions } from 'node-opcua-client'
import type { Library } from './library.ts'
import type { Point } from './plan.ts'

/**
 * A value in the type that the node has at present; undefined where it does not fit exactly. A number
 * that a double cannot hold is refused rather than rounded.
 */
export function variantFor(
  library: Library,
  request: {
    readonly value: PointScalar
    readonly point: Point
    readonly present: Variant | undefined
  },
): VariantOptions | undefined {
  const { DataType, VariantArrayType } = library
  const { value, point, present } = request
  if (present === undefined || present.arrayType !== VariantArrayType.Scalar) return undefined
  const { dataType } = present
  if (typeof value === 'boolean') {
    if (dataType === DataType.Boolean) return { dataType, value }
    return isWhole(library, dataType) ? { dataType, value: value ? 1 : 0 } : undefined
  }
  if (dataType === DataType.String) return { dataType, value }
  const text = shiftDecimal(value, -point.decimalExponent)
  if (text === undefined) return undefined
  if (dataType === DataType.Double || dataType === DataType.Float)
    return { dataType, value: Number(text) }
  const number = Number(text)
  return isWhole(library, dataType) &&
    Number.isSafeInteger(number) &&
    inRange(library, dataType, number)
    ? { dataType, value: number }
    : undefined
}

function isWhole(library: Library, dataType: number): boolean {
  return rangeOf(library, dataType) !== undefined
}

function inRange(library: Library, dataType: number, value: number): boolean {
  const [least, most] = rangeOf(library, dataType) ?? [0, -1]
  return value >= least && value <= most
}

/** Of the whole numbers up to 32 bits; the library wants wider ones in halves, which no setpoint needs. */
function rangeOf({ DataType }: Library, dataType: number): readonly [number, number] | undefined {
  switch (dataType) {
    case DataType.SByte:
      return [-128, 127]
    case DataType.Byte:
      return [0, 255]
    case DataType.Int16:
      return [-32_768, 32_767]
    case DataType.UInt16:
      return [0, 65_535]
    case DataType.Int32:
      return [-2_147_483_648, 2_147_483_647]
    case DataType.UInt32:
      return [0, 4_294_967_295]
    default:
      return undefined
  }
}
