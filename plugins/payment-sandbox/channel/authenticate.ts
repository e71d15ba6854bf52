import type { Signature } from '../signature.ts'
import { SIGNATURE_WINDOW_MS, verify } from '../signature.ts'

export type Caller =
  | { readonly ok: true; readonly merchantId: string; readonly secret: string }
  | { readonly ok: false; readonly reason: string }

/** Checks the signatures of merchants' requests; a nonce is good once within the replay window. */
export function createAuthenticator(options: {
  readonly secretOf: (merchantId: string) => string | undefined
  readonly now: () => number
}) {
  /** Instant of expiry by nonce, oldest first. */
  const seen = new Map<string, number>()

  function forgetExpired(now: number): void {
    for (const [nonce, expiresAt] of seen) {
      if (expiresAt > now) return
      seen.delete(nonce)
    }
  }

  return (
    claim: Signature & { readonly merchantId: string },
    request: { readonly subject: string; readonly body: Buffer },
  ): Caller => {
    const { merchantId } = claim
    const secret = options.secretOf(merchantId)
    if (secret === undefined) return { ok: false, reason: 'the merchant is unknown' }
    const now = options.now()
    const checked = verify({ purpose: 'request', merchantId, ...request }, secret, claim, { now })
    if (!checked.ok) return checked
    forgetExpired(now)
    const nonce = `${merchantId}/${claim.nonce}`
    if (seen.has(nonce)) return { ok: false, reason: 'it has been used before' }
    // A timestamp may lie ahead by the window, and stays good for the window after that.
    seen.set(nonce, now + 2 * SIGNATURE_WINDOW_MS)
    return { ok: true, merchantId, secret }
  }
}
