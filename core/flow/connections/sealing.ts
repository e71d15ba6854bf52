import type { Json, JsonObject } from '../../kernel/canonical.ts'
import type { Sealer } from './ports.ts'

const SEALED = 'sealed:'

/** Secrets as they are kept in a stored configuration: a text that says that it is sealed. */
export interface SecretFields {
  seal(secret: Json): Json
  /** What is not sealed is given back as it is. @throws `secret-unreadable` */
  unseal(kept: Json): Json
}

/** A copy in which whatever is sealed reads as the mask, wherever it stands. */
export function maskSealed(value: JsonObject, mask: string): JsonObject {
  const masked = (node: Json): Json => {
    if (typeof node === 'string') return node.startsWith(SEALED) ? mask : node
    if (Array.isArray(node)) return node.map((item: Json) => masked(item))
    return node !== null && typeof node === 'object' ? maskSealed(node as JsonObject, mask) : node
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]))
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
