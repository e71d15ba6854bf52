import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, headerLine, itemLine } from './csv.ts'

const contract = {
  components: {
    schemas: {
      Thing: {
        properties: {
          id: { type: 'string' },
          calendar: { $ref: '#/components/schemas/Calendar' },
          purses: { type: 'array', items: { type: 'object', properties: { kind: {} } } },
          detail: { type: 'object' },
          inner: { $ref: '#/components/schemas/Thing' },
        },
      },
      Calendar: { properties: { holidays: { type: 'array' }, quiet: { type: 'string' } } },
    },
  },
}
const columns = columnsOf(contract, 'Thing')
const only = [{ name: 'a', at: ['a'] }]

/** Reads a line as RFC 4180 says, by another way than it was written. */
function read(line: string): string[] {
  const cells: string[] = []
  let rest = line.replace(/\r\n$/, '')
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/s.exec(rest)
    if (match === null) throw new Error(`no CSV: ${line}`)
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') return cells
    rest = rest.slice(match[0].length)
  }
}

describe('a table', () => {
  it('lays out fields flat, and ends where a schema contains itself', () => {
    const names = read(headerLine(columns))
    expect(names.slice(0, 5)).toEqual([
      'id',
      'calendar.holidays',
      'calendar.quiet',
      'purses',
      'detail',
    ])
    expect(names).toContain('inner.inner.inner.id')
    expect(names.some((name) => name.split('.').length > 4)).toBe(false)
  })

  it('has a cell for each column, empty for what is not there, JSON for lists', () => {
    const item = { id: '1', calendar: { quiet: 'a, "b"' }, purses: [{ kind: 'cash' }] }
    expect(read(itemLine(columns, item)).slice(0, 4)).toEqual([
      '1',
      '',
      'a, "b"',
      '[{"kind":"cash"}]',
    ])
  })

  it('carries any text, and makes none a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [cell = ''] = read(itemLine(only, { a: text }))
        expect([text, `'${text}`]).toContain(cell)
        if (!/^-\d+(\.\d+)?$/.test(text)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-1+cmd', "'-1+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['-12.5', '-12.5'],
    ['a=b', 'a=b'],
  ])('%s stands as %s', (text, cell) => {
    expect(read(itemLine(only, { a: text }))).toEqual([cell])
  })
})
