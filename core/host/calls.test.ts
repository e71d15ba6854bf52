import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBreaker, createBulkhead, withinLimit } from './calls.ts'

const never = new Promise<never>(() => {})

describe('O4: time limits', () => {
  test('an answer in time is given, a late one is a time-out, an error stays what it is', async () => {
    const call = (run: () => Promise<number>) => withinLimit({ what: 'x', limitMs: 20, run })
    expect(await call(async () => 7)).toBe(7)
    await expect(call(() => never)).rejects.toMatchObject({
      code: 'plugin-timeout',
      retryable: false,
    })
    const boom = new Error('boom')
    await expect(call(() => Promise.reject(boom))).rejects.toBe(boom)
    await expect(
      call(() => {
        throw boom
      }),
    ).rejects.toBe(boom)
  })
})

describe('O4: bulkheads', () => {
  test('never more at once than allowed, whoever fails, and every place is given back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ ticks: fc.nat(4), fails: fc.boolean() }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (jobs, concurrency) => {
          const bulkhead = createBulkhead({ concurrency, queue: 30 })
          let running = 0
          let most = 0
          const run = async ({ ticks, fails }: { ticks: number; fails: boolean }) => {
            running += 1
            most = Math.max(most, running)
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
            running -= 1
            if (fails) throw new Error('as told')
          }
          const settled = await Promise.allSettled(
            jobs.map((job) => bulkhead.run({ what: 'x', run: () => run(job) })),
          )
          expect(settled.map(({ status }) => status === 'rejected')).toEqual(
            jobs.map(({ fails }) => fails),
          )
          expect(most).toBeLessThanOrEqual(concurrency)
          expect(await bulkhead.run({ what: 'x', run: async () => running })).toBe(0)
        },
      ),
    )
  })

  test('a full queue refuses at once and has run nothing', async () => {
    const bulkhead = createBulkhead({ concurrency: 1, queue: 1 })
    let release = () => {}
    const first = bulkhead.run({
      what: 'x',
      run: () =>
        new Promise<void>((resolve) => {
          release = resolve
        }),
    })
    const second = bulkhead.run({ what: 'x', run: async () => 'second' })
    let ran = false
    const third = bulkhead.run({
      what: 'x',
      run: async () => {
        ran = true
      },
    })
    await expect(third).rejects.toMatchObject({ code: 'overloaded', retryable: true })
    release()
    await first
    expect(await second).toBe('second')
    expect(ran).toBe(false)
  })
})

describe('O4: breakers', () => {
  function breaker() {
    let now = 0
    const told: string[] = []
    const made = createBreaker({
      ...{ crashes: 3, crashWindowMs: 1_000, cooldownMs: 500, monotonic: () => now },
      onTrip: () => told.push('trip'),
      onRecover: () => told.push('recover'),
    })
    return {
      made,
      told,
      at: (ms: number) => {
        now = ms
      },
    }
  }
  const refused = expect.objectContaining({ code: 'plugin-not-available' })

  test('crashes within the window trip it; old ones and answered calls between do not', () => {
    const { made, told, at } = breaker()
    for (const ms of [0, 600, 1_200, 1_800]) {
      at(ms)
      made.crashed('x')
    }
    made.succeeded()
    made.crashed('x')
    made.crashed('x')
    expect(() => made.admit('x')).not.toThrow()
    made.crashed('x')
    expect(() => made.admit('x')).toThrow(refused)
    expect(told).toEqual(['trip'])
  })

  test('after the pause one call tries: its crash pauses again, its success recovers', () => {
    const { made, told, at } = breaker()
    for (let count = 0; count < 3; count += 1) made.crashed('x')
    at(500)
    expect(() => made.admit('x')).not.toThrow()
    expect(() => made.admit('x')).toThrow(refused)
    made.crashed('x')
    at(999)
    expect(() => made.admit('x')).toThrow(refused)
    at(1_000)
    made.admit('x')
    made.succeeded()
    expect(() => made.admit('x')).not.toThrow()
    expect(told).toEqual(['trip', 'recover'])
  })
})
