import { describe, expect, it } from 'vitest'
import { useAct } from './use-act.ts'

describe('what a person does', () => {
  it('is done once, however often it is asked for meanwhile', async () => {
    const { busy, act } = useAct()
    let resolve = (): void => undefined
    const promise = new Promise<void>((done) => {
      resolve = done
    })
    let times = 0
    const first = act(() => {
      times += 1
      return promise
    })
    expect(busy.value).toBe(true)
    expect(await act(() => Promise.reject(new Error('a second time')))).toBe(false)
    resolve()
    expect(await first).toBe(true)
    expect([times, busy.value]).toEqual([1, false])
  })

  it('says why it was refused until it is tried again', async () => {
    const { busy, failure, act } = useAct((thrown) => `No: ${String(thrown)}`)
    expect(await act(() => Promise.reject('too late'))).toBe(false)
    expect([busy.value, failure.value]).toEqual([false, 'No: too late'])
    expect(await act(async () => undefined)).toBe(true)
    expect(failure.value).toBeNull()
  })
})
