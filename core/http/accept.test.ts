import { expect, it } from 'vitest'
import { prefersCsv } from './accept.ts'

it.each([
  [undefined, false],
  ['*/*', false],
  ['text/*', false],
  ['application/json', false],
  ['text/csv', true],
  ['TEXT/CSV; header=present', true],
  ['text/csv;q=0', false],
  ['application/json, text/csv', true],
  ['application/json, text/csv;q=0.9', false],
  ['text/html, text/csv;q=0.8, application/json;q=0.5', true],
  ['text/csv;q=nonsense', false],
])('%s asks for CSV: %s', (accept, csv) => {
  expect(prefersCsv(accept)).toBe(csv)
})
