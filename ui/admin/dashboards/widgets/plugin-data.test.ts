import { expect, it } from 'vitest'
import { seriesFrom, shownBy } from './plugin-data.ts'

it('figures over time are put in order, and what is none is left out', () => {
  const shown = shownBy({ show: { items: '/items', at: '/when', value: '/amount' } })
  const items = [
    { when: '2026-01-02T00:00:00Z', amount: '2.5' },
    { when: 'never', amount: '1' },
    { when: '2026-01-01T00:00:00Z', amount: '1' },
    { when: '2026-01-03T00:00:00Z', amount: 'much' },
  ]
  expect(seriesFrom({ items }, shown, 'Paid')).toEqual([
    {
      ...{ name: 'Paid', kind: 'line' },
      points: [
        [Date.UTC(2026, 0, 1), 1],
        [Date.UTC(2026, 0, 2), 2.5],
      ],
    },
  ])
})
