import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { busbarError } from '../kernel/error.ts'

/**
 * The Supply Guard's Ed25519 key (PKCS#8, PEM), from a file that its user alone can read; made at
 * the first start. It lies beside the database, not in it: a dump cannot switch anything.
 * @throws whatever the file system says when the file can be neither read nor made, and an error
 *   when it holds no key: it is never replaced, since devices know the one that was there
 */
export function loadGuardKey({ path }: { readonly path: string }): {
  readonly privateKeyPem: string
  readonly created: boolean
} {
  const existing = readIfThere(path)
  if (existing !== null) {
    if (createPrivateKey(existing).asymmetricKeyType !== 'ed25519')
      throw busbarError('configuration-invalid', { detail: `${path} holds no Ed25519 key.` })
    chmodSync(path, 0o600)
    return { privateKeyPem: existing, created: false }
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  mkdirSync(dirname(path), { recursive: true })
  // Fails rather than replaces: two processes never sign by two keys.
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, privateKeyPem)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return { privateKeyPem, created: true }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}
