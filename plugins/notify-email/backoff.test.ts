import { describe, expect, test } from 'vitest'
import { createBackoff } from './backoff.ts'

function bench() {
  let now = 1_000_000
  let tasks = 0
  const backoff = createBackoff({ clock: { now: () => now } })
  return {
    tasks: () => tasks,
    leap: (ms: number) => {
      now += ms
    },
    run: (serverDown: boolean) =>
      backoff.run(async () => {
        tasks += 1
        await Promise.resolve()
        return { serverDown, value: serverDown ? 'down' : 'up' }
      }),
  }
}

describe('back-off', () => {
  test('doubles to a minute while the server is down, and starts over when it is up', async () => {
    const { run, leap } = bench()
    const waits: number[] = []
    for (let round = 0; round < 9; round += 1) {
      expect(await run(true)).toEqual({ ran: true, value: 'down' })
      const shut = await run(true)
      if (shut.ran) throw new Error('the server was called while it was to be left alone')
      waits.push(shut.waitMs)
      leap(shut.waitMs)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000))
    expect(await run(false)).toEqual({ ran: true, value: 'up' })
    await run(true)
    expect(await run(true)).toEqual({ ran: false, waitMs: 1_000 })
  })

  test('one task finds out whether the server is back, the others wait for its answer', async () => {
    const { run, leap, tasks } = bench()
    await run(true)
    leap(1_000)
    const results = await Promise.all([run(true), run(true), run(true)])
    expect(results.map(({ ran }) => ran)).toEqual([true, false, false])
    expect(tasks()).toBe(2)
    leap(2_000)
    const back = await Promise.all([run(false), run(false), run(false)])
    expect(back.every(({ ran }) => ran)).toBe(true)
  })

  test('failures of tasks that ran together count once', async () => {
    const { run } = bench()
    await Promise.all([run(true), run(true), run(true)])
    expect(await run(true)).toEqual({ ran: false, waitMs: 1_000 })
  })

  test('a clock put back an hour closes nothing for an hour', async () => {
    const { run, leap } = bench()
    await run(true)
    leap(-3_600_000)
    expect(await run(false)).toEqual({ ran: true, value: 'up' })
  })
})
