import type { Clock, Instant } from '../kernel/instant.ts'
import type { WriteRequest } from './meter-driver.ts'
import { isSignedByGuard } from './supply-intent.ts'

/** A relay command that may be sent once, until it expires. */
export interface Granted {
  readonly ok: true
  readonly on: boolean
  readonly intentId: string
  /** The earlier of the intent's and the request's. */
  readonly expiresAt: Instant
  readonly intentExpiresAt: Instant
}

type Permission = Granted | { readonly ok: false; readonly reason: string }

const MAX_REMEMBERED = 10_000

export interface GuardedIntents {
  /** Whether the request carries the Guard's permission for exactly this; uses nothing up. */
  check(request: WriteRequest): Permission
  /**
   * Uses the permission up at the moment of sending: false when it has expired or was used
   * meanwhile.
   */
  use(permission: Granted): boolean
}

/**
 * Lets a relay be moved only by an intent that the Guard signed, that has not expired by the wall
 * clock, and once. A cut that was issued before this driver started is refused: whether it was used
 * before is not known any more.
 */
export function createGuardedIntents(options: {
  readonly guardPublicKeyPem: string
  readonly clock: Clock
}): GuardedIntents {
  const { clock, guardPublicKeyPem } = options
  const startedAt = clock.now()
  const used = new Map<string, Instant>()

  /** Only when there are many: should the clock leap and return, an id is still known. */
  function makeRoom(now: Instant): boolean {
    if (used.size < MAX_REMEMBERED) return true
    for (const [intentId, expiresAt] of used) if (expiresAt <= now) used.delete(intentId)
    return used.size < MAX_REMEMBERED
  }

  return {
    check(request) {
      const signed = request.signedIntent
      if (signed === undefined) return no('A relay moves only by an intent signed by the Guard.')
      const { intent } = signed
      if (!isSigned(signed, guardPublicKeyPem)) return no('The Guard did not sign this intent.')
      if (intent.pointId !== request.pointId) return no('The intent is for another point.')
      const on = intent.action === 'restore'
      if (request.value !== on) return no(`The intent is to ${intent.action}, the value is not.`)
      const now = clock.now()
      const expiresAt = Math.min(intent.expiresAt, request.expiresAt)
      if (expiresAt <= now) return no('The intent has expired.')
      if (used.has(intent.intentId)) return no('The intent was used before.')
      if (intent.action === 'cut' && intent.issuedAt < startedAt)
        return no('The intent is older than this driver: issue a new one.')
      const { intentId, expiresAt: intentExpiresAt } = intent
      return { ok: true, on, expiresAt, intentId, intentExpiresAt }
    },
    use({ intentId, expiresAt, intentExpiresAt }) {
      const now = clock.now()
      if (expiresAt <= now || used.has(intentId) || !makeRoom(now)) return false
      used.set(intentId, intentExpiresAt)
      return true
    },
  }
}

function no(reason: string): Permission {
  return { ok: false, reason }
}

function isSigned(signed: NonNullable<WriteRequest['signedIntent']>, publicKeyPem: string) {
  try {
    return isSignedByGuard(signed, publicKeyPem)
  } catch {
    return false
  }
}
