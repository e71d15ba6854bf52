import { Readable } from 'node:stream'
import { type Info, type Options, parse } from 'csv-parse'
import type { Cell, Said, TableRow } from '../flow/bulk/ports.ts'
import { errorCode } from '../kernel/error.ts'
import { type TableLimits, type Tally, unreadable } from './tables-limits.ts'
import { fitting } from './tables-sheet.ts'

/** Text with what has to be told of how it was read. */
interface Decoded {
  readonly text: string
  readonly notes: readonly Said[]
}

/**
 * UTF-8 with or without its mark, UTF-16 with it, else GB18030 (of which GBK is a part), which is told.
 * @throws `import-unreadable` for anything else
 */
export function decoded(bytes: Uint8Array): Decoded {
  const starts = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)
  if (starts(0xff, 0xfe)) return fitted(textIn('utf-16le', bytes), [])
  if (starts(0xfe, 0xff)) return fitted(textIn('utf-16be', bytes), [])
  const plain = textIn('utf-8', bytes)
  if (plain !== null) return fitted(plain, [])
  return fitted(textIn('gb18030', bytes), [{ code: 'readAsGbk', parameters: {} }])
}

function fitted(text: string | null, notes: readonly Said[]): Decoded {
  if (text === null || text.includes('\0'))
    throw unreadable('The file is no text in UTF-8 or GBK: save it as "CSV UTF-8" or as XLSX.')
  return { text, notes }
}

function textIn(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const DELIMITERS = [',', ';', '\t'] as const

/** What the first line has most of outside of quotes, within which lines may end too. */
function delimiterOf(text: string): string {
  const unquoted = text.slice(0, 100_000).replaceAll(/"[^"]*"/g, '')
  const [bare = ''] = unquoted.split(/\r\n|\r|\n/, 1)
  const counted = DELIMITERS.map((delimiter) => ({
    delimiter,
    count: bare.split(delimiter).length,
  }))
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).delimiter
}

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: Info
}

/**
 * Rows of a CSV file, separated by commas, semicolons or tabs. A row's number is that of its record, as a spreadsheet
 * shows it.
 * @throws `import-unreadable` with the line, `import-too-large`
 */
export async function readCsv({
  text,
  limits,
  tally,
}: {
  text: string
  limits: TableLimits
  tally: Tally
}): Promise<readonly TableRow[]> {
  const options: Options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    info: true,
    // A quote that is not closed would take the rest of the file for one cell.
    max_record_size: limits.cellCharacters * limits.columns,
  }
  const parser = Readable.from(piecesOf(text)).pipe(parse(options))
  const rows: TableRow[] = []
  let row = 0
  try {
    for await (const { record } of parser as AsyncIterable<CsvRecord>) {
      row += 1
      const cells = record.map((cell): Cell => fitting(cell, limits))
      if (cells.every(({ text: content }) => content === '')) continue
      tally.row()
      tally.column(cells.length - 1)
      tally.text(record.reduce((sum, cell) => sum + cell.length, 0))
      rows.push({ row, cells })
    }
  } catch (thrown) {
    parser.destroy()
    if (errorCode(thrown) !== undefined) throw thrown
    throw unreadable(
      `After row ${row} the file cannot be divided into cells: close the quotes there, or save it as XLSX.`,
      thrown,
    )
  }
  return rows
}

const PIECE = 65_536

/** Small enough that others are served in between. */
function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
}
