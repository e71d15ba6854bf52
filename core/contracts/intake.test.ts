import { describe, expect, it, vi } from 'vitest'
import { createRecordingLog } from '../testkit/recording-log.ts'
import { backoffMs } from './backoff.ts'
import { createIntake } from './intake.ts'
import type { DriverEvents, MalformedInput, Snapshot } from './meter-driver.ts'

function snapshot(value: string): Snapshot {
  return { source: 's', at: null, values: [{ pointId: 'p', value, quality: 'good' }] }
}

function bench(snapshots: DriverEvents['snapshots'], maxEntries = 100) {
  const malformed: MalformedInput[] = []
  const kept: string[] = []
  const troubles: (string | undefined)[] = []
  const intake = createIntake({
    events: {
      snapshots,
      malformed: async (input) => void malformed.push(input),
    },
    log: createRecordingLog(),
    random: () => 0,
    maxEntries,
    maxBytes: 1_000_000,
    onTrouble: (reason) => void troubles.push(reason),
  })
  const add = (value: string) =>
    intake.add({
      snapshots: [snapshot(value)],
      malformed: [],
      sizeBytes: 10,
      onKept: () => void kept.push(value),
    })
  return { intake, add, kept, malformed, troubles }
}

const valuesIn = (snapshots: readonly Snapshot[]) =>
  snapshots.flatMap(({ values }) => values.map(({ value }) => value))

describe('intake', () => {
  it('joins what comes in one piece, and fills batches while others are under way', async () => {
    const sizes: number[] = []
    const { add, kept } = bench(async ({ snapshots }) => {
      sizes.push(snapshots.length)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }, 5_000)
    for (let index = 0; index < 1_200; index += 1) add(String(index))
    await vi.waitFor(() => expect(kept).toHaveLength(1_200))
    expect(sizes).toEqual([500, 500, 200])
  })

  it('finds what the core will never take, keeps it as malformed, and the rest as readings', async () => {
    const taken: unknown[] = []
    const { add, kept, malformed } = bench(async ({ snapshots }) => {
      const values = valuesIn(snapshots)
      if (values.includes('poison'))
        throw Object.assign(new Error('no such thing'), {
          code: 'validation-failed',
          retryable: false,
        })
      taken.push(...values)
    })
    for (const value of ['1', '2', 'poison', '3', '4']) add(value)
    await vi.waitFor(() => expect(kept).toHaveLength(5))
    expect(taken.sort()).toEqual(['1', '2', '3', '4'])
    expect(malformed).toMatchObject([{ source: 's', reason: expect.stringContaining('no such') }])
  })

  it('says when it is in trouble and when it is over, and there is room again', async () => {
    let broken = true
    const { intake, add, kept, troubles } = bench(async () => {
      if (broken) throw new Error('away')
    }, 2)
    add('1')
    expect(intake.room()).toBeUndefined()
    add('2')
    const room = intake.room()
    expect(room).toBeDefined()
    await vi.waitFor(() => expect(troubles).toEqual(['away']))
    expect(kept).toEqual([])
    broken = false
    await room
    await vi.waitFor(() => expect(kept).toEqual(['1', '2']))
    expect(troubles).toEqual(['away', undefined])
  })

  it('keeps nothing after a stop that came first', async () => {
    let calls = 0
    const { intake, add, kept } = bench(async () => {
      calls += 1
      throw new Error('away')
    })
    add('1')
    await intake.stop({ timeoutMs: 50 })
    const before = calls
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(calls).toBe(before)
    expect(kept).toEqual([])
  })
})

describe('backoffMs', () => {
  it.each([
    [0, 0, 250],
    [0, 1, 500],
    [3, 1, 4_000],
    [50, 0, 30_000],
    [50, 1, 60_000],
  ])('attempt %i with chance %d is %i', (attempt, chance, expected) => {
    expect(backoffMs(attempt, { minMs: 500, maxMs: 60_000 }, () => chance)).toBe(expected)
  })
})
