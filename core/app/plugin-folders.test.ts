import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createInstalledPlugins, WORKSPACE_PLUGINS } from './plugin-folders.ts'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-installed-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('only what was installed can be taken away', async () => {
  const installed = createInstalledPlugins({ folder })
  const own = join(folder, 'acme')
  mkdirSync(own)
  const builtIn = join(WORKSPACE_PLUGINS, 'driver-mqtt')
  expect(installed.has({ directory: own })).toBe(true)
  expect(installed.has({ directory: builtIn })).toBe(false)
  await installed.delete({ directory: builtIn })
  expect(existsSync(builtIn)).toBe(true)
  await installed.delete({ directory: own })
  expect(existsSync(own)).toBe(false)
})

test('where nothing was ever installed, nothing is', () => {
  const installed = createInstalledPlugins({ folder: join(folder, 'none') })
  expect(installed.has({ directory: join(folder, 'none', 'acme') })).toBe(false)
})
