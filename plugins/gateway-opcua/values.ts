import type { GatewayPoint, GatewayScalar, Quality } from '@busbar/core/contracts'
import type { StatusCode, VariantOptions } from 'node-opcua'
import type { Library } from './library.ts'

/*
 * How values, qualities and units of the building are told in OPC UA.
 */

/** Common codes of UNECE recommendation 20; ton-hours of refrigeration have none. */
const COMMON_CODES: Readonly<Record<string, { readonly code: string; readonly sign: string }>> = {
  kWh: { code: 'KWH', sign: 'kW·h' },
  m3: { code: 'MTQ', sign: 'm³' },
  GJ: { code: 'GV', sign: 'GJ' },
  W: { code: 'WTT', sign: 'W' },
  A: { code: 'AMP', sign: 'A' },
}
const NAMES: Readonly<Record<string, string>> = {
  ...{ kWh: 'kilowatt hour', m3: 'cubic metre', GJ: 'gigajoule', W: 'watt', A: 'ampere' },
  RTh: 'ton-hour of refrigeration',
}
const CURRENCIES = 'urn:iso:std:iso:4217'
const OWN_UNITS = 'urn:busbar:ua:units'
const UNKNOWN_ID = -1

/**
 * A unit as OPC UA part 8, 5.6.3 wants it: of UNECE's list by the characters of its common code; of money
 * the ISO code of its currency, which that list does not have.
 */
export function engineeringUnits(
  { makeEUInformation }: Pick<Library, 'makeEUInformation'>,
  unit: string,
): ReturnType<Library['makeEUInformation']> {
  const known = COMMON_CODES[unit]
  const name = NAMES[unit] ?? unit
  if (known !== undefined) return makeEUInformation(known.code, known.sign, name)
  const made = makeEUInformation('', unit === 'RTh' ? 'RT·h' : unit, name)
  made.namespaceUri = /^[A-Z]{3}$/.test(unit) ? CURRENCIES : OWN_UNITS
  made.unitId = UNKNOWN_ID
  return made
}

export interface Told {
  readonly variant: VariantOptions
  readonly status: StatusCode
}

/**
 * A value with its status. Figures are told as Double: whoever needs more than its 15 digits reads the bill.
 * What is not known has no value; what is good and not there, as an order that nobody gave, is `GoodNoData`.
 */
export function tell(
  { DataType, StatusCodes }: Pick<Library, 'DataType' | 'StatusCodes'>,
  { valueType }: Pick<GatewayPoint, 'valueType'>,
  { value, quality }: { readonly value: GatewayScalar; readonly quality: Quality },
): Told {
  if (value === null)
    return {
      variant: { dataType: DataType.Null },
      status: quality === 'good' ? StatusCodes.GoodNoData : StatusCodes.BadNoData,
    }
  const status =
    quality === 'good'
      ? StatusCodes.Good
      : quality === 'uncertain'
        ? StatusCodes.Uncertain
        : StatusCodes.Bad
  if (valueType === 'boolean')
    return { variant: { dataType: DataType.Boolean, value: value === true }, status }
  if (valueType === 'decimal')
    return { variant: { dataType: DataType.Double, value: Number(value) }, status }
  return { variant: { dataType: DataType.String, value: String(value) }, status }
}
