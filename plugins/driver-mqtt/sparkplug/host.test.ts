import { encodePayload, type WireMetric } from '@busbar/sparkplug/wire'
import { expect, it } from 'vitest'
import { createSparkplugHost } from './host.ts'

const NODE = { group: 'house', node: 'gateway' }
const AT = Date.UTC(2026, 5, 1)

/** A host with a register of the node, and the node's messages. */
function setUp() {
  const asked: string[] = []
  const host = createSparkplugHost({
    now: () => AT,
    publish: ({ topic }) => void asked.push(topic),
  })
  host.use([
    {
      binding: { pointId: 'energy', role: 'register', unit: 'kWh', address: {} },
      address: { format: 'sparkplug', ...NODE, metric: 'Energy' },
    },
  ])
  let seq = 0
  const say = (type: 'NBIRTH' | 'NDATA' | 'NDEATH', ...metrics: WireMetric[]) => {
    const isDeath = type === 'NDEATH'
    const payload = encodePayload({ timestamp: AT, metrics, ...(isDeath ? {} : { seq }) })
    if (!isDeath) seq = (seq + 1) % 256
    return host.take({ topic: `spBv1.0/house/${type}/gateway`, payload })
  }
  const born = (bdSeq: string) => {
    seq = 0
    return say('NBIRTH', { name: 'bdSeq', datatype: 8, longValue: bdSeq }, energyOf('1000'))
  }
  const died = (bdSeq: string) => say('NDEATH', { name: 'bdSeq', datatype: 8, longValue: bdSeq })
  return { host, asked, say, born, died }
}

const energyOf = (longValue: string, more: Partial<WireMetric> = {}): WireMetric => ({
  ...{ name: 'Energy', datatype: 8, longValue },
  ...more,
})

it('the death of an earlier birth, told late, is not the death of who was born since', () => {
  const { host, born, died } = setUp()
  born('7')
  born('8')
  expect(died('7')?.snapshots).toEqual([])
  expect(host.isOnline(NODE)).toBe(true)
  expect(host.counters()).toMatchObject({ deaths: 0, nodesOnline: 1 })
  died('8')
  expect(host.isOnline(NODE)).toBe(false)
  expect(host.counters()).toMatchObject({ deaths: 1, nodesOnline: 0 })
})

it('S5: what is told of the past is kept, and answers nobody', () => {
  const { born, say } = setUp()
  born('1')
  const past = say('NDATA', energyOf('1001', { isHistorical: true }))
  expect(past?.snapshots[0]?.values).toMatchObject([{ pointId: 'energy', value: '1001' }])
  expect(past?.heard).toEqual([])
  expect(say('NDATA', energyOf('1002'))?.heard).toMatchObject([{ value: '1002' }])
})
