/** Text of a value, laid out to be read; empty for nothing. */
export const writeJson = (value: unknown): string =>
  value === undefined ? '' : JSON.stringify(value, null, 2)

type Read =
  | { readonly isJson: true; readonly value: unknown }
  | { readonly isJson: false; readonly line: number }

/** The value of a text, or the line where it stops being JSON. No text is no value. */
export function readJson(text: string): Read {
  if (text.trim() === '') return { isJson: true, value: undefined }
  try {
    return { isJson: true, value: JSON.parse(text) }
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : ''
    const position = /position (\d+)/.exec(said)?.[1]
    const upTo = position === undefined ? text : text.slice(0, Number(position))
    return { isJson: false, line: upTo.split('\n').length }
  }
}
