import { describe, expect, it } from 'vitest'
import { type Arrival, createRedeliveryFilter } from './redelivery.ts'

function arrival(change: Partial<Arrival> = {}): Arrival {
  return {
    topic: 't',
    payload: Buffer.from('1'),
    messageId: 7,
    dup: false,
    retain: false,
    ...change,
  }
}

describe('redelivery', () => {
  it('knows a redelivered message: pending until it was kept, kept afterwards', () => {
    const filter = createRedeliveryFilter({ limit: 10 })
    const { verdict, fingerprint } = filter.judge(arrival())
    expect(verdict).toBe('new')
    expect(filter.judge(arrival({ dup: true })).verdict).toBe('pending')
    filter.kept(fingerprint)
    expect(filter.judge(arrival({ dup: true })).verdict).toBe('kept')
  })

  it.each([
    ['the same again from the device', { dup: false }],
    ['another packet id', { dup: true, messageId: 8 }],
    ['another payload under a used id', { dup: true, payload: Buffer.from('2') }],
    ['another topic under a used id', { dup: true, topic: 'u' }],
    ['QoS 0', { dup: true, messageId: undefined }],
  ])('passes on %s', (_name, change) => {
    const filter = createRedeliveryFilter({ limit: 10 })
    filter.kept(filter.judge(arrival()).fingerprint)
    expect(filter.judge(arrival(change)).verdict).toBe('new')
  })

  it('begins anew with a new session', () => {
    const filter = createRedeliveryFilter({ limit: 10 })
    filter.kept(filter.judge(arrival()).fingerprint)
    filter.newSession()
    expect(filter.judge(arrival({ dup: true })).verdict).toBe('new')
  })

  it('knows the retained replay of the last message of a topic, and of no other', () => {
    const filter = createRedeliveryFilter({ limit: 10 })
    filter.judge(arrival())
    expect(filter.judge(arrival({ retain: true, messageId: 9 })).verdict).toBe('kept')
    filter.judge(arrival({ payload: Buffer.from('2') }))
    expect(filter.judge(arrival({ retain: true, messageId: 10 })).verdict).toBe('new')
  })

  it('forgets the oldest beyond its limit', () => {
    const filter = createRedeliveryFilter({ limit: 2 })
    for (const messageId of [1, 2, 3]) filter.judge(arrival({ messageId }))
    expect(filter.judge(arrival({ messageId: 3, dup: true })).verdict).toBe('pending')
    expect(filter.judge(arrival({ messageId: 1, dup: true })).verdict).toBe('new')
  })
})
