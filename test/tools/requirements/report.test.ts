import { describe, expect, test } from 'vitest'
import list from './list.json' with { type: 'json' }
import { proofsIn, requirementsPage, type TestReport, unknownIds, verdict } from './report.ts'

const ROOT = '/repository'

function reportOf(...tests: readonly (readonly [title: string, status: string])[]): TestReport {
  const assertionResults = tests.map(([title, status]) => {
    const titles = title.split(' > ')
    return { ancestorTitles: titles.slice(0, -1), title: titles.at(-1) ?? '', status }
  })
  return { testResults: [{ name: `${ROOT}/test/flow/a.test.ts`, assertionResults }] }
}

const proofsOf = (...tests: readonly (readonly [title: string, status: string])[]) =>
  proofsIn({ report: reportOf(...tests), root: ROOT })

const stateOf = (id: string, page: string): string | undefined =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| ${id} |`))
    ?.split(' | ')[2]

describe('ids in titles', () => {
  test.each([
    ['M2: one effect', ['M2']],
    ['S5, S6: a relay that lies', ['S5', 'S6']],
    ['S5 and INV12: both', ['S5', 'INV12']],
    ['ledger > M1: sums to zero', ['M1']],
    ['M1: ledger > INV1: sums to zero', ['M1', 'INV1']],
  ])('of %j', (title, ids) => {
    expect(proofsOf([title, 'passed'])).toMatchObject([{ ids, file: 'test/flow/a.test.ts' }])
  })

  test.each(['speaks of M2 in passing', 'M2 without a colon', 'm2: small'])(
    'none in: %s',
    (title) => {
      expect(proofsOf([title, 'passed'])).toEqual([])
    },
  )
})

describe('a requirement', () => {
  test.each([
    ['holds', ['passed']],
    ['holds', ['passed', 'passed']],
    ['holds', ['passed', 'skipped']],
    ['fails', ['passed', 'failed']],
    ['fails', ['failed']],
    ['no test', ['skipped']],
    ['no test', ['pending', 'todo', 'disabled']],
    ['no test', []],
  ])('%s when its tests were %j', (expected, statuses) => {
    const proofs = statuses.map((status) => ({ ids: ['M1'], title: 'M1: x', file: 'a', status }))
    expect(verdict(proofs)).toBe(expected)
  })
})

describe('the page', () => {
  const proofs = proofsOf(
    ['M1: holds', 'passed'],
    ['M2: breaks', 'failed'],
    ['M3: left out', 'skipped'],
    ['M1: a | b', 'passed'],
  )
  const page = requirementsPage({ requirements: list, proofs })

  test('lists every requirement once, with its state', () => {
    expect(page.match(/^\| (?!id )[A-Z]/gm)).toHaveLength(list.length)
    expect(['M1', 'M2', 'M3', 'M4'].map((id) => stateOf(id, page))).toEqual([
      'holds',
      'fails',
      'no test',
      'no test',
    ])
    expect(page).toContain(`1 hold, 1 fail, ${list.length - 2} have no test.`)
  })

  test('names the tests, and which did not pass', () => {
    expect(page).toContain(
      String.raw`M1: a \| b (test/flow/a.test.ts)<br>M1: holds (test/flow/a.test.ts) |`,
    )
    expect(page).toContain('M2: breaks (test/flow/a.test.ts) — failed |')
    expect(page).toContain('M3: left out (test/flow/a.test.ts) — did not run |')
  })

  test('does not depend on the order of the run', () => {
    expect(requirementsPage({ requirements: list, proofs: proofs.toReversed() })).toBe(page)
  })
})

test('an id that no requirement has is reported', () => {
  const proofs = proofsOf(['M77: nothing', 'passed'], ['M1: known', 'passed'])
  expect(unknownIds({ requirements: list, proofs })).toEqual([
    'M77 in "M77: nothing" (test/flow/a.test.ts)',
  ])
})

test('the ids are unique', () => {
  expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
})
