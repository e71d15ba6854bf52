import { expect, test } from 'vitest'
import { createFollowedClock } from './followed-clock.ts'

/** A machine's clock, and a clock of the core that runs at a rate and can leap. */
function rig(rate: number) {
  let machineAt = 1_000_000
  let shown = 5_000_000
  const { clock, follow } = createFollowedClock({ now: () => machineAt })
  return {
    clock,
    pass: (ms: number) => {
      machineAt += ms
      shown += ms * rate
    },
    leap: (ms: number) => {
      shown += ms
    },
    sample: () => follow({ machineAt, now: shown }),
    shown: () => shown,
  }
}

test('shows the machine’s time before it was told anything', () => {
  expect(rig(1).clock.now()).toBe(1_000_000)
})

test.each([0, 1, 60])('runs at the rate %s of the clock that it follows', (rate) => {
  const one = rig(rate)
  for (let beat = 0; beat < 4; beat += 1) {
    one.sample()
    one.pass(1_000)
  }
  expect(one.clock.now()).toBe(one.shown())
})

test('a leap is shown with the next sample, and does not change the rate', () => {
  const one = rig(1)
  for (let beat = 0; beat < 3; beat += 1) {
    one.sample()
    one.pass(1_000)
  }
  one.leap(3_600_000)
  one.sample()
  expect(one.clock.now()).toBe(one.shown())
  one.pass(900)
  expect(one.clock.now()).toBe(one.shown())
  one.leap(-7_200_000)
  one.sample()
  one.pass(900)
  expect(one.clock.now()).toBe(one.shown())
})
