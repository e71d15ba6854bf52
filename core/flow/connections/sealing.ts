import type { Json } from '../../kernel/canonical.ts'
import type { Sealer } from './ports.ts'

const SEALED = 'sealed:'

/** Secrets as they are kept in a stored configuration: a text that says that it is sealed. */
export interface SecretFields {
  seal(secret: Json): Json
  /** What is not sealed is given back as it is. @throws `secret-unreadable` */
  unseal(kept: Json): Json
}

export function createSecretFields(sealer: Sealer): SecretFields {
  return Object.freeze({
    seal: (secret) => SEALED + sealer.seal(JSON.stringify(secret)),
    unseal: (kept) =>
      typeof kept === 'string' && kept.startsWith(SEALED)
        ? (JSON.parse(sealer.unseal(kept.slice(SEALED.length))) as Json)
        : kept,
  } satisfies SecretFields)
}
