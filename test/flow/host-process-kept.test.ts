import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSealer } from '../../core/adapters/secrets.ts'
import { createKeptTexts } from '../../core/app/kept-texts.ts'
import { code, stopHosts } from '../support/host-rig.ts'
import { deed, running, startedApart } from '../support/process-rig.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-kept-apart-'))
})
afterEach(async () => {
  await stopHosts()
  rmSync(dataDir, { recursive: true, force: true })
})

const keeping = () => {
  const kept = createKeptTexts({ dataDir, sealer: createSealer({ key: Buffer.alloc(32, 7) }) })
  return startedApart({}, { kept })
}

test('what a plugin keeps from its process is found again by the next process, and by the next core', async () => {
  const one = await keeping()
  expect(await deed(one, 'recall', 'key-pair')).toBe('found: null')
  expect(await deed(one, 'keep', 'key-pair=a private key 钥匙')).toBe('kept')
  expect(await deed(one, 'recall', 'key-pair')).toBe('found: a private key 钥匙')
  await expect(deed(one, 'exit')).rejects.toEqual(code('plugin-crashed'))
  await running(one, 1)
  expect(await deed(one, 'recall', 'key-pair')).toBe('found: a private key 钥匙')
  await stopHosts()
  expect(await deed(await keeping(), 'recall', 'key-pair')).toBe('found: a private key 钥匙')
  const file = join(dataDir, 'plugin-texts/hostile/key-pair')
  expect(readFileSync(file, 'utf8')).not.toContain('private')
})

test('P2: a name that leads elsewhere is refused, and the plugin is told why', async () => {
  const one = await keeping()
  for (const name of ['../driver-opcua/application-certificate', '/etc/passwd', ''])
    expect(await deed(one, 'recall', name)).toMatch(/^validation-failed: .*is no name/)
  expect(await deed(one, 'keep', '../x=y')).toMatch(/^validation-failed: /)
})

test('what goes wrong in the core is not told in its own words', async () => {
  const away = async () => {
    throw new Error('EACCES: /var/lib/busbar/plugin-texts')
  }
  const one = await startedApart({}, { kept: () => ({ get: away, set: away }) })
  const told = await deed(one, 'recall', 'key-pair')
  expect(told).toMatch(/^internal: /)
  expect(told).not.toContain('/var/lib')
})

test('where nothing can be kept, a plugin sees that', async () => {
  expect(await deed(await startedApart(), 'recall', 'key-pair')).toBe('nothing can be kept')
})
