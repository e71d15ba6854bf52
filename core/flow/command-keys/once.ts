import { fingerprint, type JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { CommandKey, CommandKeyStore } from './ports.ts'

/**
 * Does a command once: with the same key and body it is answered as the first time, and nothing is
 * done. Key, work and answer are of one transaction: what fails leaves its key free.
 * @throws `idempotency-key-reused` for the same key with another body, and whatever the work throws
 */
export async function once(
  keys: CommandKeyStore,
  transaction: Transaction,
  command: CommandKey & { readonly body: unknown },
  work: () => Promise<JsonObject>,
): Promise<JsonObject> {
  const { actor, key } = command
  const bodyHash = fingerprint(command.body)
  const known = await keys.find(transaction, { actor, key })
  if (known !== null) {
    if (known.bodyHash !== bodyHash) throw busbarError('idempotency-key-reused')
    return known.answer
  }
  const answer = await work()
  await keys.keep(transaction, { actor, key, bodyHash, answer })
  return answer
}
