import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createConnectionTraces, type TracedEntry, type TraceRecords } from './traces.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const PAUSE_MS = 1_000

/** A recorder in the test's hand. */
function recording() {
  const entries: TracedEntry[] = []
  const listeners = new Set<() => void>()
  const state = { isOn: true, mayListen: true }
  const standing = () => ({
    ...{ isOn: state.isOn, startedAt: 0, until: 1, lastSequence: entries.length },
    ...{ kept: entries.length, dropped: 0 },
  })
  const records: TraceRecords = {
    start: standing,
    stop: standing,
    state: standing,
    read: ({ after, limit }) => entries.filter(({ sequence }) => sequence > after).slice(0, limit),
    listen({ told }) {
      listeners.add(told)
      return () => listeners.delete(told)
    },
  }
  const point = 'meterDrivers' as const
  const connection = { id: '7', siteId: '1', pluginId: 'p', point, type: 't', name: 'n' }
  const traces = createConnectionTraces({
    store: {
      get: async (id) => (id === '7' ? { ...connection, config: {}, enabled: true } : null),
      transaction: async () => expect.fail('nothing is changed'),
    },
    audit: { append: async () => expect.fail('nothing is changed') },
    ...{ records, pauseMs: PAUSE_MS },
  })
  const changed = () => {
    for (const told of listeners) told()
  }
  return {
    ...{ state, listeners, changed },
    add(summary: string) {
      const sequence = entries.length + 1
      entries.push({ sequence, at: 0, direction: 'in', peer: '', summary })
      changed()
    },
    follow: (after = 0) =>
      traces.follow({ id: '7', after, stillAllowed: async () => state.mayListen }),
  }
}

const summaries = (result: IteratorResult<{ items: readonly TracedEntry[] } | null, void>) =>
  result.value?.items.map(({ summary }) => summary)

test('a listener gets what is there, what comes, and what came while nobody asked', async () => {
  const { follow, add } = recording()
  add('1')
  add('2')
  const pages = follow(1)
  expect(summaries(await pages.next())).toEqual(['2'])
  add('3')
  add('4')
  const next = pages.next()
  await vi.advanceTimersByTimeAsync(300)
  expect(summaries(await next)).toEqual(['3', '4'])
  const last = pages.next()
  add('5')
  await vi.advanceTimersByTimeAsync(300)
  expect(summaries(await last)).toEqual(['5'])
  await pages.return()
})

test('it ends with the trace, and lets go of it', async () => {
  const { state, follow, add, changed, listeners } = recording()
  const pages = follow()
  await pages.next()
  add('the last')
  state.isOn = false
  changed()
  const ending = pages.next()
  await vi.advanceTimersByTimeAsync(300)
  expect(summaries(await ending)).toEqual(['the last'])
  expect((await pages.next()).done).toBe(true)
  expect(listeners.size).toBe(0)
})

test('a silence is broken from time to time, and whoever lost the role hears nothing more', async () => {
  const { state, follow, add, listeners } = recording()
  const pages = follow()
  await pages.next()
  const pause = pages.next()
  await vi.advanceTimersByTimeAsync(PAUSE_MS)
  expect((await pause).value).toBeNull()
  state.mayListen = false
  const page = pages.next()
  // What is there already is told; at the next pause is asked.
  expect(summaries(await page)).toEqual([])
  const ending = pages.next()
  await vi.advanceTimersByTimeAsync(PAUSE_MS)
  expect((await ending).done).toBe(true)
  add('unheard')
  expect(listeners.size).toBe(0)
})
