/** One line or set of bars of a plot. */
export interface Series {
  readonly name: string
  readonly kind: 'line' | 'bar' | 'step'
  /** Instant in milliseconds and value; null: nothing is known there. */
  readonly points: readonly (readonly [atMs: number, value: number | null])[]
  /** Bars with the same stack stand on each other. */
  readonly stack?: string
  /** Beside the main one, such as the period before: drawn lightly. */
  readonly faint?: boolean
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The series side by side, a row for each instant, as RFC 4180 text. */
export function csvOf(series: readonly Series[]): string {
  const values = series.map(({ points }) => new Map(points))
  const instants = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const rows = instants.map((at) => [
    new Date(at).toISOString(),
    ...values.map((each) => String(each.get(at) ?? '')),
  ])
  return [['at', ...series.map(({ name }) => name)], ...rows]
    .map((row) => row.map(quoted).join(','))
    .join('\r\n')
}

/** Hands a file to the browser to keep. */
export function download(name: string, content: Blob | string, type = 'text/csv'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
