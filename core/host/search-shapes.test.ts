import { describe, expect, test } from 'vitest'
import { asBrowsing, asDiscovery } from './search-shapes.ts'

const point = { address: { a: 1 }, title: 'P', role: 'register', unit: 'kWh' }
const device = { source: 'd', title: 'D', points: [point] }
const source = {
  source: 't',
  at: 1,
  count: 2,
  sample: 'x',
  fields: [{ place: '/x', value: '1', point }],
}
const refused = expect.objectContaining({ code: 'plugin-call-failed' })

describe('what a search brings back', () => {
  test('is taken as the contract says, without anything else', () => {
    const found = asDiscovery({ devices: [{ ...device, more: 1 }], sources: [source] }, {})
    expect(found).toEqual({ devices: [device], sources: [source] })
    expect(asDiscovery({ devices: [] }, {})).toEqual({ devices: [], sources: [] })
    const node = { nodeId: 'n', title: 'N', hasChildren: true }
    expect(asBrowsing({ nodes: [{ ...node, point, value: '1' }, node] }, {})).toEqual({
      nodes: [{ ...node, point, value: '1' }, node],
    })
  })

  test('is cut to what was asked for', () => {
    const many = Array.from({ length: 300 }, () => device)
    const request = { limit: 3 }
    expect(asDiscovery({ devices: many, sources: [] }, request).devices).toHaveLength(3)
    expect(asDiscovery({ devices: many }, {}).devices).toHaveLength(200)
    const sample = 'x'.repeat(10_000)
    const long = asDiscovery({ devices: [], sources: [{ ...source, sample }] }, {})
    expect(long.sources?.[0]?.sample).toHaveLength(4_096)
  })

  test.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['no list', { devices: {} }],
    ['a device without points', { devices: [{ source: 'd', title: 'D' }] }],
    ['an unknown role', { devices: [{ ...device, points: [{ ...point, role: 'king' }] }] }],
    [
      'an address that is a text',
      { devices: [{ ...device, points: [{ ...point, address: 'a' }] }] },
    ],
    ['a time that is none', { devices: [], sources: [{ ...source, at: 'now' }] }],
  ])('is refused: %s', (_what, result) => {
    expect(() => asDiscovery(result, {})).toThrow(refused)
  })
})
