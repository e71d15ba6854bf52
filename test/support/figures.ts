import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/busbar/figures', import.meta.url))

/** What was measured, in milliseconds, and the requirement's own bar. */
export interface Figures {
  readonly requirement: string
  readonly what: string
  readonly valuesMs: readonly number[]
  readonly barMs: number
}

/** Tells of measured figures, on the terminal and as a file: a report, whatever a test makes of them. */
export function reportFigures({ requirement, what, valuesMs, barMs }: Figures) {
  const sorted = valuesMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0)
  const figures = { p50Ms: at(0.5), p99Ms: at(0.99), mostMs: at(1), count: sorted.length, barMs }
  mkdirSync(FOLDER, { recursive: true })
  const name = `${requirement} ${what}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const text = JSON.stringify({ requirement, what, ...figures })
  writeFileSync(`${FOLDER}/${name}.json`, `${text}\n`)
  process.stdout.write(
    `${requirement} ${what}: p50 ${figures.p50Ms} ms, p99 ${figures.p99Ms} ms of ${figures.count} (bar ${barMs} ms)\n`,
  )
  return figures
}
