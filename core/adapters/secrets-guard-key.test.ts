import { createPrivateKey } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadGuardKey } from './secrets-guard-key.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-key-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('the key is made once, for its owner alone, and is the same ever after', () => {
  const path = join(folder, 'keys', 'guard.pem')
  const made = loadGuardKey({ path })
  expect(made.created).toBe(true)
  expect(createPrivateKey(made.privateKeyPem).asymmetricKeyType).toBe('ed25519')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  chmodSync(path, 0o644)
  expect(loadGuardKey({ path })).toEqual({ privateKeyPem: made.privateKeyPem, created: false })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a key that cannot be read is an error, and is never replaced', () => {
  const path = join(folder, 'guard.pem')
  writeFileSync(path, '')
  expect(() => loadGuardKey({ path })).toThrow()
  expect(statSync(path).size).toBe(0)
  expect(() => loadGuardKey({ path: join(path, 'below') })).toThrow('ENOTDIR')
})
