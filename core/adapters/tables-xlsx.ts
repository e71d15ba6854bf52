import type { Said, Table, TableFile } from '../flow/bulk/ports.ts'
import { createTally, type TableLimits, tooLarge, unreadable } from './tables-limits.ts'
import { createSheetReader, type SheetContext } from './tables-sheet.ts'
import { createDateStyles } from './tables-styles.ts'
import { type Attributes, readXml, type XmlReader } from './tables-xml.ts'
import type { Package } from './tables-zip.ts'

const WORKBOOK = 'xl/workbook.xml'

export const isWorkbook = ({ names }: Package): boolean => names.includes(WORKBOOK)

/**
 * The sheets of a workbook (ECMA-376), their texts and numbers as a spreadsheet shows them.
 * @throws `import-unreadable`, `import-too-large`
 */
export async function readWorkbook(pack: Package, limits: TableLimits): Promise<TableFile> {
  const sheets = await sheetsOf(pack)
  const targets = await targetsOf(pack)
  const tally = createTally(limits)
  const styles = createDateStyles()
  await readPart(pack, 'xl/styles.xml', styles.reader)
  const context = { limits, tally, styles, strings: await stringsOf(pack, limits) }
  const tables: Table[] = []
  const notes: Said[] = []
  for (const { name, id, state } of sheets) {
    // What is begun so is for people: remarks, help, lists to choose from.
    if (name.startsWith('#')) continue
    if (state === 'hidden' || state === 'veryHidden') {
      notes.push({ code: 'sheetHidden', parameters: { name } })
      continue
    }
    const path = targets.get(id)
    if (path !== undefined) tables.push({ name, rows: await rowsOf(pack, path, context) })
  }
  return { format: 'xlsx', tables, notes }
}

async function rowsOf(pack: Package, path: string, context: SheetContext) {
  const sheet = createSheetReader(context)
  const found = await readPart(pack, path, sheet.reader)
  if (!found) throw unreadable(`The workbook lacks its part ${path}: save it anew.`)
  return sheet.rows()
}

interface SheetName {
  readonly name: string
  readonly id: string
  readonly state: string
}

async function sheetsOf(pack: Package): Promise<readonly SheetName[]> {
  const sheets: SheetName[] = []
  const open = (element: string, { name = '', id = '', state = '' }: Attributes) => {
    if (element === 'sheet') sheets.push({ name, id, state })
  }
  await readPart(pack, WORKBOOK, { open })
  return sheets
}

async function targetsOf(pack: Package): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>()
  const open = (element: string, { Id = '', Target = '' }: Attributes) => {
    if (element === 'Relationship')
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
  }
  await readPart(pack, 'xl/_rels/workbook.xml.rels', { open })
  return targets
}

/** Texts that cells refer to by number; how they are spoken is no part of them. */
async function stringsOf(pack: Package, limits: TableLimits): Promise<readonly string[]> {
  const strings: string[] = []
  let pieces: string[] = []
  let length = 0
  let taking = false
  let phonetic = false
  await readPart(pack, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'rPh') phonetic = true
      taking = name === 't' && !phonetic
    },
    text(text) {
      if (!taking) return
      length += text.length
      if (length > limits.allCharacters)
        throw tooLarge(`The texts are longer than ${limits.allCharacters} characters: divide it.`)
      pieces.push(text)
    },
    close(name) {
      taking = false
      if (name === 'rPh') phonetic = false
      if (name !== 'si') return
      strings.push(pieces.join(''))
      pieces = []
    },
  })
  return strings
}

async function readPart(pack: Package, path: string, reader: XmlReader): Promise<boolean> {
  const stream = await pack.open(path)
  if (stream === null) return false
  await readXml(stream, reader)
  return true
}
