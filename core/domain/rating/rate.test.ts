import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledTariff } from '../../contracts/tariff-strategy.ts'
import { DAY_MS, HOUR_MS, parseInstant } from '../../kernel/instant.ts'
import { FROM, runs, TO, tariffs } from './arbitraries.fixture.ts'
import { emptyCursor, type RatingCursor, withoutPast } from './cursor.ts'
import { type PreparedTariff, prepareTariff } from './prepare.ts'
import { type RatableInterval, type RatedLine, rateInterval } from './rate.ts'
import { referenceTotals } from './reference.fixture.ts'

function rateAll(
  tariff: PreparedTariff,
  intervals: readonly RatableInterval[],
  cursor: RatingCursor = emptyCursor,
): { lines: RatedLine[]; cursor: RatingCursor } {
  const lines: RatedLine[] = []
  let next = cursor
  for (const interval of intervals) {
    const rated = rateInterval({ tariff, cursor: next, interval })
    lines.push(...rated.lines)
    next = rated.cursor
  }
  return { lines, cursor: next }
}

function periodOf(tariff: CompiledTariff, line: RatedLine): number {
  const starts = tariff.components.flatMap((component) => {
    if (component.id === line.component && component.kind === 'percentage')
      return tariff.components.flatMap((base) =>
        base.kind === 'usage' && component.of.includes(base.id) ? base.periodStarts : [],
      )
    return component.id === line.component && component.kind === 'usage'
      ? component.periodStarts
      : []
  })
  return Math.max(...starts.filter((at) => at <= line.from))
}

function totals(
  lines: readonly RatedLine[],
  keyOf: (line: RatedLine) => string,
): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const line of lines) sums[keyOf(line)] = (sums[keyOf(line)] ?? 0n) + line.amountMicros
  return sums
}

function withoutZeros(sums: Iterable<readonly [string, bigint]>): Record<string, bigint> {
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n))
}

const title = (en: string) => ({ en })

/** One energy component without bands, monthly ladder 10 free, then 1.5, then 0.0000005 dearer. */
const simple: CompiledTariff = {
  from: FROM,
  to: TO,
  bands: [{ id: 'all', title: title('All day') }],
  segments: [{ from: FROM, band: 'all' }],
  components: [
    {
      kind: 'usage',
      id: 'energy',
      title: title('Energy'),
      category: 'energy',
      ladders: {
        all: [
          { upToMicros: '10000000', priceMicros: '0' },
          { upToMicros: '20000000', priceMicros: '1500000' },
          { upToMicros: null, priceMicros: '333333' },
        ],
      },
      periodStarts: [FROM, FROM + 10 * DAY_MS],
      explanation: title('as agreed'),
    },
    {
      kind: 'percentage',
      id: 'vat',
      title: title('VAT'),
      category: 'energy',
      rateMicros: '130000',
      of: ['energy'],
      explanation: title('by law'),
    },
  ],
}

