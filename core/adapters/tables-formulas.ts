const NUMBER = /^-\d+(\.\d+)?$/
const FORMULA = /^'*[=+\-@\t\r]/
const DEFUSED = /^'+[=+\-@\t\r]/

/**
 * What a spreadsheet would take for a formula is made text by an apostrophe, as in the tables of lists; negative
 * numbers are none. What begins with apostrophes of its own before such a sign gets one more, so that `armed` gives
 * back exactly what was written.
 */
export function defused(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** The text that `defused` was given. */
export function armed(text: string): string {
  return DEFUSED.test(text) ? text.slice(1) : text
}
