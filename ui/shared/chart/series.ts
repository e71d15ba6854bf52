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

/** The series side by side, a row for each instant; the unit stands in the heads. */
export function tableOf(series: readonly Series[], unit: string): readonly (readonly string[])[] {
  const values = series.map(({ points }) => new Map(points))
  const instants = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const head = ['at', ...series.map(({ name }) => (unit === '' ? name : `${name} (${unit})`))]
  const rows = instants.map((at) => [
    new Date(at).toISOString(),
    ...values.map((each) => String(each.get(at) ?? '')),
  ])
  return [head, ...rows]
}
