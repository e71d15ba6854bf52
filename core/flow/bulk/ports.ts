import type { FAULTS } from '../../kernel/faults.ts'

/** What can be wrong with a cell, a row or a file; kept for ever. */
export type FaultCode = keyof typeof FAULTS

/** What is wrong, by its code, with what stands in the braces of its words; `place` is a part of a cell's value. */
export interface Said {
  readonly code: FaultCode
  readonly parameters: Readonly<Record<string, string>>
}

/** A cell as it was read; `fault` says why its text cannot be relied on. */
export interface Cell {
  readonly text: string
  readonly fault: Said | null
}

/** A row with something in it; numbered as spreadsheets number it, from 1. */
export interface TableRow {
  readonly row: number
  readonly cells: readonly Cell[]
}

/** One sheet of a workbook, or one CSV file; the first row names the columns. */
export interface Table {
  /** Null: a single CSV file, which bears no name of a kind. */
  readonly name: string | null
  readonly rows: readonly TableRow[]
}

/** What a file holds, and what has to be told of how it was read. */
export interface TableFile {
  readonly format: 'xlsx' | 'csv' | 'zip'
  readonly tables: readonly Table[]
  readonly notes: readonly Said[]
}

/** A cell as it is written. */
export interface WrittenCell {
  readonly text: string
  /** `head`: the name of a column. `wrong`: something is to be mended here. */
  readonly tone?: 'head' | 'wrong'
}

export interface WrittenTable {
  readonly name: string
  readonly rows: readonly (readonly WrittenCell[])[]
}

/** Tables as files of spreadsheets. Nothing written is ever taken for a formula. */
export interface TableFiles {
  /** @throws `import-unreadable` for what is no such file, `import-too-large` for more than is taken */
  read(request: { readonly bytes: Uint8Array }): Promise<TableFile>
  /** An XLSX workbook with a sheet per table. */
  workbook(tables: readonly WrittenTable[]): Promise<Uint8Array>
  /** A ZIP with a CSV file per table. */
  archive(tables: readonly WrittenTable[]): Promise<Uint8Array>
}
