import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction, transactionOn } from '../../core/persistence/sql.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let here: Building
let there: Building

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  here = await makeBuilding(owner, 'here')
  there = await makeBuilding(owner, 'there')
})
afterAll(() => api.stop())

interface Event {
  readonly id: string | null
  readonly event: string
  readonly data: {
    readonly type?: string
    readonly siteId?: string
    readonly data?: { n?: number }
  }
}

/** Reads a stream of server-sent events until it is closed. */
async function listen(person: Person, query = '', headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(`${api.url}/api/v1/events${query}`, {
    headers: { cookie: person.cookie, ...headers },
    signal: controller.signal,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const events: Event[] = []
  let text = ''
  let ended = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null
        const data = field('data')
        if (data !== null)
          events.push({ id: field('id'), event: field('event') ?? '', data: JSON.parse(data) })
        else events.push({ id: null, event: 'comment', data: {} })
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      ended = true
    })
  return {
    events,
    facts: () => events.filter(({ id }) => id !== null),
    isEnded: () => ended,
    async close() {
      controller.abort()
      await reading
    },
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (condition()) return
    await sleep(25)
  }
  expect.fail(`never: ${what}`)
}

const draft = (siteId: string, n: number, tenantId: string | null = null, topic = 'supply') => ({
  siteId,
  tenantId,
  topic,
  type: 'supply-cut',
  data: { n },
})

const append = (...facts: ReturnType<typeof draft>[]) =>
  inTransaction(api.pool, (transaction) => api.facts.append(facts, transaction))

const numbers = (events: readonly Event[]) => events.map(({ data }) => data.data?.n)

describe('live events', () => {
  it('tells what committed, and nothing that was rolled back', async () => {
    const stream = await listen(owner, '?topics=supply')
    await append(draft(here.siteId, 1))
    await inTransaction(api.pool, async (transaction) => {
      await api.facts.append([draft(here.siteId, 666)], transaction)
      throw new Error('no')
    }).catch(() => undefined)
    await append(draft(there.siteId, 2), draft(there.siteId, 3, null, 'payment'))
    await until(() => stream.facts().length >= 2, 'two facts')
    await stream.close()
    expect(numbers(stream.facts())).toEqual([1, 2])
  })

  it('resumes after the last event, missing none that committed late with an earlier id', async () => {
    const first = await listen(owner)
    // Takes its place in the order first, and commits last.
    const slow = await api.pool.connect()
    await slow.query('BEGIN')
    await api.facts.append([draft(here.siteId, 10)], transactionOn(slow))
    await append(draft(here.siteId, 11))
    await sleep(700)
    // What lies above the watermark is not told yet: told now, 10 would be missed by who resumes after 11.
    expect(numbers(first.facts())).toEqual([])
    await slow.query('COMMIT')
    slow.release()
    await until(() => first.facts().length === 2, 'both facts')
    await first.close()
    expect(numbers(first.facts())).toEqual([10, 11])
    await append(draft(here.siteId, 12), draft(here.siteId, 13))
    const resumed = await listen(owner, '', { 'last-event-id': String(first.facts()[0]?.id) })
    await until(() => resumed.facts().length === 3, 'what came after the first')
    await resumed.close()
    expect(numbers(resumed.facts())).toEqual([11, 12, 13])
  })

  it('resumes from further back than is kept in memory', async () => {
    const stream = await listen(owner)
    await append(draft(here.siteId, 0))
    await until(() => stream.facts().length === 1, 'the first')
    await stream.close()
    const many = Array.from({ length: 2_600 }, (_none, index) => draft(here.siteId, index + 1))
    for (let at = 0; at < many.length; at += 500) await append(...many.slice(at, at + 500))
    const resumed = await listen(owner, '', { 'last-event-id': String(stream.facts()[0]?.id) })
    await until(() => resumed.facts().length >= many.length, 'all of them')
    await resumed.close()
    expect(numbers(resumed.facts())).toEqual(many.map(({ data }) => data.n))
  })

  it('INV12: tells each listener only of their sites, and a tenant only of their own business', async () => {
    const manager = await api.person([{ role: 'manager', siteId: here.siteId }])
    const tenant = await api.person([
      { role: 'tenant', siteId: here.siteId, tenantId: here.tenantId },
    ])
    const streams = await Promise.all([listen(owner), listen(manager), listen(tenant)])
    const elsewhere = await listen(manager, `?site=${there.siteId}`)
    await append(
      draft(here.siteId, 20),
      draft(here.siteId, 21, here.tenantId),
      draft(there.siteId, 22),
      draft(there.siteId, 23, there.tenantId),
    )
    await until(() => streams[0].facts().length === 4, 'all for the owner')
    await sleep(200)
    expect(streams.map((stream) => numbers(stream.facts()))).toEqual([
      [20, 21, 22, 23],
      [20, 21],
      [21],
    ])
    expect(elsewhere.facts()).toEqual([])
    await Promise.all([...streams, elsewhere].map((stream) => stream.close()))
  })

  it('tells the latest reading of each meter, at most once a second, and keeps none', async () => {
    const stream = await listen(owner)
    const startedAt = Date.now()
    for (let n = 1; n <= 300; n += 1) {
      for (const meterId of ['1', '2'])
        api.hub.reading({ siteId: here.siteId, tenantId: null, meterId, data: { n } })
      await sleep(5)
    }
    const readings = () => stream.events.filter(({ event }) => event === 'reading')
    await until(() => numbers(readings()).filter((n) => n === 300).length === 2, 'the last values')
    const seconds = (Date.now() - startedAt) / 1_000
    expect(readings().length).toBeLessThanOrEqual(2 * (Math.ceil(seconds) + 1))
    await stream.close()
    const { rows } = await api.pool.query(
      "SELECT count(*)::int AS n FROM fact WHERE topic = 'reading'",
    )
    expect(rows[0].n).toBe(0)
  })

  it('breathes while nothing happens, and ends when a role is taken away', async () => {
    const person = await api.person([{ role: 'manager', siteId: here.siteId }])
    const stream = await listen(person)
    await until(
      () => stream.events.filter(({ event }) => event === 'comment').length >= 3,
      'comments',
    )
    const { items } = await api.roles.assignmentsOf({ userId: person.userId })
    for (const { id } of items) await api.roles.revoke({ id }, async () => undefined)
    await until(stream.isEnded, 'the end')
  })

  it('forgets listeners that are gone', async () => {
    const before = api.hub.listeners()
    const stream = await listen(owner)
    expect(api.hub.listeners()).toBe(before + 1)
    await stream.close()
    await until(() => api.hub.listeners() === before, 'gone')
  })
})
