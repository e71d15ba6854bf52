const NUMBER = /^-\d+(\.\d+)?$/

/** What a spreadsheet would take for a formula is made text by an apostrophe; negative numbers are none. */
const defused = (cell: string) =>
  /^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows as RFC 4180 text. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map((cell) => quoted(defused(cell))).join(',')}\r\n`).join('')

/** What a file may be called wherever it is kept. */
export const fileName = (title: string, kind: string): string =>
  `${title.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim() || 'busbar'}.${kind}`

/** Hands a file to the browser to keep; a table begins with the mark by which spreadsheets know UTF-8. */
export function download(name: string, content: Blob | string): void {
  const blob =
    typeof content === 'string'
      ? new Blob(['\ufeff', content], { type: 'text/csv;charset=utf-8' })
      : content
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
