import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { stopHosts } from '../support/host-rig.ts'
import { deed, pluginOf, startedApart } from '../support/process-rig.ts'

const HOSTILE = fileURLToPath(new URL('../fixtures/process-plugins/hostile', import.meta.url))
const SECRET = 'a key that no plugin may see'
let folder = ''
let key = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-workers-'))
  key = join(folder, 'key.pem')
  writeFileSync(key, SECRET)
  const plugin = join(folder, 'plugins/hostile')
  cpSync(HOSTILE, plugin, { recursive: true })
  const file = join(plugin, 'plugin.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, permissions: { workers: true } }))
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(stopHosts)

const FENCED = `done: ${[
  ...['read', 'write', 'spawn', 'kill', 'thread', 'hooks'].map(
    (what) => `${what}: stopped ERR_ACCESS_DENIED`,
  ),
  'environment: {}',
].join('\n')}`

test('P2: a plugin that asks for worker threads has them, and each is fenced in as its process is', async () => {
  const one = await startedApart(
    {},
    { directories: [join(folder, 'plugins')], limits: { methodFactor: 1 } },
  )
  expect(pluginOf(one)).toMatchObject({ workers: true })
  for (const way of [
    'thread',
    'thread with flags',
    'thread with leave',
    'thread with an environment',
    'thread by its class',
    'thread by another door',
    'thread by an heir',
    'thread by an heir itself',
  ])
    expect(await deed(one, way, key), way).toBe(FENCED)
  expect(existsSync(`${key}.made`)).toBe(false)
  for (const way of ['thread of text', 'hooks', 'read', 'kill'])
    expect(await deed(one, way, key), way).toMatch(/^stopped: ERR_ACCESS_DENIED/)
  expect(pluginOf(one)?.process).toMatchObject({ restarts: 0 })
})

test('P2: one that did not ask has none', async () => {
  const one = await startedApart()
  expect(pluginOf(one)).toMatchObject({ workers: false })
  for (const way of ['thread', 'thread with flags', 'thread by its class', 'hooks'])
    expect(await deed(one, way, key), way).toMatch(/^stopped: ERR_ACCESS_DENIED/)
})
