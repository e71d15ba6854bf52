import { expect, it } from 'vitest'
import { isSingleCsv, kindIn, type Row, repeatedFaults, SHOWN_ROWS, shownRows } from './imports.ts'

const KINDS = ['sites', 'spaces', 'meteringPoints']
const fileOf = (name: string) => new File(['x'], name)

it('asks what a single CSV file holds, and takes it from its name', () => {
  expect(isSingleCsv(fileOf('x.CSV'))).toBe(true)
  expect(isSingleCsv(fileOf('x.xlsx'))).toBe(false)
  expect(isSingleCsv(null)).toBe(false)
  expect(kindIn('spaces (2).csv', KINDS)).toBe('spaces')
  expect(kindIn('meteringpoints-2026.csv', KINDS)).toBe('meteringPoints')
  expect(kindIn('space.csv', KINDS)).toBeNull()
})

it('shows what is wrong alone, and never more than a page can hold', () => {
  const row = (outcome: Row['outcome'], at: number): Row => ({
    ...{ resource: 'spaces', sheet: 'spaces', row: at, key: '', changes: [], errors: [] },
    outcome,
  })
  const rows = Array.from({ length: 2_000 }, (_each, at) => row(at % 2 ? 'error' : 'create', at))
  const wrong = shownRows(rows, true)
  expect([wrong.rows.length, wrong.count]).toEqual([SHOWN_ROWS, 1_000])
  expect(wrong.rows.every(({ outcome }) => outcome === 'error')).toBe(true)
  expect(shownRows(rows.slice(0, 3), false).rows).toHaveLength(3)
})

it('tells first what is wrong in many rows, for it is one thing to mend', () => {
  const row = (at: number, name: string): Row => ({
    ...{ resource: 'spaces', sheet: 'spaces', row: at, key: '', changes: [], outcome: 'error' },
    errors: [
      {
        ...{ cell: `A${at}`, column: 'site.code', code: 'referenceUnknown', message: '' },
        parameters: { name, kind: 'sites' },
      },
    ],
  })
  const rows = [row(2, 'a'), row(3, 'b'), row(4, 'b'), row(5, 'b'), row(6, 'c'), row(7, 'c')]
  const told = repeatedFaults(rows).map(({ count, fault }) => [count, fault.parameters.name])
  expect(told).toEqual([
    [3, 'b'],
    [2, 'c'],
  ])
})
