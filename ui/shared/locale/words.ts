import words from '../../../schemas/ui/words.json'
import { language } from './i18n.ts'

type Word = Readonly<Record<'en' | 'zh-CN', string>>
const known: Readonly<Record<string, Word>> = words

/** A value as programs call it: `very-low-balance`, `meterDrivers`. */
const CODE = /^[a-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$/

/** `very-low-balance` → `Very low balance`. */
function spelled(code: string): string {
  const words = code
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * A value of one of the contract's choices in the reader's language (`schemas/ui/words.json`). One that has no words
 * there, as a plugin from elsewhere may bring it, is spelled as people write.
 */
export function wordOf(value: unknown): string {
  const text = String(value)
  if (Object.hasOwn(known, text)) return known[text]?.[language.value] ?? text
  return CODE.test(text) ? spelled(text) : text
}

/** A text of the contract, whose values of choices (in backticks) are put into words. */
export const worded = (text: string): string =>
  text.replaceAll(/`([^`]+)`/g, (all, value: string) =>
    Object.hasOwn(known, value) ? `“${wordOf(value)}”` : all,
  )
