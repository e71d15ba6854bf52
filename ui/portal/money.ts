const SCALE = 6

/** A decimal string as micros: exact, at most six places. */
export function microsOf(text: string): bigint {
  const found = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text)
  if (found === null) throw new RangeError(`no decimal: ${text}`)
  const [, sign, whole = '0', fraction = ''] = found
  const micros = BigInt(whole + fraction.padEnd(SCALE, '0'))
  return sign === '-' ? -micros : micros
}

/** Micros as the shortest decimal string. */
export function textOf(micros: bigint): string {
  const digits = (micros < 0n ? -micros : micros).toString().padStart(SCALE + 1, '0')
  const fraction = digits.slice(-SCALE).replace(/0+$/, '')
  const text = digits.slice(0, -SCALE) + (fraction === '' ? '' : `.${fraction}`)
  return micros < 0n ? `-${text}` : text
}

/** The sum of decimal strings. */
export const sumOf = (texts: readonly string[]): string =>
  textOf(texts.reduce((sum, text) => sum + microsOf(text), 0n))
