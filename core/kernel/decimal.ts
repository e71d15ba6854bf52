import { busbarError } from './error.ts'

/** Decimal places of every fixed-point figure in Busbar: micros. */
const SCALE_DIGITS = 6
export const MICROS_PER_UNIT = 1_000_000n

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Parses a decimal such as `-12.5` or `1.25e3` into micros, exactly.
 * @param exponent shifts the decimal point: −3 turns a figure in Wh into one in kWh.
 * @throws `decimal-invalid` when the text is no decimal, `decimal-too-precise` when digits
 *   beyond the micro would be lost; nothing is rounded here.
 */
export function parseMicros(text: string, exponent = 0): bigint {
  const { digits, scale } = parseDecimal(text, exponent)
  if (scale >= 0) return digits * 10n ** BigInt(scale)
  const divisor = 10n ** BigInt(-scale)
  if (digits % divisor !== 0n)
    throw busbarError('decimal-too-precise', { detail: `${text} has more than six decimals.` })
  return digits / divisor
}

/** As {@link parseMicros}, but digits beyond the micro are rounded half away from zero. */
export function parseMicrosRounded(text: string, exponent = 0): bigint {
  const { digits, scale } = parseDecimal(text, exponent)
  if (scale >= 0) return digits * 10n ** BigInt(scale)
  return divideHalfAway(digits, 10n ** BigInt(-scale))
}

function parseDecimal(text: string, exponent: number): { digits: bigint; scale: number } {
  const match = DECIMAL.exec(text)
  if (!match)
    throw busbarError('decimal-invalid', { detail: `"${text.slice(0, 40)}" is no decimal.` })
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  return { digits, scale: SCALE_DIGITS - fraction.length + Number(power) + exponent }
}

/** Writes micros as the shortest decimal: `1500000n` → `1.5`. */
export function formatMicros(micros: bigint): string {
  return formatFixed(micros, SCALE_DIGITS)
}

/** Writes 10⁻¹², as a product of two figures in micros is, as the shortest decimal. */
export function formatPicos(picos: bigint): string {
  return formatFixed(picos, 2 * SCALE_DIGITS)
}

function formatFixed(value: bigint, scale: number): string {
  const negative = value < 0n
  const unit = 10n ** BigInt(scale)
  const absolute = negative ? -value : value
  const fraction = (absolute % unit).toString().padStart(scale, '0').replace(/0+$/, '')
  return `${negative ? '-' : ''}${absolute / unit}${fraction === '' ? '' : `.${fraction}`}`
}

/** Integer division rounded half away from zero; the divisor is positive. */
export function divideHalfAway(numerator: bigint, divisor: bigint): bigint {
  const half = divisor / 2n
  return numerator >= 0n ? (numerator + half) / divisor : -((-numerator + half) / divisor)
}
