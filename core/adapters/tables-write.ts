import { strToU8, zip } from 'fflate'
import writeExcelFile, { type CellObject } from 'write-excel-file/node'
import type { WrittenCell, WrittenTable } from '../flow/bulk/ports.ts'
import { defused } from './tables-formulas.ts'
import { escaped } from './tables-xml.ts'

const WIDTH = 22

/** Every cell is a text: codes keep their zeros, and nothing is a formula. */
export function workbook(tables: readonly WrittenTable[]): Promise<Uint8Array> {
  const sheets = tables.map(({ name, rows }) => ({
    sheet: name,
    stickyRowsCount: 1,
    columns: (rows[0] ?? []).map(() => ({ width: WIDTH })),
    data: rows.map((row) => row.map(cellOf)),
  }))
  return writeExcelFile(sheets).toBuffer()
}

const TONES = {
  head: { fontWeight: 'bold', backgroundColor: '#E3ECF7' },
  wrong: { backgroundColor: '#FFD6D1' },
} as const

function cellOf({ text, tone }: WrittenCell): CellObject | null {
  const style = tone === undefined ? {} : TONES[tone]
  if (text === '' && tone === undefined) return null
  // The format of texts: what is written into the cell later stays one as well.
  return { type: String, value: nameless(escaped(defused(text))), format: '@', ...style }
}

/** The library looks texts up as names of an object's, and would find what every object has. */
function nameless(text: string): string {
  if (!(text in Object.prototype)) return text
  return `_x${text.charCodeAt(0).toString(16).padStart(4, '0')}_${text.slice(1)}`
}

const BYTE_ORDER_MARK = '\uFEFF'

/** RFC 4180 in UTF-8, marked so that spreadsheets know it. */
export function archive(tables: readonly WrittenTable[]): Promise<Uint8Array> {
  const files = tables.map(({ name, rows }) => {
    const lines = rows.map((row) => `${row.map(({ text }) => quoted(defused(text))).join(',')}\r\n`)
    return [`${name}.csv`, strToU8(BYTE_ORDER_MARK + lines.join(''))] as const
  })
  return new Promise((resolve, reject) => {
    zip(Object.fromEntries(files), { level: 6 }, (thrown, bytes) => {
      if (thrown) reject(thrown)
      else resolve(bytes)
    })
  })
}

function quoted(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
