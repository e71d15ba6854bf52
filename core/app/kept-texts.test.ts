import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSealer } from '../adapters/secrets.ts'
import { createKeptTexts } from './kept-texts.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-kept-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = () => createKeptTexts({ dataDir, sealer: createSealer({ key: Buffer.alloc(32, 7) }) })

test('what a plugin keeps is found again after a restart, by itself alone', async () => {
  const own = open()({ pluginId: 'driver-acme' })
  expect(await own.get({ name: 'key-pair' })).toBeNull()
  await own.set({ name: 'key-pair', text: 'first' })
  await own.set({ name: 'key-pair', text: 'second' })
  expect(await open()({ pluginId: 'driver-acme' }).get({ name: 'key-pair' })).toBe('second')
  expect(await open()({ pluginId: 'driver-other' }).get({ name: 'key-pair' })).toBeNull()
})

test('it is sealed where it lies, for this user alone', async () => {
  await open()({ pluginId: 'driver-acme' }).set({ name: 'key-pair', text: 'a private key' })
  const folder = join(dataDir, 'plugin-texts/driver-acme')
  expect(readdirSync(folder)).toEqual(['key-pair'])
  expect(readFileSync(join(folder, 'key-pair'), 'utf8')).not.toContain('private')
  expect(statSync(join(folder, 'key-pair')).mode & 0o077).toBe(0)
})

test.each(['../driver-other/key', '', 'a/b', '.hidden', 'A'])('"%s" is no name', async (name) => {
  const own = open()({ pluginId: 'driver-acme' })
  await expect(own.get({ name })).rejects.toMatchObject({ code: 'validation-failed' })
  await expect(own.set({ name, text: 'x' })).rejects.toMatchObject({ code: 'validation-failed' })
})

test('a text that is too long is refused', async () => {
  const own = open()({ pluginId: 'driver-acme' })
  const text = 'x'.repeat(65_537)
  await expect(own.set({ name: 'a', text })).rejects.toMatchObject({ code: 'validation-failed' })
})

test('only so many are kept, and those that are there can be changed', async () => {
  const own = open()({ pluginId: 'driver-acme' })
  for (let count = 0; count < 32; count += 1) await own.set({ name: `name-${count}`, text: 'x' })
  await expect(own.set({ name: 'one-more', text: 'x' })).rejects.toMatchObject({
    code: 'validation-failed',
  })
  await own.set({ name: 'name-7', text: 'changed' })
  expect(await own.get({ name: 'name-7' })).toBe('changed')
})
