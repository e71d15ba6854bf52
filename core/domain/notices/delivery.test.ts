import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeliveryLevel } from '../../contracts/index.ts'
import {
  applyReceipt,
  applySendResult,
  atLeast,
  beginAttempt,
  confirmDoorNotice,
  type Delivery,
  defaultRetryPolicy,
  deliveredAt,
  deliveryLevels,
  doorDelivery,
  isDelivered,
  queuedDelivery,
  retryDelayMs,
} from './delivery.ts'

const policy = { maxAttempts: 3, firstDelayMs: 1_000, maxDelayMs: 8_000 }
const level = fc.constantFrom(...deliveryLevels)
const failed = { deliveryId: 'd', outcome: 'failed', retryable: true, detail: 'busy' } as const

function answer(delivery: Delivery, result: Parameters<typeof applySendResult>[0]['result']) {
  const { attempts: attempt } = delivery
  return applySendResult({ delivery, attempt, result, now: 50, wallNow: 70, policy, random: 0 })
}

function sent(reached: DeliveryLevel): Delivery {
  const begun = beginAttempt(queuedDelivery({ attemptAt: 0 }), 10)
  return answer(begun, { deliveryId: 'd', outcome: 'sent', level: reached })
}

describe('delivery', () => {
  test('an accepted e-mail is not a delivered one, a read notice is both', () => {
    const outcome = deliveryLevels.map((reached) =>
      deliveryLevels.map((required) => isDelivered(sent(reached), required)),
    )
    expect(outcome).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ])
  })

  test('retryable failures back off until the attempts are used up', () => {
    let delivery = queuedDelivery({ attemptAt: 0 })
    const due: (number | null)[] = []
    for (let attempt = 1; attempt <= policy.maxAttempts; attempt += 1) {
      delivery = answer(beginAttempt(delivery, 10), failed)
      due.push(delivery.attemptAt)
    }
    expect(due).toEqual([70 + 500, 70 + 1_000, null])
    expect(delivery).toMatchObject({ state: 'failed', attempts: 3, detail: 'busy' })
  })

  test('a failure that no retry mends ends the channel at once', () => {
    const delivery = answer(beginAttempt(queuedDelivery({ attemptAt: 0 }), 10), {
      ...failed,
      retryable: false,
    })
    expect(delivery).toMatchObject({ state: 'failed', attemptAt: null })
  })

  test('the late failure of an attempt does not touch a later one; a late success counts', () => {
    const first = beginAttempt(queuedDelivery({ attemptAt: 0 }), 10)
    const second = beginAttempt(first, 20)
    const late = { delivery: second, attempt: 1, now: 50, wallNow: 70, policy, random: 0 }
    expect(applySendResult({ ...late, result: failed })).toBe(second)
    const success = { deliveryId: 'd', outcome: 'sent', level: 'accepted' } as const
    expect(applySendResult({ ...late, result: success }).state).toBe('sent')
    expect(answer(sent('accepted'), failed).state).toBe('sent')
  })

  test('a bounce takes an acceptance back, but not a reading', () => {
    const bounced = applyReceipt(sent('accepted'), { level: 'undeliverable', at: 60 })
    expect(bounced.state).toBe('undeliverable')
    expect(deliveryLevels.some((required) => isDelivered(bounced, required))).toBe(false)
    expect(isDelivered(applyReceipt(bounced, { level: 'read', at: 61 }), 'read')).toBe(true)
  })

  test('a door notice is delivered by the confirmation of staff alone', () => {
    const door = doorDelivery()
    expect(isDelivered(door, 'accepted')).toBe(false)
    expect(deliveredAt(confirmDoorNotice(door, 99), 'delivered')).toBe(99)
    const queued = queuedDelivery({ attemptAt: 0 })
    expect(confirmDoorNotice(queued, 99)).toBe(queued)
  })

  test('receipts in any order and number end in the same delivery', () => {
    const receipt = fc.record({
      level: fc.constantFrom(...deliveryLevels, 'undeliverable' as const),
      at: fc.integer({ min: 51, max: 99 }),
    })
    const receipts = fc
      .array(receipt, { maxLength: 8 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
        ),
      )
    fc.assert(
      fc.property(level, receipts, (start, [list, shuffled]) => {
        const outcome = (order: typeof list) =>
          order.reduce((delivery, item) => applyReceipt(delivery, item), sent(start))
        const [a, b] = [outcome(list), outcome(shuffled)]
        expect(b.state).toBe(a.state)
        for (const required of deliveryLevels)
          expect(deliveredAt(b, required)).toBe(deliveredAt(a, required))
      }),
    )
  })

  test('what reached a level reached every lesser one, no later', () => {
    fc.assert(
      fc.property(level, level, level, (reached, lesser, greater) => {
        fc.pre(atLeast(greater, lesser))
        const delivery = sent(reached)
        const [least, most] = [deliveredAt(delivery, lesser), deliveredAt(delivery, greater)]
        if (most !== null) expect(least).not.toBeNull()
        if (most !== null && least !== null) expect(least).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('delays double, are bounded, and keep at least half of themselves under jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const delay = retryDelayMs({ attempts, policy: defaultRetryPolicy, random })
          const { firstDelayMs, maxDelayMs } = defaultRetryPolicy
          const full = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempts - 1))
          expect(delay).toBeGreaterThanOrEqual(full / 2)
          expect(delay).toBeLessThanOrEqual(full)
        },
      ),
    )
  })
})
