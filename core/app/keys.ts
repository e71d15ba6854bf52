import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { busbarError } from '../kernel/error.ts'

const KEY_BYTES = 32

/** What this instance signs and seals with; none of it is in the database. */
export interface Keys {
  /** Seals secrets of configurations. */
  readonly sealing: Uint8Array
  /** Chains the audit log. */
  readonly audit: Uint8Array
  /** Signs session cookies. */
  readonly sessions: Uint8Array
}

/** Reads the instance's keys; those that are not there yet are made, for this user alone to read. */
export function loadKeys({ dataDir }: { readonly dataDir: string }): Keys {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const key = (name: string) => loadKey(join(folder, name))
  return Object.freeze({ sealing: key('sealing'), audit: key('audit'), sessions: key('sessions') })
}

function loadKey(path: string): Uint8Array {
  if (!existsSync(path))
    writeFileSync(path, randomBytes(KEY_BYTES).toString('base64'), { mode: 0o600, flag: 'wx' })
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (key.length !== KEY_BYTES)
    throw busbarError('configuration-invalid', { detail: `${path} holds no key: restore it.` })
  return key
}
