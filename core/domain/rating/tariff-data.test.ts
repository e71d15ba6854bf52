import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledTariff } from '../../contracts/tariff-strategy.ts'
import type { FieldError } from '../../kernel/error.ts'
import { HOUR_MS } from '../../kernel/instant.ts'
import { FROM, runs, TO, tariffs } from './arbitraries.fixture.ts'
import { carryCursor, cursorFromJson, cursorToJson, emptyCursor } from './cursor.ts'
import { explainLine } from './explain.ts'
import { prepareTariff } from './prepare.ts'
import { rateInterval } from './rate.ts'
import { spreadUse } from './spread.ts'
import { splitByVersion, versionAt } from './versions.ts'

const title = (en: string) => ({ en })

function ladderTariff(from: number, priceMicros: string): CompiledTariff {
  return {
    from,
    to: TO,
    bands: [{ id: 'all', title: title('All day') }],
    segments: [{ from, band: 'all' }],
    components: [
      {
        kind: 'usage',
        id: 'energy',
        title: title('Energy'),
        category: 'energy',
        ladders: {
          all: [
            { upToMicros: '10000000', priceMicros },
            { upToMicros: null, priceMicros: '2000000' },
          ],
        },
        periodStarts: [FROM],
        explanation: title('The price bureau says so.'),
      },
      {
        kind: 'percentage',
        id: 'vat',
        title: title('VAT'),
        category: 'energy',
        rateMicros: '60000',
        of: ['energy'],
        explanation: title('By law.'),
      },
    ],
  }
}

describe('cursor', () => {
  test('survives being stored, with equal text for equal cursors', () => {
    fc.assert(
      fc.property(tariffs, runs, (compiled, intervals) => {
        const tariff = prepareTariff(compiled)
        let cursor = emptyCursor
        for (const interval of intervals) cursor = rateInterval({ tariff, cursor, interval }).cursor
        const text = JSON.stringify(cursorToJson(cursor))
        const back = cursorFromJson(JSON.parse(text))
        expect(back).toEqual(cursor)
        const reversed = Object.fromEntries(Object.entries(back).reverse())
        expect(JSON.stringify(cursorToJson(reversed))).toBe(text)
      }),
    )
  })

  test.each([
    ['no entry', { 'energy/all': 1 }],
    ['a number for a figure', { 'energy/all': { periodStart: 0, quantityMicros: 1 } }],
    ['no period', { 'energy/all': { quantityMicros: '1', amountMicros: '1' } }],
  ])('%s is refused', (_, json) => {
    expect(() => cursorFromJson(json)).toThrow('energy/all')
  })

  test('the ladder goes on under the next version, at its prices and from zero amount', () => {
    const change = FROM + HOUR_MS
    const before = rateInterval({
      tariff: prepareTariff(ladderTariff(FROM, '1000000')),
      cursor: emptyCursor,
      interval: { from: FROM, to: change, quantityMicros: 7_000_000n },
    })
    const tariff = prepareTariff(ladderTariff(change, '1500000'))
    const cursor = carryCursor({ cursor: before.cursor, tariff, at: change })
    const after = rateInterval({
      tariff,
      cursor,
      interval: { from: change, to: change + HOUR_MS, quantityMicros: 5_000_000n },
    })
    expect(
      after.lines.map((line) => [line.component, line.quantityMicros, line.amountMicros]),
    ).toEqual([
      ['energy', 3_000_000n, 4_500_000n],
      ['energy', 2_000_000n, 4_000_000n],
      ['vat', 8_500_000n, 510_000n],
    ])
    expect(after.cursor['energy/all']).toEqual({
      periodStart: FROM,
      quantityMicros: 5_000_000n,
      amountMicros: 8_500_000n,
      carriedMicros: 7_000_000n,
    })
  })

  test('nothing is carried into another period', () => {
    const compiled = ladderTariff(FROM, '1')
    const tariff = prepareTariff({
      ...compiled,
      components: compiled.components.map((component) =>
        component.kind === 'usage' ? { ...component, periodStarts: [FROM - 1] } : component,
      ),
    })
    const entry = { periodStart: FROM, quantityMicros: 1n, amountMicros: 1n, carriedMicros: 0n }
    expect(carryCursor({ cursor: { 'energy/all': entry }, tariff, at: FROM })).toEqual({})
  })
})

