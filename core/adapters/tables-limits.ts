import { busbarError } from '../kernel/error.ts'

/** What is read of one file at most. */
export interface TableLimits {
  /** Rows with something in them, of all tables together; the columns' names count. */
  readonly rows: number
  readonly columns: number
  /** Characters of one cell: as many as a spreadsheet takes. */
  readonly cellCharacters: number
  /** Characters of all cells together, each counted where it stands. */
  readonly allCharacters: number
  /** Bytes of a packed file's parts, unpacked. */
  readonly unpackedBytes: number
  /** Parts of a packed file. */
  readonly parts: number
  /** Merged ranges of one sheet. */
  readonly merged: number
}

export const TABLE_LIMITS: TableLimits = Object.freeze({
  rows: 10_000,
  columns: 200,
  cellCharacters: 32_767,
  allCharacters: 16_000_000,
  unpackedBytes: 64 * 1024 * 1024,
  parts: 200,
  merged: 1_000,
})

export const tooLarge = (detail: string) => busbarError('import-too-large', { detail })

export const unreadable = (detail: string, cause?: unknown) =>
  busbarError('import-unreadable', { detail, cause })

/** Counts what is read of one file, over all of its tables. */
export interface Tally {
  /** @throws `import-too-large` */
  row(): void
  /** @throws `import-too-large` */
  text(characters: number): void
  /** @throws `import-too-large` */
  column(index: number): void
}

export function createTally(limits: TableLimits): Tally {
  let rows = 0
  let characters = 0
  return {
    row() {
      rows += 1
      if (rows > limits.rows)
        throw tooLarge(
          `The file has more than ${limits.rows} rows: divide it, by site or by kind, and import one part after the other.`,
        )
    },
    text(more) {
      characters += more
      if (characters > limits.allCharacters)
        throw tooLarge(
          `The cells hold more than ${limits.allCharacters} characters: divide the file.`,
        )
    },
    column(index) {
      if (index >= limits.columns)
        throw tooLarge(
          `A row has more than ${limits.columns} columns: remove those that the template does not have.`,
        )
    },
  }
}
