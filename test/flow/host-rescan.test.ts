import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { started, stateOf, stopHosts } from '../support/host-rig.ts'

afterEach(stopHosts)

const SCRIPT = fileURLToPath(new URL('../fixtures/host/rescan.ts', import.meta.url))
const NONE = { added: [], reloaded: [], removed: [] }

test('plugins that come, change their version and go are noticed while the host runs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT])
  expect(JSON.parse(stdout)).toEqual([
    { ...NONE, plugins: [] },
    {
      ...NONE,
      added: ['broken-manifest', 'good'],
      plugins: ['broken-manifest null failed', 'good 1.0.0 enabled'],
    },
    'enabled',
    {
      ...NONE,
      reloaded: ['good'],
      plugins: ['broken-manifest null failed', 'good 1.1.0 enabled'],
    },
    {
      ...NONE,
      reloaded: ['good'],
      plugins: ['broken-manifest null failed', 'good 1.1.0 enabled'],
    },
    'plugin-manifest-invalid',
    { ...NONE, removed: ['good'], plugins: ['broken-manifest null failed'] },
    [],
  ])
}, 60_000)

test('kept settings are opened and brought to the version of the manifest before they are judged', async () => {
  const unseal = (kept: unknown) => (kept === 'sealed' ? 'tok-1234' : kept) as string
  const kept = { config: { token: 'sealed' }, configVersion: 1 }
  const one = await started({ unseal, settingsOf: async () => ({ enabled: true, ...kept }) })
  expect((await one.host.settings({ pluginId: 'good' })).config).toEqual({ token: 'tok-1234' })
  const later = { config: {}, configVersion: 2 }
  const two = await started({ settingsOf: async () => ({ enabled: true, ...later }) })
  expect(stateOf(two, 'good')).toMatchObject({
    state: 'failed',
    lastError: { code: 'validation-failed', detail: expect.stringContaining('version 2') },
  })
})
