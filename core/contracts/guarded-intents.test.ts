import { describe, expect, it } from 'vitest'
import { createLeapingClock } from '../testkit/clock.ts'
import { createTestGuard } from '../testkit/guard.ts'
import { createGuardedIntents } from './guarded-intents.ts'
import type { WriteRequest } from './meter-driver.ts'
import type { SupplyIntent } from './supply-intent.ts'

const START = Date.UTC(2026, 0, 1)
const guard = createTestGuard()

function bench() {
  const clock = createLeapingClock({ startAt: START })
  return { clock, intents: createGuardedIntents({ guardPublicKeyPem: guard.publicKeyPem, clock }) }
}

function request(change: Partial<SupplyIntent> = {}, expiresAt = START + 60_000): WriteRequest {
  const intent: SupplyIntent = {
    intentId: 'a',
    pointId: 'relay',
    action: 'cut',
    contractId: null,
    installationId: '1',
    balanceVersion: '1',
    issuedAt: START,
    expiresAt: START + 60_000,
    ...change,
  }
  const value = intent.action === 'restore'
  return { pointId: 'relay', value, expiresAt, signedIntent: guard.sign(intent) }
}

describe('guarded intents', () => {
  it('are granted until the earlier of both expiries', () => {
    const { intents } = bench()
    const granted = intents.check(request({}, START + 10_000))
    expect(granted).toMatchObject({ ok: true, on: false, expiresAt: START + 10_000 })
  })

  it('are used once, also by a request that expires later', () => {
    const { intents, clock } = bench()
    const granted = intents.check(request({}, START + 1_000))
    if (!granted.ok) throw new Error(granted.reason)
    expect(intents.use(granted)).toBe(true)
    expect(intents.use(granted)).toBe(false)
    clock.leap({ byMs: 2_000 })
    expect(intents.check(request()).ok).toBe(false)
  })

  it('are not used after they expired, however the clock came there', () => {
    const { intents, clock } = bench()
    const granted = intents.check(request())
    if (!granted.ok) throw new Error(granted.reason)
    clock.leap({ byMs: 365 * 86_400_000 })
    expect(intents.use(granted)).toBe(false)
  })

  it('stay used when the clock leaps ahead and returns', () => {
    const { intents, clock } = bench()
    const granted = intents.check(request())
    if (!granted.ok) throw new Error(granted.reason)
    intents.use(granted)
    clock.leap({ byMs: 86_400_000 })
    intents.check(request({ intentId: 'b' }))
    clock.leap({ byMs: -86_400_000 })
    expect(intents.check(request()).ok).toBe(false)
  })

  it('to cut from before the start are refused, those to restore are not', () => {
    const { intents } = bench()
    const issuedAt = START - 1
    expect(intents.check(request({ issuedAt })).ok).toBe(false)
    expect(intents.check(request({ issuedAt, action: 'restore' })).ok).toBe(true)
  })
})
