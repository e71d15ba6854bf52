import type { WireMetric } from './wire.ts'

export type Quality = 'good' | 'uncertain' | 'bad'

/** A metric of an edge node that asks it to be born again. */
export const REBIRTH = 'Node Control/Rebirth'

/** Data types of the specification 3.0, section 6.4.16, as far as points can be bound to them. */
export const DATA_TYPES = Object.freeze({
  ...{ int8: 1, int16: 2, int32: 3, int64: 4, uint8: 5, uint16: 6, uint32: 7, uint64: 8 },
  ...{ float: 9, double: 10, boolean: 11, string: 12, dateTime: 13, text: 14, uuid: 15 },
})

const SIGNED_BITS: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 32, 4: 64 }

/**
 * A metric's value as JSON would have it: figures as decimal texts with every digit, since a 64-bit
 * counter does not fit a double. Undefined where it is null or of a kind that no point takes.
 * @param datatype from the birth, where the metric itself leaves it out.
 */
export function metricValue(
  metric: WireMetric,
  datatype: number | undefined,
): string | boolean | undefined {
  if (metric.isNull === true) return undefined
  if (metric.booleanValue !== undefined) return metric.booleanValue
  if (metric.stringValue !== undefined) return metric.stringValue
  if (metric.floatValue !== undefined) return floatText(metric.floatValue)
  if (metric.doubleValue !== undefined) return finiteText(metric.doubleValue)
  const whole = metric.longValue ?? metric.intValue
  if (whole === undefined) return undefined
  // Signed figures stand in unsigned fields, in two's complement.
  const bits = SIGNED_BITS[metric.datatype ?? datatype ?? 0]
  return bits === undefined ? String(whole) : BigInt.asIntN(bits, BigInt(whole)).toString()
}

function finiteText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} is no decimal.`)
  return String(value)
}

/** The shortest decimal that is this float of 32 bits: 0.1 is sent as 0.10000000149. */
function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return finiteText(short)
  }
  return finiteText(value)
}

const QUALITIES: Readonly<Record<string, Quality>> = { 0: 'bad', 192: 'good', 500: 'uncertain' }

/** What the metric's property `Quality` says (0 bad, 192 good, 500 stale); good without one. */
export function metricQuality({ properties }: WireMetric): Quality {
  const index = properties?.keys?.indexOf('Quality') ?? -1
  const said = properties?.values?.[index]
  const code = said?.intValue ?? said?.longValue
  return code === undefined ? 'good' : (QUALITIES[String(code)] ?? 'uncertain')
}

/** A text property of a metric, such as `engUnit`. */
export function metricProperty({ properties }: WireMetric, name: string): string | undefined {
  const index = properties?.keys?.indexOf(name) ?? -1
  return properties?.values?.[index]?.stringValue
}

const CODES: Readonly<Record<Quality, number>> = { bad: 0, good: 192, uncertain: 500 }

/** Properties of a metric: its quality, and what else is given, as texts. */
export function propertiesOf(
  quality: Quality,
  texts: Readonly<Record<string, string>> = {},
): NonNullable<WireMetric['properties']> {
  return {
    keys: ['Quality', ...Object.keys(texts)],
    values: [
      { type: DATA_TYPES.int32, intValue: CODES[quality] },
      ...Object.values(texts).map((text) => ({ type: DATA_TYPES.string, stringValue: text })),
    ],
  }
}

/**
 * A value as its metric bears it; null is one of every type. A decimal text goes as a double, which keeps fifteen
 * digits.
 */
export function wireValue(
  value: string | boolean | null,
  datatype: number,
): Pick<WireMetric, 'isNull' | 'booleanValue' | 'doubleValue' | 'stringValue'> {
  if (value === null) return { isNull: true }
  if (datatype === DATA_TYPES.boolean) return { booleanValue: value === true }
  if (datatype === DATA_TYPES.double) return { doubleValue: Number(value) }
  return { stringValue: String(value) }
}
