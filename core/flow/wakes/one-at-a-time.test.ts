import { expect, test } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('who asks while it runs gets one more run, whole and shared; a failure is told and stops none', async () => {
  const open: ((failed: boolean) => void)[] = []
  let under = 0
  const run = oneAtATime(async () => {
    under += 1
    expect(under).toBe(1)
    const failed = await new Promise<boolean>((resolve) => open.push(resolve))
    under -= 1
    if (failed) throw new Error('failed')
    return open.length
  })
  const first = run()
  const second = run()
  expect(run()).toBe(second)
  open[0]?.(true)
  await expect(first).rejects.toThrow('failed')
  await expect.poll(() => open.length).toBe(2)
  const third = run()
  expect(third).not.toBe(second)
  open[1]?.(false)
  expect(await second).toBe(2)
  await expect.poll(() => open.length).toBe(3)
  open[2]?.(false)
  expect(await third).toBe(3)
  expect(under).toBe(0)
})