describe('rating an interval', () => {
  test('lines sum to the exact amount of each component, band and period, rounded once', () => {
    fc.assert(
      fc.property(tariffs, runs, (compiled, intervals) => {
        const { lines } = rateAll(prepareTariff(compiled), intervals)
        const sums = totals(
          lines,
          (line) => `${line.component}/${line.band}/${periodOf(compiled, line)}`,
        )
        expect(withoutZeros(Object.entries(sums))).toEqual(
          withoutZeros(referenceTotals(compiled, intervals)),
        )
      }),
    )
  })

  test('lines cover the use of each usage component, each with one price', () => {
    fc.assert(
      fc.property(tariffs, runs, (compiled, intervals) => {
        const tariff = prepareTariff(compiled)
        let cursor = emptyCursor
        for (const interval of intervals) {
          const rated = rateInterval({ tariff, cursor, interval })
          cursor = rated.cursor
          for (const id of ['energy', 'levy']) {
            const own = rated.lines.filter(({ component }) => component === id)
            const sum = own.reduce((total, line) => total + line.quantityMicros, 0n)
            expect(sum).toBe(interval.quantityMicros)
          }
          for (const line of rated.lines) {
            expect(line.from).toBeGreaterThanOrEqual(interval.from)
            expect(line.to).toBeLessThanOrEqual(interval.to)
            expect(line.quantityToMicros - line.quantityFromMicros).toBe(line.quantityMicros)
            // One price: the amount is quantity × price to within the rounding carried along.
            const off = line.amountMicros * 1_000_000n - line.quantityMicros * line.priceMicros
            expect(off >= -1_000_000n && off <= 1_000_000n).toBe(true)
          }
        }
      }),
    )
  })

  test('splitting within one band segment conserves the total, whatever the ladder', () => {
    const split = fc.array(fc.bigInt({ min: 0n, max: 30_000_000n }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(tariffs, split, (compiled, parts) => {
        const tariff = prepareTariff({
          ...compiled,
          segments: [{ from: FROM, band: 'flat' }],
          components: compiled.components.map((component) =>
            component.kind === 'usage' ? { ...component, periodStarts: [FROM] } : component,
          ),
        })
        const whole = {
          from: FROM,
          to: FROM + parts.length * HOUR_MS,
          quantityMicros: parts.reduce((sum, part) => sum + part, 0n),
        }
        const hours = parts.map((quantityMicros, index) => ({
          from: FROM + index * HOUR_MS,
          to: FROM + (index + 1) * HOUR_MS,
          quantityMicros,
        }))
        const one = rateAll(tariff, [whole])
        const many = rateAll(tariff, hours)
        const byComponent = (line: RatedLine) => line.component
        expect(withoutZeros(Object.entries(totals(many.lines, byComponent)))).toEqual(
          withoutZeros(Object.entries(totals(one.lines, byComponent))),
        )
        expect(many.cursor).toEqual(one.cursor)
      }),
    )
  })

  test('the order of amounts among equal intervals does not change the total', () => {
    const quantities = fc.array(fc.bigInt({ min: 0n, max: 9_000_000n }), {
      minLength: 2,
      maxLength: 24,
    })
    fc.assert(
      fc.property(quantities, (amounts) => {
        const tariff = prepareTariff(simple)
        const inOrder = (list: readonly bigint[]) =>
          rateAll(
            tariff,
            list.map((quantityMicros, index) => ({
              from: FROM + index * HOUR_MS,
              to: FROM + (index + 1) * HOUR_MS,
              quantityMicros,
            })),
          ).cursor
        expect(inOrder(amounts.toReversed())).toEqual(inOrder(amounts))
      }),
    )
  })

  test('no use costs nothing and moves no count', () => {
    const tariff = prepareTariff(simple)
    const interval = { from: FROM, to: TO, quantityMicros: 0n }
    expect(rateInterval({ tariff, cursor: emptyCursor, interval })).toEqual({
      lines: [],
      cursor: {},
    })
  })

  test('a ladder step gets a line of its own and percentages follow it', () => {
    const { lines, cursor } = rateAll(prepareTariff(simple), [
      { from: FROM, to: FROM + HOUR_MS, quantityMicros: 20_000_001n },
    ])
    expect(
      lines.map(
        ({ component, priceMicros, quantityFromMicros, quantityToMicros, amountMicros }) => [
          component,
          priceMicros,
          quantityFromMicros,
          quantityToMicros,
          amountMicros,
        ],
      ),
    ).toEqual([
      ['energy', 0n, 0n, 10_000_000n, 0n],
      ['energy', 1_500_000n, 10_000_000n, 20_000_000n, 15_000_000n],
      ['energy', 333_333n, 20_000_000n, 20_000_001n, 0n],
      ['vat', 130_000n, 0n, 15_000_000n, 1_950_000n],
    ])
    expect(lines.every(({ estimated }) => !estimated)).toBe(true)
    expect(cursor['energy/all']).toEqual({
      periodStart: FROM,
      quantityMicros: 20_000_001n,
      amountMicros: 15_000_000n,
      carriedMicros: 0n,
    })
  })

  test('a quantity that ends on a step leaves nothing for the next one', () => {
    const tariff = prepareTariff(simple)
    const first = rateAll(tariff, [{ from: FROM, to: FROM + HOUR_MS, quantityMicros: 10_000_000n }])
    expect(first.lines.map(({ priceMicros }) => priceMicros)).toEqual([0n])
    const second = rateAll(
      tariff,
      [{ from: FROM + HOUR_MS, to: FROM + 2 * HOUR_MS, quantityMicros: 1n }],
      first.cursor,
    )
    expect(second.lines[0]?.priceMicros).toBe(1_500_000n)
  })

  test('a ladder starts over with its period, and use spread over that is an estimate', () => {
    const reset = FROM + 10 * DAY_MS
    const { lines } = rateAll(prepareTariff(simple), [
      { from: FROM, to: reset - HOUR_MS, quantityMicros: 10_000_000n },
      { from: reset - HOUR_MS, to: reset + HOUR_MS, quantityMicros: 4_000_000n },
    ])
    const energy = lines.filter(({ component }) => component === 'energy')
    expect(energy.map((line) => [line.to, line.priceMicros, line.estimated])).toEqual([
      [reset - HOUR_MS, 0n, false],
      [reset, 1_500_000n, true],
      [reset + HOUR_MS, 0n, true],
    ])
  })
})

describe('bands', () => {
  const berlinAutumnDay: CompiledTariff = {
    ...simple,
    from: parseInstant('2026-10-25T00:00:00+02:00'),
    to: parseInstant('2026-10-26T00:00:00+01:00'),
    bands: [
      { id: 'valley', title: title('Valley') },
      { id: 'peak', title: title('Peak') },
    ],
    segments: [
      { from: parseInstant('2026-10-25T00:00:00+02:00'), band: 'valley' },
      { from: parseInstant('2026-10-25T05:00:00+01:00'), band: 'valley' },
      { from: parseInstant('2026-10-25T06:00:00+01:00'), band: 'peak' },
    ],
    components: [
      {
        kind: 'usage',
        id: 'energy',
        title: title('Energy'),
        category: 'energy',
        ladders: {
          valley: [{ upToMicros: null, priceMicros: '300000' }],
          peak: [{ upToMicros: null, priceMicros: '600000' }],
        },
        periodStarts: [0],
        explanation: title('as agreed'),
      },
    ],
  }
  const tariff = prepareTariff(berlinAutumnDay)
  const { from, to } = berlinAutumnDay

  test('a 25-hour day is spread by elapsed time, one line for adjacent segments of a band', () => {
    const { lines } = rateAll(tariff, [{ from, to, quantityMicros: 25_000_000n }])
    expect(lines.map((line) => [line.band, line.quantityMicros, line.amountMicros])).toEqual([
      ['valley', 7_000_000n, 2_100_000n],
      ['peak', 18_000_000n, 10_800_000n],
    ])
    expect(lines.every(({ estimated }) => estimated)).toBe(true)
  })

  test('a band from a register overrides the clock and is no estimate', () => {
    const { lines } = rateAll(tariff, [{ from, to, quantityMicros: 25_000_000n, band: 'valley' }])
    expect(lines.map((line) => [line.band, line.quantityMicros, line.estimated])).toEqual([
      ['valley', 25_000_000n, false],
    ])
  })

  test('parts of a spread sum to the whole, down to a single micro', () => {
    const { lines } = rateAll(tariff, [{ from, to, quantityMicros: 1n }])
    expect(lines.map((line) => [line.band, line.quantityMicros])).toEqual([['peak', 1n]])
  })

  test('a band that the tariff has not is refused by name', () => {
    for (const band of ['sharp', 'constructor'])
      expect(() => rateAll(tariff, [{ from, to, quantityMicros: 1n, band }])).toThrow(band)
  })

  test('use in a band without a price is free', () => {
    const energy = berlinAutumnDay.components[0]
    const free = prepareTariff({
      ...berlinAutumnDay,
      components: energy?.kind === 'usage' ? [{ ...energy, ladders: {} }] : [],
    })
    expect(rateAll(free, [{ from, to, quantityMicros: 5n }]).lines).toEqual([])
  })
})

describe('defects of the caller', () => {
  const tariff = prepareTariff(simple)
  const hour = { from: FROM, to: FROM + HOUR_MS, quantityMicros: 1n }

  test.each([
    ['a negative quantity', { ...hour, quantityMicros: -1n }, 'not negative'],
    ['an interval before the tariff', { ...hour, from: FROM - 1 }, 'inside of its tariff'],
    ['an interval past the tariff', { ...hour, to: TO + 1 }, 'inside of its tariff'],
    ['an interval of no length', { ...hour, to: FROM }, 'has a length'],
  ])('%s is refused', (_, interval, message) => {
    expect(() => rateInterval({ tariff, cursor: emptyCursor, interval })).toThrow(message)
  })
})

describe('periods', () => {
  const tariff = prepareTariff(simple)
  const hour = { from: FROM, to: FROM + HOUR_MS, quantityMicros: 3_000_000n }

  test('a register that is read later goes on in the period that another has left', () => {
    const later = { ...hour, from: FROM + 11 * DAY_MS, to: FROM + 12 * DAY_MS }
    const totals = [
      [hour, hour, later],
      [hour, later, hour],
      [later, hour, hour],
    ].map((intervals) => {
      let cursor = emptyCursor
      return intervals.reduce((sum, interval) => {
        const rated = rateInterval({ tariff, cursor, interval })
        cursor = rated.cursor
        return rated.lines.reduce((total, { amountMicros }) => total + amountMicros, sum)
      }, 0n)
    })
    expect(new Set(totals).size).toBe(1)
  })

  test('periods that ended are forgotten once nothing reaches back into them', () => {
    const later = { ...hour, from: FROM + 11 * DAY_MS, to: FROM + 12 * DAY_MS }
    const first = rateInterval({ tariff, cursor: emptyCursor, interval: hour })
    const { cursor } = rateInterval({ tariff, cursor: first.cursor, interval: later })
    expect(withoutPast(cursor, FROM)).toBe(cursor)
    expect(Object.keys(withoutPast(cursor, later.from))).toEqual(Object.keys(first.cursor))
  })
})
