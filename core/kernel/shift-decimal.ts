const DECIMAL = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,3}))?$/
/** What is shifted by nothing to itself. */
const PLAIN = /^(?:0|-?[1-9]\d{0,29}|-?(?:0|[1-9]\d{0,29})\.\d{0,29}[1-9])$/
const MAX_DIGITS = 30

/**
 * Moves the decimal point of a figure written as text, exactly: no digit is lost or rounded.
 * `shiftDecimal('2589773.39', -3)` is `2589.77339`. Spaces around the figure are ignored.
 * @returns the plain decimal without exponent or superfluous zeros, or undefined when the text is
 *   no decimal or has more than 30 digits on either side of the point.
 */
export function shiftDecimal(text: string, exponent: number): string | undefined {
  if (exponent === 0 && PLAIN.test(text)) return text
  const match = DECIMAL.exec(text.trim())
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const digits = whole + fraction
  const point = whole.length + Number(power) + exponent
  if (/^0+$/.test(digits)) return '0'
  if (point > MAX_DIGITS * 2 || point < -MAX_DIGITS) return undefined
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const cut = Math.max(point, 1)
  const wholeOut = padded.slice(0, cut).replace(/^0+(?=\d)/, '')
  const fractionOut = padded.slice(cut).replace(/0+$/, '')
  if (wholeOut.length > MAX_DIGITS || fractionOut.length > MAX_DIGITS) return undefined
  return `${sign === '-' ? '-' : ''}${wholeOut}${fractionOut === '' ? '' : `.${fractionOut}`}`
}
