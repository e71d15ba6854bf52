import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTraceBatches, type TraceBatch } from './trace-batches.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const entry = (summary: string) => ({ at: 1, direction: 'in', peer: 'a/b', summary }) as const

function batching(isOn = true) {
  const sent: TraceBatch[] = []
  let settle: PromiseWithResolvers<void> = Promise.withResolvers()
  const batches = createTraceBatches({
    isOn,
    send: (batch) => {
      sent.push(batch)
      settle = Promise.withResolvers()
      return settle.promise
    },
  })
  return { sent, batches, kept: () => settle.resolve(), refused: () => settle.reject(new Error()) }
}

const soon = () => vi.advanceTimersByTimeAsync(100)

describe('a trace on its way out of a process', () => {
  test('is gathered, and one batch is under way at a time', async () => {
    const { sent, batches, kept } = batching()
    batches.add(entry('1'))
    batches.add(entry('2'))
    await soon()
    batches.add(entry('3'))
    await soon()
    expect(sent).toEqual([{ entries: [entry('1'), entry('2')], dropped: 0 }])
    kept()
    await soon()
    expect(sent[1]).toEqual({ entries: [entry('3')], dropped: 0 })
  })

  test('a core that does not answer costs entries and no memory, and they are counted', async () => {
    const { sent, batches, refused } = batching()
    batches.add(entry('first'))
    await soon()
    for (let count = 0; count < 10_000; count += 1) batches.add(entry(`${count}`))
    refused()
    await soon()
    expect(sent[1]?.entries).toHaveLength(250)
    expect(sent[1]?.dropped).toBe(9_750)
  })

  test('is silent while nobody looks', async () => {
    const { sent, batches } = batching(false)
    batches.add(entry('1'))
    batches.turn(true)
    batches.add(entry('2'))
    batches.turn(false)
    await soon()
    expect(sent.flatMap(({ entries }) => entries)).toEqual([])
    expect(batches.isOn).toBe(false)
  })
})
