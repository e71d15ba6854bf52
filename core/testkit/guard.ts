import { generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson, type SignedSupplyIntent, type SupplyIntent } from '../contracts/index.ts'

/** A Guard's signing key for tests. */
export interface TestGuard {
  readonly publicKeyPem: string
  sign(intent: SupplyIntent): SignedSupplyIntent
}

/** A Guard with a fresh key of its own: two of them do not honour each other's signatures. */
export function createTestGuard(): TestGuard {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (intent) => ({
      intent,
      signature: sign(null, Buffer.from(canonicalJson(intent)), privateKey).toString('base64'),
    }),
  }
}
