import type { XmlReader } from './tables-xml.ts'

/** Number formats of ECMA-376, 18.8.30, that show days and times, those of Chinese spreadsheets among them. */
const isOwnDate = (id: number): boolean =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58)

/** What is quoted, coloured or left for the width of a character is no part of the date. */
const showsDate = (code: string): boolean =>
  /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '').replaceAll(/general/gi, ''))

/** Which of a workbook's styles show their number as a day or a time. */
export interface DateStyles {
  readonly reader: XmlReader
  /** By the cell's `s`. */
  isDate(style: number): boolean
}

export function createDateStyles(): DateStyles {
  const formats = new Map<number, string>()
  const styles: number[] = []
  let inCellFormats = false
  return {
    reader: {
      open(name, { numFmtId, formatCode }) {
        if (name === 'numFmt') formats.set(Number(numFmtId), formatCode ?? '')
        if (name === 'cellXfs') inCellFormats = true
        if (name === 'xf' && inCellFormats) styles.push(Number(numFmtId ?? 0))
      },
      close(name) {
        if (name === 'cellXfs') inCellFormats = false
      },
    },
    isDate(style) {
      const id = styles[style] ?? 0
      const code = formats.get(id)
      return code === undefined ? isOwnDate(id) : showsDate(code)
    },
  }
}
