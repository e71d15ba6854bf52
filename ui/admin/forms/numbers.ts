const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/

/** A number as it was entered, with or without groups of thousands; null for what is none. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim()
  const plain = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed
  if (!NUMBER.test(plain)) return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}

/** A decimal as the wire has it: `1,234.50` → `1234.50`, `.5` → `0.5`, `007` → `7`. What is no decimal stays. */
export function tidyDecimal(text: string): string {
  const trimmed = text.trim()
  const plain = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed
  const found = /^([+-]?)(\d*)\.?(\d*)$/.exec(plain)
  if (found === null || plain === '' || !/\d/.test(plain)) return trimmed
  const [, sign, whole = '', places = ''] = found
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  return `${sign === '-' ? '-' : ''}${digits}${places === '' ? '' : `.${places}`}`
}
