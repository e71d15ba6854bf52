import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { busbarError } from '../kernel/error.ts'

/** How many attempts to get in are let through. */
export interface AttemptLimits {
  readonly perAddress: { readonly attempts: number; readonly seconds: number }
  /** Across all addresses: many machines guess one password no faster. */
  readonly perEmail: { readonly attempts: number; readonly seconds: number }
}

const DEFAULT_LIMITS: AttemptLimits = Object.freeze({
  perAddress: { attempts: 30, seconds: 300 },
  perEmail: { attempts: 10, seconds: 900 },
})

/** Codes asked for: what fills nobody's mailbox. Getting in forgives none of them. */
export const DEFAULT_CODE_LIMITS: AttemptLimits = Object.freeze({
  perAddress: { attempts: 30, seconds: 300 },
  perEmail: { attempts: 5, seconds: 900 },
})

/** Calls of operations that are open to anybody, by address: above what any honest caller needs. */
export const DEFAULT_CALL_LIMIT: AttemptLimits['perAddress'] = Object.freeze({
  attempts: 600,
  seconds: 60,
})

export interface Attempts {
  /**
   * Counts an attempt. The address is the connection's own: what a header says of it moves nothing.
   * @param retryAfter is told the seconds to wait when it throws
   * @throws `rate-limited`
   */
  count(attempt: {
    readonly address: string
    readonly email: string | null
    retryAfter(seconds: number): void
  }): Promise<void>
  /** Somebody got in: their earlier slips are forgotten. */
  forgive(attempt: { readonly email: string | null }): Promise<void>
}

/** Limits of sign-in, kept in memory of this process. */
export function createAttempts(limits: AttemptLimits = DEFAULT_LIMITS): Attempts {
  const limiter = ({ attempts, seconds }: AttemptLimits['perEmail'], keyPrefix: string) =>
    new RateLimiterMemory({ points: attempts, duration: seconds, keyPrefix })
  const perAddress = limiter(limits.perAddress, 'address')
  const perEmail = limiter(limits.perEmail, 'email')
  return {
    async count({ address, email, retryAfter }) {
      try {
        await perAddress.consume(address)
        if (email !== null) await perEmail.consume(email.toLowerCase())
      } catch (thrown) {
        if (!(thrown instanceof RateLimiterRes)) throw thrown
        retryAfter(Math.ceil(thrown.msBeforeNext / 1000))
        throw busbarError('rate-limited')
      }
    },
    async forgive({ email }) {
      if (email !== null) await perEmail.delete(email.toLowerCase())
    },
  }
}
