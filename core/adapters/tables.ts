import { buffer } from 'node:stream/consumers'
import type { Cell, Said, Table, TableFile, TableFiles } from '../flow/bulk/ports.ts'
import { decoded, readCsv } from './tables-csv.ts'
import { armed } from './tables-formulas.ts'
import { createTally, TABLE_LIMITS, type TableLimits, unreadable } from './tables-limits.ts'
import { archive, workbook } from './tables-write.ts'
import { isWorkbook, readWorkbook } from './tables-xlsx.ts'
import { openPackage, type Package } from './tables-zip.ts'

/** What `createTableFiles` promises. */
export function openTables({
  limits = TABLE_LIMITS,
}: {
  readonly limits?: TableLimits
}): TableFiles {
  return {
    async read({ bytes }) {
      if (bytes.length === 0) throw unreadable('The file is empty.')
      return withArmed(await readAny(bytes, limits))
    },
    workbook,
    archive,
  }
}

/** The beginnings of a ZIP, and of what spreadsheets wrote before XLSX. */
const ZIP = [0x50, 0x4b]
const OLD = [0xd0, 0xcf, 0x11, 0xe0]

async function readAny(bytes: Uint8Array, limits: TableLimits): Promise<TableFile> {
  const starts = (mark: readonly number[]) => mark.every((byte, index) => bytes[index] === byte)
  if (starts(OLD))
    throw unreadable(
      'This is a workbook of the old kind (XLS), or one locked with a password: save it as XLSX, without one.',
    )
  if (!starts(ZIP)) {
    const { text, notes } = decoded(bytes)
    const rows = await readCsv({ text, limits, tally: createTally(limits) })
    return { format: 'csv', tables: [{ name: null, rows }], notes }
  }
  const pack = await openPackage(bytes, limits)
  return isWorkbook(pack) ? readWorkbook(pack, limits) : readArchive(pack, limits)
}

const CSV_NAME = /(?:^|\/)([^/.][^/]*)\.csv$/i

async function readArchive(pack: Package, limits: TableLimits): Promise<TableFile> {
  const tally = createTally(limits)
  const tables: Table[] = []
  const notes: Said[] = []
  for (const path of pack.names) {
    const [, name] = CSV_NAME.exec(path) ?? []
    const stream = name === undefined || path.startsWith('__MACOSX/') ? null : await pack.open(path)
    if (name === undefined || stream === null) continue
    const { text, notes: told } = decoded(await buffer(stream).catch(damaged))
    notes.push(
      ...told.map(({ code, parameters }) => ({ code, parameters: { ...parameters, place: path } })),
    )
    tables.push({ name, rows: await readCsv({ text, limits, tally }) })
  }
  if (tables.length === 0)
    throw unreadable('The ZIP holds neither a workbook nor files that end in .csv.')
  return { format: 'zip', tables, notes }
}

function damaged(thrown: unknown): never {
  throw unreadable('The ZIP is damaged: pack it anew.', thrown)
}

/** Texts as they were before formulas were defused. */
function withArmed(file: TableFile): TableFile {
  const cellOf = (cell: Cell): Cell => ({ ...cell, text: armed(cell.text) })
  const tables = file.tables.map((table) => ({
    ...table,
    rows: table.rows.map(({ row, cells }) => ({ row, cells: cells.map(cellOf) })),
  }))
  return { ...file, tables }
}
