/** One thing that does not add up. */
interface Discrepancy {
  readonly check: string
  /** What it is about, such as `posting 4711`. */
  readonly subject: string
  readonly message: string
  /** A query that shows it. */
  readonly look: string
}

interface CheckResult {
  readonly id: string
  readonly title: string
  /** How many things were looked at. */
  readonly examined: number
  readonly wrong: number
}

export interface VerifyReport {
  readonly balanced: boolean
  readonly checks: readonly CheckResult[]
  /** At most {@link LISTED} of each check. */
  readonly discrepancies: readonly Discrepancy[]
}

/** How many discrepancies of one check are listed; all are counted. */
export const LISTED = 50

/** Collects what the checks find, in bounded memory. */
export interface ReportBook {
  /** Announces a check, so that it is shown though it looks at nothing. */
  open(check: { readonly id: string; readonly title: string }): void
  examined(check: string, count: number): void
  wrong(found: Discrepancy, count?: number): void
  report(): VerifyReport
}

export function createReport(): ReportBook {
  const checks = new Map<string, { id: string; title: string; examined: number; wrong: number }>()
  const discrepancies: Discrepancy[] = []
  const listed = new Map<string, number>()
  const of = (id: string) => {
    const check = checks.get(id) ?? { id, title: id, examined: 0, wrong: 0 }
    checks.set(id, check)
    return check
  }
  return {
    open({ id, title }) {
      of(id).title = title
    },
    examined(id, count) {
      of(id).examined += count
    },
    wrong(found, count = 1) {
      of(found.check).wrong += count
      const already = listed.get(found.check) ?? 0
      if (already >= LISTED) return
      listed.set(found.check, already + 1)
      discrepancies.push(found)
    },
    report: () => ({
      balanced: [...checks.values()].every((check) => check.wrong === 0),
      checks: [...checks.values()].map((check) => ({ ...check })),
      discrepancies: [...discrepancies],
    }),
  }
}

/** The report as lines of text: a table of the checks, then what is wrong and how to look at it. */
export function reportLines({ balanced, checks, discrepancies }: VerifyReport): string[] {
  const width = Math.max(...checks.map(({ title }) => title.length))
  const rows = checks.map(({ title, examined, wrong }) => {
    const state = wrong === 0 ? 'ok' : `${wrong} WRONG`
    return `${title.padEnd(width)}  ${String(examined).padStart(10)}  ${state}`
  })
  const found = discrepancies.flatMap(({ subject, message, look }) => [
    `${subject}: ${message}`,
    `    look: ${look}`,
  ])
  const wrong = checks.reduce((sum, check) => sum + check.wrong, 0)
  const more = wrong - discrepancies.length
  return [
    `${'check'.padEnd(width)}  ${'looked at'.padStart(10)}  result`,
    ...rows,
    '',
    ...found,
    ...(more > 0 ? [`… and ${more} more of the same kinds.`] : []),
    balanced ? 'The books balance.' : `The books do NOT balance: ${wrong} discrepancies.`,
  ]
}
