import { verify } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical.ts'
import type { Instant } from '../kernel/instant.ts'

/** What the Supply Guard signs: the permission to move one relay once. */
export interface SupplyIntent {
  readonly intentId: string
  readonly pointId: string
  readonly action: 'cut' | 'restore'
  /** Null where no contract is in force, as in a vacant unit. */
  readonly contractId: string | null
  readonly installationId: string
  /** Version of the energy balance that the decision was made on. */
  readonly balanceVersion: string
  readonly issuedAt: Instant
  /** Wall-clock instant after which no driver may act on it. */
  readonly expiresAt: Instant
}

export interface SignedSupplyIntent {
  readonly intent: SupplyIntent
  /** Ed25519 over the canonical JSON of `intent`, in base64. */
  readonly signature: string
}

/**
 * Whether the Guard signed the intent.
 * @param publicKeyPem the Guard's Ed25519 public key (SPKI, PEM).
 */
export function isSignedByGuard(signed: SignedSupplyIntent, publicKeyPem: string): boolean {
  const signature = Buffer.from(signed.signature, 'base64')
  return verify(null, Buffer.from(canonicalJson(signed.intent)), publicKeyPem, signature)
}
