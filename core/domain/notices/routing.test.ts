import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyReceipt,
  applySendResult,
  beginAttempt,
  confirmDoorNotice,
  type Delivery,
  defaultRetryPolicy,
  deliveryLevels,
  doorDelivery,
  isDelivered,
  queuedDelivery,
} from './delivery.ts'
import { nextStep, type Route, type Tried, textFor } from './routing.ts'

const email: Route = { routeId: '1', rank: 1, declares: 'accepted', maxTextLength: 10_000 }
const inbox: Route = { routeId: '2', rank: 2, declares: 'read', maxTextLength: 10_000 }
const text = { subject: 'Cut from Monday', text: 'The supply will be cut from Monday.' }
const queued = queuedDelivery({ attemptAt: 0 })

function answered(level: 'accepted' | 'delivered' | 'read' | 'failed'): Delivery {
  const result =
    level === 'failed'
      ? ({ deliveryId: 'd', outcome: 'failed', retryable: false, detail: 'no' } as const)
      : ({ deliveryId: 'd', outcome: 'sent', level } as const)
  return applySendResult({
    delivery: beginAttempt(queued, 10),
    attempt: 1,
    result,
    now: 100,
    wallNow: 100,
    policy: defaultRetryPolicy,
    random: 0,
  })
}

function step(tried: readonly Tried[], options: Partial<Parameters<typeof nextStep>[0]> = {}) {
  return nextStep({
    routes: [inbox, email],
    tried,
    requiredLevel: 'delivered',
    text,
    doorNotice: true,
    now: 100,
    receiptPatienceMs: 50,
    ...options,
  })
}

describe('routing', () => {
  test('the least rank goes first, and where it cannot prove the level the next one follows', () => {
    expect(step([])).toEqual({ step: 'send', routes: [email] })
    expect(step([{ route: email, delivery: queued }])).toEqual({ step: 'wait', until: null })
    const accepted = { route: email, delivery: answered('accepted') }
    expect(step([accepted])).toEqual({ step: 'send', routes: [inbox] })
    expect(step([accepted], { requiredLevel: 'accepted' })).toEqual({ step: 'delivered', at: 100 })
    expect(step([accepted, { route: inbox, delivery: answered('delivered') }])).toEqual({
      step: 'delivered',
      at: 100,
    })
  })

  test('a receipt that may still come is waited for, then the next way is taken', () => {
    const tried = [{ route: inbox, delivery: answered('delivered') }]
    const read = { requiredLevel: 'read', routes: [inbox] } as const
    expect(step(tried, read)).toEqual({ step: 'wait', until: 150 })
    expect(step(tried, { ...read, now: 150 })).toEqual({ step: 'door' })
    expect(step(tried, { ...read, now: 150, doorNotice: false })).toEqual({
      step: 'undeliverable',
    })
  })

  test('with no channel left the staff bring it to the door, and it stays open until they have', () => {
    expect(step([], { routes: [] })).toEqual({ step: 'door' })
    const failed = { route: email, delivery: answered('failed') }
    const open = { route: null, delivery: doorDelivery() }
    expect(step([failed], { routes: [email] })).toEqual({ step: 'door' })
    expect(step([failed, open], { routes: [email] })).toEqual({ step: 'wait', until: null })
    const brought = { route: null, delivery: confirmDoorNotice(doorDelivery(), 300) }
    expect(step([failed, brought], { routes: [email] })).toEqual({ step: 'delivered', at: 300 })
  })

  test('a bounce goes on to the next channel', () => {
    const bounced = applyReceipt(answered('accepted'), { level: 'undeliverable', at: 120 })
    expect(step([{ route: email, delivery: bounced }])).toEqual({ step: 'send', routes: [inbox] })
  })

  test('a channel too short for the text gets the subject, one too short for that is left out', () => {
    expect(textFor(text, 35)).toBe(text.text)
    expect(textFor(text, 34)).toBe(text.subject)
    expect(textFor(text, 14)).toBeNull()
    expect(textFor({ subject: '𝄞𝄞', text: '𝄞𝄞𝄞' }, 2)).toBe('𝄞𝄞')
    const short: Route = { ...email, maxTextLength: 5 }
    expect(step([], { routes: [short, inbox] })).toEqual({ step: 'send', routes: [inbox] })
  })

  const route = fc.record({
    rank: fc.integer({ min: 1, max: 3 }),
    declares: fc.constantFrom(...deliveryLevels),
    maxTextLength: fc.constantFrom(5, 20, 10_000),
  })
  const outcome = fc.constantFrom('failed', 'accepted', 'delivered', 'read', 'bounced')

  const outcomes = fc.array(outcome, { minLength: 6, maxLength: 6 })

  function deliveryOf(way: 'failed' | 'accepted' | 'delivered' | 'read' | 'bounced'): Delivery {
    return way === 'bounced'
      ? applyReceipt(answered('accepted'), { level: 'undeliverable', at: 101 })
      : answered(way)
  }

  test('every notice ends delivered or with the staff, and no route is used twice', () => {
    fc.assert(
      fc.property(
        fc.array(route, { maxLength: 6 }),
        outcomes,
        fc.constantFrom(...deliveryLevels),
        (partial, ways, requiredLevel) => {
          const routes = partial.map((item, index) => ({ ...item, routeId: String(index) }))
          const tried: Tried[] = []
          const next = () => step(tried, { routes, requiredLevel, now: 1_000 })
          let rounds = 0
          for (let taken = next(); taken.step === 'send'; taken = next()) {
            rounds += 1
            expect(rounds).toBeLessThanOrEqual(routes.length)
            for (const used of taken.routes) {
              expect(tried.map((item) => item.route?.routeId)).not.toContain(used.routeId)
              const delivery = deliveryOf(ways[Number(used.routeId)] ?? 'failed')
              tried.push({ route: used, delivery })
            }
          }
          const delivered = tried.some(({ delivery }) => isDelivered(delivery, requiredLevel))
          expect(next().step).toBe(delivered ? 'delivered' : 'door')
        },
      ),
    )
  })
})
