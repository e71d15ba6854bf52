/** How often something was done in how long. */
export interface Measured {
  readonly count: number
  readonly seconds: number
}

/** Repeats work until the time is over; work answers how many things it did. */
export async function repeatFor(
  durationMs: number,
  work: () => Promise<number>,
): Promise<Measured> {
  const started = performance.now()
  let count = 0
  while (performance.now() - started < durationMs) count += await work()
  return { count, seconds: (performance.now() - started) / 1000 }
}

/** Two things in turn, A B B A …, so that a drifting machine favours neither. */
export async function alternate(options: {
  readonly rounds: number
  readonly ours: () => Promise<Measured>
  readonly ceiling: () => Promise<Measured>
}): Promise<{ perSecond: number; ceilingPerSecond: number; ratio: number }> {
  const ours: number[] = []
  const ceiling: number[] = []
  for (let round = 0; round < options.rounds; round += 1) {
    const order = round % 2 === 0 ? (['ours', 'ceiling'] as const) : (['ceiling', 'ours'] as const)
    for (const side of order) {
      const { count, seconds } = await options[side]()
      const rates = side === 'ours' ? ours : ceiling
      rates.push(count / seconds)
    }
  }
  const perSecond = median(ours)
  const ceilingPerSecond = median(ceiling)
  return { perSecond, ceilingPerSecond, ratio: perSecond / ceilingPerSecond }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Prints a table to stderr and, where asked for, one JSON object to stdout. */
export function report(options: {
  readonly title: string
  readonly rows: readonly Readonly<Record<string, string | number>>[]
  readonly result: Readonly<Record<string, unknown>>
  readonly json: boolean
}): void {
  const { title, rows, result, json } = options
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`)
  else {
    process.stdout.write(`${title}\n`)
    console.table(rows)
  }
}
