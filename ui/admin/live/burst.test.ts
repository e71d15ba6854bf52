import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBurst } from './burst.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createBurst', () => {
  it('acts once when it is quiet again, and during a long burst every now and then', () => {
    const act = vi.fn()
    const burst = createBurst({ act, quietMs: 100, mostMs: 250 })
    burst.soon()
    burst.soon()
    vi.advanceTimersByTime(99)
    expect(act).toHaveBeenCalledTimes(0)
    vi.advanceTimersByTime(1)
    expect(act).toHaveBeenCalledTimes(1)
    for (let n = 0; n < 10; n += 1) {
      burst.soon()
      vi.advanceTimersByTime(50)
    }
    expect(act).toHaveBeenCalledTimes(3)
    vi.advanceTimersByTime(1_000)
    expect(act).toHaveBeenCalledTimes(3)
  })

  it('does nothing after it was stopped', () => {
    const act = vi.fn()
    const burst = createBurst({ act, quietMs: 100, mostMs: 250 })
    burst.soon()
    burst.stop()
    vi.advanceTimersByTime(1_000)
    expect(act).toHaveBeenCalledTimes(0)
  })
})