describe('versions', () => {
  const versions = [10, 20, 30].map((effectiveFrom) => ({ effectiveFrom }))
  const [first, second, third] = versions

  test('the version is the last one effective, at its very instant too', () => {
    expect(versionAt(versions, 9)).toBeNull()
    expect(versionAt(versions, 10)).toBe(first)
    expect(versionAt(versions, 29)).toBe(second)
    expect(versionAt(versions, 1e9)).toBe(third)
    expect(versionAt([], 5)).toBeNull()
  })

  test('an interval is cut where versions change, and says where none is in force', () => {
    expect(splitByVersion(versions, 5, 30)).toEqual([
      { from: 5, to: 10, version: null },
      { from: 10, to: 20, version: first },
      { from: 20, to: 30, version: second },
    ])
    expect(splitByVersion(versions, 30, 31)).toEqual([{ from: 30, to: 31, version: third }])
  })

  test('stretches cover the interval without gap or overlap', () => {
    const instants = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 8 })
    fc.assert(
      fc.property(instants, fc.nat(100), fc.integer({ min: 1, max: 50 }), (list, from, length) => {
        const sorted = list.sort((a, b) => a - b).map((effectiveFrom) => ({ effectiveFrom }))
        const stretches = splitByVersion(sorted, from, from + length)
        expect(stretches[0]?.from).toBe(from)
        expect(stretches.at(-1)?.to).toBe(from + length)
        stretches.forEach((stretch, index) => {
          expect(stretch.to).toBe(stretches[index + 1]?.from ?? from + length)
          const linear = sorted.findLast(({ effectiveFrom }) => effectiveFrom <= stretch.from)
          expect(stretch.version).toBe(linear ?? null)
          expect(stretch.to).toBeGreaterThan(stretch.from)
        })
      }),
    )
  })

  test('a spread use sums to the whole, its parts even to the micro', () => {
    const cuts = fc
      .uniqueArray(fc.integer({ min: -5, max: 105 }))
      .map((list) => list.sort((a, b) => a - b))
    fc.assert(
      fc.property(cuts, fc.bigInt({ min: 0n, max: 1_000_000n }), (list, quantityMicros) => {
        const parts = spreadUse({ from: 0, to: 100, quantityMicros }, list)
        expect(parts.reduce((sum, part) => sum + part.quantityMicros, 0n)).toBe(quantityMicros)
        for (const part of parts) {
          const exact = (Number(quantityMicros) * (part.to - part.from)) / 100
          expect(Math.abs(Number(part.quantityMicros) - exact)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('explaining a line', () => {
  test('names price, step and what was used before, or what a percentage is a share of', () => {
    const tariff = prepareTariff(ladderTariff(FROM, '1000000'))
    const interval = { from: FROM, to: FROM + HOUR_MS, quantityMicros: 12_500_000n }
    const { lines } = rateInterval({ tariff, cursor: emptyCursor, interval })
    const [, second, vat] = lines.map((line) => explainLine(line, tariff))
    expect(second).toEqual({
      kind: 'usage',
      category: 'energy',
      title: { en: 'Energy' },
      band: { en: 'All day' },
      why: { en: 'The price bureau says so.' },
      from: FROM,
      to: FROM + HOUR_MS,
      quantity: '2.5',
      price: '2',
      amount: '5',
      formula: '2.5 × 2',
      step: {
        number: 2,
        of: 2,
        above: '10',
        upTo: null,
        periodStart: FROM,
        usedBefore: '10',
        usedAfter: '12.5',
      },
      estimated: false,
    })
    expect(vat).toMatchObject({
      formula: '15 × 0.06',
      amount: '0.9',
      shareOf: [{ en: 'Energy' }],
    })
  })
})

describe('compiled tariffs that contradict the contract', () => {
  const good = ladderTariff(FROM, '1000000')
  const [energy, vat] = good.components
  const ladder = (steps: readonly { upToMicros: string | null; priceMicros: string }[]) => ({
    ...good,
    components: [{ ...energy, ladders: { all: steps } }, vat] as CompiledTariff['components'],
  })

  test.each<[string, CompiledTariff, string]>([
    [
      'a late first segment',
      { ...good, segments: [{ from: FROM + 1, band: 'all' }] },
      '/segments/0/from',
    ],
    ['no segments', { ...good, segments: [] }, '/segments/0/from'],
    [
      'segments past the end',
      { ...good, segments: [...good.segments, { from: TO, band: 'all' }] },
      '/segments',
    ],
    ['an unknown band', { ...good, segments: [{ from: FROM, band: 'x' }] }, '/segments/0/band'],
    ['no length', { ...good, to: FROM }, '/to'],
    ['a band twice', { ...good, bands: [...good.bands, ...good.bands] }, '/bands/1/id'],
    ['an id with a slash', { ...good, bands: [{ id: 'a/b', title: title('x') }] }, '/bands/0/id'],
    [
      'a float price',
      ladder([{ upToMicros: null, priceMicros: '0.5' }]),
      '/components/0/ladders/all/0/priceMicros',
    ],
    [
      'a closed ladder',
      ladder([{ upToMicros: '5', priceMicros: '1' }]),
      '/components/0/ladders/all',
    ],
    ['an empty ladder', ladder([]), '/components/0/ladders/all'],
    [
      'falling steps',
      ladder([
        { upToMicros: '5', priceMicros: '1' },
        { upToMicros: '5', priceMicros: '1' },
        { upToMicros: null, priceMicros: '1' },
      ]),
      '/components/0/ladders/all/1/upToMicros',
    ],
    ['a share of nothing', { ...good, components: vat ? [vat] : [] }, '/components/0/of/0'],
  ])('%s is refused', (_, compiled, pointer) => {
    let errors: readonly FieldError[] = []
    try {
      prepareTariff(compiled)
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'tariff-invalid' })
      errors = (thrown as { errors: readonly FieldError[] }).errors
    }
    expect(errors.map((error) => error.pointer)).toContain(pointer)
  })
})
