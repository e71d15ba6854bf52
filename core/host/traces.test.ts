import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTraces, type TraceLimits } from './traces.ts'

const ID = { connectionId: '7' }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function tracesOf(limits: Partial<TraceLimits> = {}) {
  const traces = createTraces({ wallClock: { now: () => Date.now() }, limits })
  const recorder = traces.recorder(ID)
  const add = (summary: string, detail?: string) =>
    recorder.add({
      ...{ at: Date.now(), direction: 'in', peer: 'a/b', summary },
      ...(detail !== undefined && { detail }),
    })
  const summaries = (after = 0, limit = 10_000) =>
    traces.read({ ...ID, after, limit }).map(({ summary }) => summary)
  return { traces, recorder, add, summaries }
}

describe('the trace of a connection', () => {
  test('records nothing until it is turned on, nor after its time is up', () => {
    const { traces, recorder, add, summaries } = tracesOf()
    add('before')
    expect(recorder.isOn).toBe(false)
    expect(traces.start({ ...ID, forMs: 60_000 })).toMatchObject({ isOn: true, kept: 0 })
    expect(recorder.isOn).toBe(true)
    add('within')
    vi.advanceTimersByTime(60_000)
    expect(recorder.isOn).toBe(false)
    add('after')
    expect(summaries()).toEqual(['within'])
    expect(traces.state(ID)).toMatchObject({ isOn: false, kept: 1, until: Date.now() })
  })

  test('what was recorded is kept for a while after its end, and then let go of', () => {
    const { traces, add, summaries } = tracesOf({ keptMs: 5_000 })
    traces.start({ ...ID, forMs: 60_000 })
    add('one')
    traces.stop(ID)
    vi.advanceTimersByTime(4_999)
    expect(summaries()).toEqual(['one'])
    vi.advanceTimersByTime(1)
    expect(summaries()).toEqual([])
    expect(traces.state(ID)).toMatchObject({ isOn: false, startedAt: null, lastSequence: 0 })
  })

  test('newer entries push out older ones, by number and by weight, and those are counted', () => {
    const { traces, recorder, add, summaries } = tracesOf({ entries: 3, bytes: 400 })
    traces.start({ ...ID, forMs: 60_000 })
    for (const summary of ['1', '2', '3', '4']) add(summary)
    expect(summaries()).toEqual(['2', '3', '4'])
    add('5', 'x'.repeat(250))
    // 64 bytes and the texts of each: one small entry fits beside the big one.
    expect(summaries()).toEqual(['4', '5'])
    recorder.drop(10)
    expect(traces.state(ID)).toMatchObject({ lastSequence: 15, kept: 2, dropped: 13 })
    add('6', '电'.repeat(200))
    // Bytes count, not characters: it is heavier than all that may be kept, and so is nothing beside it.
    expect(summaries()).toEqual([])
    expect(traces.state(ID)).toMatchObject({ lastSequence: 16, kept: 0, dropped: 16 })
  })

  test('is read on after a sequence, and begins anew without the sequence starting over', () => {
    const { traces, add, summaries } = tracesOf()
    traces.start({ ...ID, forMs: 60_000 })
    for (const summary of ['1', '2', '3']) add(summary)
    expect(summaries(1, 1)).toEqual(['2'])
    traces.start({ ...ID, forMs: 60_000 })
    add('4')
    expect(summaries(2)).toEqual(['4'])
    expect(traces.state(ID)).toMatchObject({ lastSequence: 4, kept: 1, dropped: 0 })
    // A cursor of a trace that nobody remembers.
    expect(summaries(99)).toEqual(['4'])
  })

  test('whoever waits is told of entries and of its end, and no more once they have gone', () => {
    const { traces, recorder, add } = tracesOf()
    const told = vi.fn()
    const turned = vi.fn()
    const leave = traces.listen({ ...ID, told })
    const unwatch = recorder.watch(turned)
    traces.start({ ...ID, forMs: 1_000 })
    add('one')
    vi.advanceTimersByTime(1_000)
    expect(turned.mock.calls).toEqual([[true], [false]])
    expect(told).toHaveBeenCalledTimes(3)
    leave()
    unwatch()
    traces.start({ ...ID, forMs: 1_000 })
    expect(told).toHaveBeenCalledTimes(3)
    expect(turned).toHaveBeenCalledTimes(2)
  })

  test('as many as are granted are on at once; one that has ended makes room', () => {
    const { traces } = tracesOf({ connections: 2 })
    const start = (connectionId: string) => traces.start({ connectionId, forMs: 1_000 })
    start('1')
    start('2')
    expect(() => start('3')).toThrow(expect.objectContaining({ code: 'overloaded' }))
    traces.stop({ connectionId: '1' })
    expect(start('3')).toMatchObject({ isOn: true })
    expect(traces.state({ connectionId: '1' })).toMatchObject({ startedAt: null })
    traces.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
