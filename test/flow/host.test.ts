import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterEach, describe, expect, test } from 'vitest'
import { tellPlugin } from '../../core/app/plugin-views.ts'
import { secretPointers } from '../../core/host/secrets.ts'
import type { LastError } from '../../core/host/status.ts'
import { formatInstant } from '../../core/kernel/instant.ts'
import {
  code,
  driverConnection,
  misbehaving,
  started,
  stateOf,
  stopHosts,
} from '../support/host-rig.ts'

afterEach(stopHosts)

describe('start', () => {
  test('P4: each broken plugin fails by itself, with place and remedy, and the rest goes on', async () => {
    const one = await started()
    const seen = Object.fromEntries(
      one.host.list().map(({ id, state, lastError }) => [id, [state, lastError?.code ?? null]]),
    )
    expect(seen).toEqual({
      'broken-manifest': ['failed', 'plugin-manifest-invalid'],
      'contributes-undeclared': ['failed', 'plugin-contribution-invalid'],
      good: ['enabled', null],
      'hangs-at-register': ['failed', 'plugin-timeout'],
      misbehaves: ['enabled', null],
      'schema-bomb': ['failed', 'plugin-schema-invalid'],
      'throws-at-register': ['failed', 'plugin-load-failed'],
      'wrong-api': ['failed', 'plugin-api-incompatible'],
      'refused:zz-duplicate-id': ['failed', 'plugin-duplicate'],
      'zz-duplicate-type': ['failed', 'plugin-duplicate'],
    })
    expect(one.repairs.filter(({ status }) => status === 'open')).toHaveLength(8)
    expect(stateOf(one, 'broken-manifest')?.lastError?.detail).toContain('plugin.json/')
    expect(stateOf(one, 'schema-bomb')?.lastError?.detail).toContain('./terms.schema.json')
    expect(stateOf(one, 'wrong-api')?.lastError?.detail).toContain('^2.0.0')
    for (const { remedy } of one.repairs) expect(remedy).not.toBe('')
  })

  test('a failed plugin that is required makes the core not ready, an optional one does not', async () => {
    const one = await started()
    expect(one.host.ready()).toBe(false)
    await one.host.disable({ pluginId: 'throws-at-register' })
    expect(one.host.ready()).toBe(false)
    await one.host.remove({ pluginId: 'wrong-api' })
    expect(one.host.ready()).toBe(true)
    expect(stateOf(one, 'wrong-api')?.state).toBe('removed')
  })

  test('configuration is judged before code runs, and secrets stay out of the log', async () => {
    const one = await started({
      settingsOf: async ({ pluginId }) => ({
        enabled: pluginId !== 'misbehaves',
        config: pluginId === 'good' ? { greeting: 'g'.repeat(51) } : {},
      }),
    })
    expect(stateOf(one, 'good')).toMatchObject({
      state: 'failed',
      lastError: { code: 'validation-failed' },
    })
    expect(stateOf(one, 'misbehaves')?.state).toBe('disabled')
    expect(one.logged.join()).not.toContain('registering')

    await one.host.configure({ pluginId: 'good', config: { greeting: 'hi', token: 'tok-1234' } })
    expect(stateOf(one, 'good')).toMatchObject({ state: 'enabled', lastError: null })
    expect(one.logged.join()).toContain('registering')
    expect(one.logged.join()).not.toContain('tok-1234')
    expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved', pluginId: 'good' })
  })
})

test('status of plugins and connections fits what the API shows of them', async () => {
  const one = await started()
  await one.host.openConnection(driverConnection().request)
  await expect(
    one.host.openConnection({ ...misbehaving('connect-throws').request, connectionId: '8' }),
  ).rejects.toEqual(code('plugin-not-available'))
  const judge = (name: string) => {
    const schemaOf = (file: string) =>
      JSON.parse(
        readFileSync(
          new URL(`../../schemas/resources/${file}.schema.json`, import.meta.url),
          'utf8',
        ),
      )
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false, keywords: ['x-ref'] })
    addFormats.default(ajv)
    for (const file of [
      ...['open-object', 'dashboard-widget', 'role', 'plugin-page'],
      ...['refused-certificate', 'instant'],
    ])
      ajv.addSchema(schemaOf(file), `${file}.schema.json`)
    return ajv.compile(schemaOf(name))
  }
  const shownError = (error: LastError | null) => error && { ...error, at: formatInstant(error.at) }
  const plugin = judge('plugin')
  for (const status of one.host.list()) {
    expect(status.directory).not.toBe('')
    const shown = tellPlugin(status, { builtIn: true })
    expect(shown).not.toHaveProperty('directory')
    expect(plugin(shown), JSON.stringify(plugin.errors)).toBe(true)
  }
  const connection = judge('connection')
  for (const {
    connectionId: id,
    point: extensionPoint,
    lastError,
    ...shown
  } of one.host.connections()) {
    const stored = { id, extensionPoint, siteId: '1', name: 'x', enabled: true, version: 1 }
    const resource = { ...shown, ...stored, lastError: shownError(lastError) }
    expect(connection(resource), JSON.stringify(connection.errors)).toBe(true)
  }
})

test('what a plugin declares is there to be read and to judge by, even while it is stopped', async () => {
  const one = await started()
  await one.host.disable({ pluginId: 'good' })
  const of = { point: 'notificationChannels', type: 'board' } as const
  const { capabilities, schemas } = one.host.contribution(of)
  expect(capabilities).toMatchObject({ declares: 'read' })
  expect(secretPointers(schemas.connection?.document ?? {})).toEqual(['/password'])
  const address = (flat: string) => one.host.validate({ ...of, role: 'address', input: { flat } })
  expect(address('12')).toEqual({ ok: true, value: { flat: '12' } })
  expect(address('roof')).toMatchObject({ ok: false, errors: [{ pointer: '/flat' }] })
  const nobody = { point: 'meterDrivers', type: 'nobody' } as const
  expect(() => one.host.contribution(nobody)).toThrow(code('not-found'))
})

test('contributions are services of this node alone, named after plugin, point and type', async () => {
  const one = await started()
  const actions = one.broker.registry
    .getActionList({ onlyLocal: true })
    .filter(({ name }) => name.startsWith('plugin.good.'))
  expect(actions.map(({ name }) => name)).toContain('plugin.good.paymentProviders.purse.refund')
  expect(actions.map(({ name }) => name)).not.toContain('plugin.good.meterDrivers.memory.stop')
  expect(new Set(actions.map(({ action }) => action?.visibility))).toEqual(new Set(['protected']))
})

test('a reload takes new code, its modules and its manifest; a bad one leaves the old running', async () => {
  const script = fileURLToPath(new URL('../fixtures/host/reload.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  expect(JSON.parse(stdout)).toEqual([
    ['hello, first', '1.0.0', 'enabled', null],
    ['hello, second', '1.1.0', 'enabled', null],
    ['hello, second', '1.1.0', 'enabled', 'plugin-load-failed'],
    [['failed', 'validation-failed']],
    [['degraded', 'plugin-api-incompatible']],
    ['hello, third', '1.1.0', 'enabled', null],
  ])
}, 30_000)
