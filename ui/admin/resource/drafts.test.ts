import { expect, it } from 'vitest'
import { carried } from './drafts.ts'

it('a site that becomes known late is filled in, and what was typed before stays', () => {
  const base = { kind: 'unit' }
  const start = { kind: 'unit', siteId: '3' }
  expect(carried({ base, draft: { kind: 'unit', name: 'Lotus' }, start })).toEqual({
    ...{ kind: 'unit', siteId: '3', name: 'Lotus' },
  })
  expect(carried({ base, draft: { kind: 'common', siteId: '4' }, start })).toEqual({
    ...{ kind: 'common', siteId: '4' },
  })
})

it('what was emptied stays empty', () => {
  const carriedOn = carried({ base: { kind: 'unit' }, draft: {}, start: { kind: 'unit' } })
  expect(carriedOn).toEqual({})
})
