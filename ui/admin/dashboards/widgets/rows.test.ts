import { expect, it } from 'vitest'
import { cellOf, csvOfRows, rowsAt } from './rows.ts'

const answer = {
  items: [{ name: '=A', health: { counters: { messages: 5 } } }, 'no row', { name: 'B' }],
}

it('rows are found where the plugin says, and told without formulas', () => {
  const rows = rowsAt(answer, '/items')
  expect(rows).toHaveLength(2)
  expect(rowsAt(answer, '/nothing')).toEqual([])
  const columns = [
    { title: 'Name', pointer: '/name', schema: { type: 'string' } },
    { title: 'Messages', pointer: '/health/counters/messages', schema: {} },
  ]
  expect(csvOfRows(columns, rows)).toBe("Name,Messages\r\n'=A,5\r\nB,\r\n")
})

it('what no schema describes shows itself by its type', () => {
  expect(cellOf({ a: 5 }, { pointer: '/a', schema: {} })).toEqual({
    value: 5,
    schema: { type: 'number' },
  })
  expect(cellOf({ a: 5 }, { pointer: '/a', schema: { type: 'integer' } }).schema).toEqual({
    type: 'integer',
  })
})
