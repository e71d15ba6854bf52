import { expect, it } from 'vitest'
import { tableOf } from './chart/series.ts'
import { csvOf, fileName } from './csv.ts'

it('a plot is told as a table: a row for each instant, empty where nothing is known', () => {
  const rows = tableOf(
    [
      {
        name: 'Today',
        kind: 'bar',
        points: [
          [0, 1.5],
          [3_600_000, null],
        ],
      },
      { name: 'Yesterday', kind: 'line', points: [[3_600_000, -2]] },
    ],
    'kWh',
  )
  expect(csvOf(rows)).toBe(
    [
      'at,Today (kWh),Yesterday (kWh)',
      '1970-01-01T00:00:00.000Z,1.5,',
      '1970-01-01T01:00:00.000Z,,-2',
      '',
    ].join('\r\n'),
  )
})

it('a cell holds what it holds, and is no formula', () => {
  expect(csvOf([['=1+1', '-5', '-a', 'a "b", c', 'x\ny']])).toBe(
    `'=1+1,-5,'-a,"a ""b"", c","x\ny"\r\n`,
  )
})

it('a file has a name that every system takes', () => {
  expect(fileName('Use: today / yesterday?', 'csv')).toBe(
    'Use today yesterday .csv'.replace(' .', '.'),
  )
  expect(fileName('???', 'png')).toBe('busbar.png')
})
