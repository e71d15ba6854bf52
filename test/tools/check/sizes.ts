import type { SourceFile } from './files.ts'

const SOURCE = /\.(?:ts|mjs|vue)$/
const NOT_BY_HAND = /(?:^|\/)(?:generated|migrations)\//
const WARN_LINES = 300
const FAIL_LINES = 400

export interface Sizes {
  readonly warnings: readonly string[]
  readonly failures: readonly string[]
}

/** Source files longer than what one reads in one go; what is generated, and migrations, may be long. */
export function checkSizes({ files }: { readonly files: readonly SourceFile[] }): Sizes {
  const long = files
    .filter(({ path }) => SOURCE.test(path) && !NOT_BY_HAND.test(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > WARN_LINES)
    .sort((left, right) => right.lines - left.lines)
  const listed = (wanted: boolean): string[] =>
    long
      .filter(({ lines }) => lines > FAIL_LINES === wanted)
      .map(({ path, lines }) => `${path}: ${lines} lines`)
  return { warnings: listed(false), failures: listed(true) }
}
