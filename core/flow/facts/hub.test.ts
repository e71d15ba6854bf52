import { describe, expect, it } from 'vitest'
import { createEventHub } from './hub.ts'
import type { Fact } from './ports.ts'

const fact = (n: number): Fact => ({
  cursor: `${n}-1`,
  at: 0,
  siteId: '1',
  tenantId: null,
  topic: 'supply',
  type: 'supply-cut',
  data: { n },
})

function started(facts: readonly Fact[]) {
  let now = 0
  const hub = createEventHub({
    clock: { now: () => now },
    stallMs: 1_000,
    reader: {
      head: async () => ({ cursor: '9-0' }),
      after: async ({ cursor }) => ({
        facts: facts.filter(
          (one) => Number(one.cursor.split('-')[0]) > Number(cursor.split('-')[0]),
        ),
      }),
      listen: async () => ({ stop: async () => undefined }),
    },
  })
  return {
    hub,
    advance(ms: number) {
      now += ms
    },
  }
}

const subscription = {
  grants: [{ siteId: null, tenantId: null }],
  siteId: null,
  topics: null,
  after: '0-0',
  stillAllowed: async () => true,
}

describe('createEventHub', () => {
  it('drops a listener that leaves what it was handed, saying where to go on', async () => {
    const { hub, advance } = started([fact(1), fact(2), fact(3)])
    await hub.start()
    const deliveries = hub.subscribe(subscription)
    expect((await deliveries.next()).value).toMatchObject({ fact: { cursor: '1-1' } })
    expect((await deliveries.next()).value).toMatchObject({ fact: { cursor: '2-1' } })
    advance(1_001)
    expect((await deliveries.next()).value).toEqual({ kind: 'lagged', cursor: '2-1' })
    expect((await deliveries.next()).done).toBe(true)
    expect(hub.listeners()).toBe(0)
    await hub.stop()
  })

  it('ends every listener when it stops', async () => {
    const { hub } = started([])
    await hub.start()
    const next = hub.subscribe({ ...subscription, after: null }).next()
    await hub.stop()
    expect((await next).done).toBe(true)
  })
})
