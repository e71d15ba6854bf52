import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

/** Lets what is due happen. */
const soon = () => new Promise((resolve) => setImmediate(resolve))

test('lets in as many as there is room for, and the others in turn', async () => {
  const gate = createGate({ most: 2, mostBytes: 100 })
  const entered: number[] = []
  const leaves: (() => void)[] = []
  for (const [index, bytes] of [10, 10, 10, 10].entries())
    void gate.enter(bytes).then((leave) => {
      entered.push(index)
      leaves.push(leave)
    })
  await soon()
  expect(entered).toEqual([0, 1])
  leaves[0]?.()
  await soon()
  expect(entered).toEqual([0, 1, 2])
})

test('counts weight too, and lets one alone in however heavy it is', async () => {
  const gate = createGate({ most: 10, mostBytes: 100 })
  const first = await gate.enter(500)
  let second: (() => void) | undefined
  void gate.enter(1).then((leave) => {
    second = leave
  })
  await soon()
  expect(second).toBeUndefined()
  first()
  await soon()
  expect(second).toBeDefined()
})
