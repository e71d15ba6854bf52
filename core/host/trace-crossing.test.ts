import { describe, expect, test } from 'vitest'
import type { TraceEntry } from '../contracts/index.ts'
import { copyPlain } from './boundary.ts'
import { createTraceRedact, crossingTrace, recordBatch } from './trace-crossing.ts'
import type { TimedEntry, TraceRecorder } from './traces.ts'

const SECRET = 'open "sesame"'
const NOW = 1_000

function recording() {
  const entries: TimedEntry[] = []
  const state = { isOn: true, isOpen: true, dropped: 0 }
  const recorder: TraceRecorder = {
    get isOn() {
      return state.isOn
    },
    add: (entry) => void entries.push(entry),
    drop: (count) => {
      state.dropped += count
    },
    watch: () => () => undefined,
  }
  const redact = createTraceRedact([SECRET])
  const trace = crossingTrace(recorder, {
    ...{ boundary: copyPlain, redact, clock: { now: () => NOW }, isOpen: () => state.isOpen },
  })
  return { entries, state, recorder, redact, trace }
}

const entry = (change: Partial<TraceEntry> = {}): TraceEntry => ({
  ...{ direction: 'out', peer: 'a/b', summary: 'PUBLISH' },
  ...change,
})

describe('what a plugin writes to its trace', () => {
  test('bears the time, and is nothing while the trace is off or the connection closed', () => {
    const { entries, state, trace } = recording()
    trace.add(entry())
    state.isOn = false
    trace.add(entry())
    state.isOn = true
    state.isOpen = false
    expect(trace.isOn).toBe(false)
    trace.add(entry())
    expect(entries).toEqual([{ ...entry(), at: NOW }])
  })

  test('holds no secret, in any form that an excerpt may have, not even cut in two', () => {
    const { entries, trace } = recording()
    const hex = Buffer.from(`before ${SECRET} after`).toString('hex')
    const forms = [SECRET, JSON.stringify({ password: SECRET }), hex, `it is open "ses`]
    for (const text of forms) trace.add(entry({ peer: text, summary: text, detail: text }))
    trace.add(entry({ detail: `${'x'.repeat(2_040)}${SECRET}` }))
    const told = JSON.stringify(entries)
    expect(entries).toHaveLength(5)
    expect(told).toContain('••••')
    for (const leak of ['sesame', 'open', Buffer.from('sesame').toString('hex')])
      expect(told).not.toContain(leak)
  })

  test('is cut to what is kept of an entry', () => {
    const { entries, trace } = recording()
    const long = 'x'.repeat(50_000)
    trace.add(entry({ peer: long, summary: long, detail: long }))
    const [{ peer = '', summary = '', detail = '' } = {}] = entries
    expect([peer.length, summary.length, detail.length]).toEqual([200, 400, 2_048])
    expect(detail.endsWith('…')).toBe(true)
  })

  test('what is no entry is counted and harms nobody', () => {
    const { entries, state, trace } = recording()
    const junk: unknown[] = [null, 7, {}, { ...entry(), direction: 'up' }, { ...entry(), peer: 1 }]
    const trap = {
      get direction() {
        throw new Error('a trap')
      },
    }
    for (const one of [...junk, trap, { ...entry(), detail: () => '' }])
      trace.add(one as TraceEntry)
    expect(entries).toEqual([])
    expect(state.dropped).toBe(7)
  })
})

test('a batch of a process is judged like anything that comes from there', () => {
  const { entries, state, recorder, redact } = recording()
  const timed = { ...entry({ detail: SECRET }), at: 5, more: 'unknown' }
  recordBatch(
    recorder,
    { entries: [timed, { ...entry(), at: 'noon' }, 'junk'], dropped: 3 },
    redact,
  )
  for (const junk of [undefined, null, 'text', { entries: 7, dropped: -1 }])
    recordBatch(recorder, junk, redact)
  expect(entries).toEqual([{ ...entry({ detail: '••••••••' }), at: 5 }])
  expect(state.dropped).toBe(5)
})
