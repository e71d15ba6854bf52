import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  CompiledTariff,
  CompileRequest,
  CompileResult,
  TariffCalendar,
  TariffStrategyContribution,
} from '../contracts/tariff-strategy.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { DAY_MS, type Instant } from '../kernel/instant.ts'
import { fromWire, toWire } from '../kernel/wire.ts'
import { addDays, startOfLocalDay } from '../kernel/zone.ts'
import { tariffDefects } from './tariff-defects.ts'

/** Use over [from, to). */
export interface TariffUse {
  readonly from: Instant
  readonly to: Instant
  readonly quantityMicros: bigint
}

/** A charge as an evaluator of compiled tariffs gives it. */
export interface EvaluatedLine {
  readonly component: string
  readonly band: string
  readonly quantityMicros: bigint
  readonly amountMicros: bigint
  /** The sentence that a tenant is given. */
  readonly explanation: string
}

export interface TariffStrategySuiteOptions {
  readonly create: () => TariffStrategyContribution
  /** Terms that must compile, as many kinds as the strategy knows. */
  readonly terms: readonly { readonly name: string; readonly terms: JsonObject }[]
  /** Terms that fit the schema and must be refused, with the place that the error must name. */
  readonly refused: readonly {
    readonly name: string
    readonly terms: JsonObject
    readonly pointer: string
  }[]
  /** Rates consecutive uses from zero counts; without it the compiled data alone is checked. */
  readonly evaluate?: (request: {
    readonly tariff: CompiledTariff
    readonly uses: readonly TariffUse[]
  }) => readonly EvaluatedLine[]
}

interface Window {
  readonly name: string
  readonly calendar: TariffCalendar
  readonly from: Instant
  readonly to: Instant
}

/** Four days around what is hard in a zone; the second one is a holiday, the third one is worked. */
function windowOf(timeZone: string, first: string, days = 4): Window {
  return {
    name: `${timeZone} from ${first} for ${days} days`,
    calendar: {
      timeZone,
      holidays: [addDays(first, 1)],
      workedWeekendDays: [addDays(first, 2)],
    },
    from: startOfLocalDay(first, timeZone),
    to: startOfLocalDay(addDays(first, days), timeZone),
  }
}

const WINDOWS: readonly Window[] = [
  windowOf('Europe/Berlin', '2026-03-27'),
  windowOf('Europe/Berlin', '2026-10-23'),
  windowOf('America/New_York', '2026-03-06'),
  windowOf('America/New_York', '2026-10-30'),
  // Clocks are moved by half an hour here.
  windowOf('Australia/Lord_Howe', '2026-04-03'),
  windowOf('Australia/Lord_Howe', '2026-10-02'),
  // Clocks are moved at midnight here, on the first of a month.
  windowOf('America/Havana', '2026-10-30'),
  windowOf('Asia/Shanghai', '2026-12-30'),
  windowOf('Asia/Shanghai', '2028-02-27'),
]

/** What every tariff strategy must prove: `tariffStrategySuite({ create, terms, refused })`. */
export function tariffStrategySuite(options: TariffStrategySuiteOptions): void {
  const { create, terms, refused } = options
  const strategy = create()

  describe(`tariff strategy "${strategy.type}"`, () => {
    for (const { name, terms: those } of terms) {
      describe(name, () => {
        describe.each(WINDOWS)('$name', (window) => {
          dataCases(strategy, those, window)
          if (options.evaluate) ratingCases(strategy, those, window, options.evaluate)
        })
      })
    }

    test.each(refused)('$name is refused at $pointer, with a remedy', async (item) => {
      const [window] = WINDOWS
      const result = window ? await compileBy(strategy, item.terms, window) : undefined
      expect(result?.ok).toBe(false)
      const errors = result?.ok === false ? result.errors : []
      expect(errors.map(({ pointer }) => pointer)).toContain(item.pointer)
      for (const { message } of errors) expect(message.length).toBeGreaterThan(10)
    })
  })
}

/** Compiles across the boundary: request and result as they arrive from another process. */
async function compileBy(
  strategy: TariffStrategyContribution,
  terms: JsonObject,
  { calendar, from, to }: Omit<Window, 'name'>,
): Promise<CompileResult> {
  const request = fromWire(toWire({ terms, calendar, from, to })) as CompileRequest
  return fromWire(toWire(await strategy.compile(request))) as CompileResult
}

async function tariffOf(
  strategy: TariffStrategyContribution,
  terms: JsonObject,
  window: Omit<Window, 'name'>,
): Promise<CompiledTariff> {
  const result = await compileBy(strategy, terms, window)
  if (!result.ok) expect.fail(`compile refused good terms: ${JSON.stringify(result.errors)}`)
  return result.tariff
}

