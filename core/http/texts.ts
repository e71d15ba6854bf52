import type { Json } from '../kernel/canonical.ts'
import type { FieldError } from '../kernel/error.ts'

/** Deeper than any body of ours; a recursion over less than this cannot exhaust the stack. */
const MAX_DEPTH = 32

/** Texts that no store can keep (NUL, halves of surrogate pairs), and nesting without sense. */
export function unfitTexts(value: Json, pointer = '', depth = 0): FieldError[] {
  if (typeof value === 'string') return isKept(value) ? [] : [unfit(pointer)]
  if (typeof value !== 'object' || value === null) return []
  if (depth === MAX_DEPTH)
    return [{ pointer, message: `is nested deeper than ${MAX_DEPTH} levels` }]
  return Object.entries(value).flatMap(([key, item]) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return isKept(key) ? unfitTexts(item, at, depth + 1) : [unfit(pointer)]
  })
}

const isKept = (text: string) => text.isWellFormed() && !text.includes('\0')
const unfit = (pointer: string) => ({ pointer, message: 'has characters that cannot be kept' })
