import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { code, stopHosts } from '../support/host-rig.ts'
import {
  deed,
  driverOf,
  hostile,
  lives,
  pluginOf,
  running,
  startedApart,
} from '../support/process-rig.ts'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))
const SECRET = 'a key that no plugin may see'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-attacks-'))
  writeFileSync(join(folder, 'key.pem'), SECRET)
  process.env.BUSBAR_TEST_SECRET = SECRET
})
afterAll(() => {
  rmSync(folder, { recursive: true })
  delete process.env.BUSBAR_TEST_SECRET
})
afterEach(stopHosts)

describe('P2: out of reach of a plugin in a process of its own', () => {
  test('are files, processes, signals, the environment and whatever leads to them', async () => {
    const one = await startedApart()
    const key = join(folder, 'key.pem')
    const made = join(folder, 'made')
    const attempts: readonly (readonly [string, string])[] = [
      ['read', key],
      ['read', '/proc/self/environ'],
      ['read', join(REPOSITORY, 'core/config.ts')],
      ['read', join(REPOSITORY, 'core/persistence/pool.ts')],
      ['list', REPOSITORY],
      ['list', folder],
      ['write', made],
      ['write', join(REPOSITORY, 'test/fixtures/process-plugins/hostile/made')],
      ['spawn', ''],
      ['fork', join(REPOSITORY, 'core/host/process/child.ts')],
      ['worker', ''],
      ['addon', key],
      ['inspector', ''],
      ['sqlite', made],
      ['kill', ''],
      ['kill underneath', ''],
      ['wake its inspector', ''],
      ['become somebody else', ''],
      ['bindings', ''],
    ]
    for (const [name, path] of attempts)
      expect(await deed(one, name, path), `${name} ${path}`).toMatch(/^stopped: /)
    expect(await deed(one, 'environment')).toBe('done: {}')
    expect(await deed(one, 'arguments')).toBe('done: []')
    expect(existsSync(made)).toBe(false)
    expect(readFileSync(key, 'utf8')).toBe(SECRET)
    expect(pluginOf(one)).toMatchObject({ state: 'enabled', process: { restarts: 0 } })
  })

  test('its own folder can be read', async () => {
    const one = await startedApart()
    const own = join(REPOSITORY, 'test/fixtures/process-plugins/hostile/plugin.json')
    expect(await deed(one, 'read', own)).toContain('"id": "hostile"')
  })
})

describe('P1: on the pipe to the core', () => {
  test.each([
    ['junk', 'make no sense'],
    ['no frames', 'no frames'],
    ['forged answers', 'make no sense'],
    ['forged questions', 'make no sense'],
    ['too many questions', 'more questions at once'],
    ['logs', 'flooded'],
  ])('"%s" ends the process, is counted as a crash, and the core goes on', async (name, word) => {
    const one = await startedApart()
    const { request } = hostile('well')
    await one.host.openConnection(request)
    await deed(one, name).catch(() => undefined)
    await running(one, 1)
    expect(pluginOf(one)?.lastError).toMatchObject({ code: 'plugin-crashed' })
    expect(pluginOf(one)?.lastError?.detail).toContain(word)
    expect(await deed(one, 'nothing')).toBe('no such deed')
  })

  test('readings for connections that are not open reach nobody', async () => {
    const one = await startedApart()
    const { request, heard } = hostile('well')
    await one.host.openConnection(request)
    await deed(one, 'forged readings').catch(() => undefined)
    await running(one, 1)
    expect(heard).toEqual([])
  })

  test('I5: more batches than may be under way wait at the plugin, and all arrive in order', async () => {
    const one = await startedApart({}, { limits: { methodFactor: 1 } })
    const { request, heard } = hostile('well')
    let most = 0
    let now = 0
    const slow = {
      ...request.events,
      snapshots: async (batch: Parameters<typeof request.events.snapshots>[0]) => {
        now += 1
        most = Math.max(most, now)
        await new Promise((resolve) => setTimeout(resolve, 1))
        await request.events.snapshots(batch)
        now -= 1
      },
    }
    await one.host.openConnection({ ...request, events: slow })
    const pointIds = Array.from({ length: 500 }, (_, index) => String(index))
    const { items } = await driverOf(one).read({ pointIds, timeoutMs: 50_000 })
    expect(items.every(({ value }) => value === 'kept')).toBe(true)
    expect(heard.map(({ values }) => values[0]?.value)).toEqual(pointIds)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(32)
  })

  test('a flood of output is the plugin’s to keep: core and plugin go on, and it ends when it is told', async () => {
    const one = await startedApart()
    expect(await deed(one, 'output')).toBe('sent')
    expect(await deed(one, 'nothing')).toBe('no such deed')
    const pid = pluginOf(one)?.process?.pid
    expect(pluginOf(one)?.process).toMatchObject({ state: 'running', restarts: 0 })
    await one.host.disable({ pluginId: 'hostile' })
    expect(lives(pid)).toBe(false)
  })

  test('a core that rejects says so to the driver, and what cannot be read is the driver’s fault', async () => {
    const one = await startedApart()
    const { request } = hostile('well')
    const refusing = {
      ...request.events,
      snapshots: async () => {
        throw Object.assign(new Error('away'), { code: 'database-unavailable' })
      },
    }
    await one.host.openConnection({ ...request, events: refusing })
    const { items } = await driverOf(one).read({ pointIds: ['1'], timeoutMs: 1_000 })
    expect(items[0]?.error?.message).toContain('database')
    await expect(deed(one, 'hang')).rejects.toEqual(code('plugin-timeout'))
  })
})