function dataCases(strategy: TariffStrategyContribution, terms: JsonObject, window: Window): void {
  test('compiles to data that keeps the contract and explains itself', async () => {
    const tariff = await tariffOf(strategy, terms, window)
    expect(tariffDefects(tariff)).toEqual([])
    expect([tariff.from, tariff.to]).toEqual([window.from, window.to])
    expect(JSON.parse(JSON.stringify(tariff))).toEqual(tariff)
  })

  test('compiles to the same data again', async () => {
    const first = await tariffOf(strategy, terms, window)
    expect(toWire(await tariffOf(strategy, terms, window))).toBe(toWire(first))
  })

  test('compiled in two parts it says the same', async () => {
    const whole = await tariffOf(strategy, terms, window)
    const cut = fc.integer({ min: window.from + 1, max: window.to - 1 })
    await fc.assert(
      fc.asyncProperty(cut, async (at) => {
        const head = await tariffOf(strategy, terms, { ...window, to: at })
        const tail = await tariffOf(strategy, terms, { ...window, from: at })
        expect(merged([...head.segments, ...tail.segments])).toEqual(merged(whole.segments))
        expect(tail.bands).toEqual(whole.bands)
        expect(joinPeriods(head, tail)).toEqual(whole.components)
      }),
      { numRuns: 20 },
    )
  })
}

function ratingCases(
  strategy: TariffStrategyContribution,
  terms: JsonObject,
  { name: _, ...window }: Window,
  evaluate: NonNullable<TariffStrategySuiteOptions['evaluate']>,
): void {
  const { from, to } = window

  test('lines price all use, explain themselves, and zero use costs nothing', async () => {
    const tariff = await tariffOf(strategy, terms, window)
    const quantityMicros = 96_123_457n
    const lines = evaluate({ tariff, uses: [{ from, to, quantityMicros }] })
    for (const { id, kind } of tariff.components) {
      const own = lines.filter(({ component }) => component === id)
      if (kind === 'usage') expect(sum(own, 'quantityMicros')).toBe(quantityMicros)
    }
    for (const { explanation } of lines) expect(explanation).not.toBe('')
    const none = evaluate({ tariff, uses: [{ from, to, quantityMicros: 0n }] })
    expect(sum(none, 'amountMicros')).toBe(0n)
  })

  test('splitting use inside of a band segment conserves each total', async () => {
    const tariff = await tariffOf(strategy, terms, window)
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.nat(), cuts, fc.bigInt({ min: 0n, max: 5_000_000_000n }), (n, marks, used) => {
        const spans = steadySpans(tariff)
        const span = spans[n % spans.length] ?? { from, to }
        const length = BigInt(span.to - span.from)
        const at = (mark: number) => span.from + Number((length * BigInt(mark)) / 1000n)
        const ends = [...new Set([...marks.sort((a, b) => a - b).map(at), span.to])]
        let before = span.from
        const parts = ends.flatMap((end) => {
          const share = (used * BigInt(end - span.from)) / length
          const done = (used * BigInt(before - span.from)) / length
          const use = { from: before, to: end, quantityMicros: share - done }
          before = end
          return use.from < use.to ? [use] : []
        })
        const whole = evaluate({ tariff, uses: [{ ...span, quantityMicros: used }] })
        expect(totals(evaluate({ tariff, uses: parts }))).toEqual(totals(whole))
      }),
      { numRuns: 30 },
    )
  })
}

/** Stretches without a change of band or ladder period. */
function steadySpans(tariff: CompiledTariff): readonly Omit<TariffUse, 'quantityMicros'>[] {
  const resets = tariff.components.flatMap((component) =>
    component.kind === 'usage' ? component.periodStarts : [],
  )
  const starts = [...tariff.segments.map(({ from }) => from), ...resets]
    .filter((at) => at >= tariff.from && at < tariff.to)
    .sort((a, b) => a - b)
  return starts.flatMap((from, index) => {
    const to = starts[index + 1] ?? tariff.to
    return from < to && to - from <= DAY_MS * 31 ? [{ from, to }] : []
  })
}

function sum(lines: readonly EvaluatedLine[], figure: 'quantityMicros' | 'amountMicros'): bigint {
  return lines.reduce((total, line) => total + line[figure], 0n)
}

function totals(lines: readonly EvaluatedLine[]): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {}
  for (const { component, band, amountMicros } of lines) {
    const key = `${component}/${band}`
    if (amountMicros !== 0n) sums[key] = (sums[key] ?? 0n) + amountMicros
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0n))
}

function merged(segments: CompiledTariff['segments']): CompiledTariff['segments'] {
  return segments.filter(({ band }, index) => band !== segments[index - 1]?.band)
}

/** The components of two parts as those of the whole: ladder periods put together. */
function joinPeriods(head: CompiledTariff, tail: CompiledTariff): CompiledTariff['components'] {
  return head.components.map((component, index) => {
    const other = tail.components[index]
    if (component.kind !== 'usage' || other?.kind !== 'usage') {
      expect(other).toEqual(component)
      return component
    }
    expect({ ...other, periodStarts: [] }).toEqual({ ...component, periodStarts: [] })
    const starts = new Set([...component.periodStarts, ...other.periodStarts])
    return { ...component, periodStarts: [...starts].sort((a, b) => a - b) }
  })
}
