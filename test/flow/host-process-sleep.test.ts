import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { code, stopHosts } from '../support/host-rig.ts'
import { deed, hostile, lives, pluginOf, startedApart, until } from '../support/process-rig.ts'

const HOSTILE = fileURLToPath(new URL('../fixtures/process-plugins/hostile', import.meta.url))
const folders: string[] = []
afterEach(async () => {
  await stopHosts()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Rig = Awaited<ReturnType<typeof startedApart>>

const states = ({ host }: Rig) => host.history({ pluginId: 'hostile' }).map(({ state }) => state)
const tested = ({ host }: Rig) =>
  host.testConnection({
    ...{ point: 'meterDrivers', type: 'hostile', timeoutMs: 1 },
    connection: { mode: 'well' },
  })

describe('a plugin that nobody needs', () => {
  test('has no process, and its status says so plainly', async () => {
    const one = await startedApart()
    expect(pluginOf(one)).toMatchObject({
      ...{ state: 'enabled', process: null, lastError: null },
      health: {
        status: 'up',
        detail: 'Ready: its process starts when it is first needed, such as by a connection.',
      },
    })
    expect(states(one)).toEqual(['installed', 'configured', 'enabled'])
    expect(one.repairs).toEqual([])
  })

  test.each<readonly [string, (one: Rig) => Promise<unknown>]>([
    ['connection', ({ host }) => host.openConnection(hostile('well').request)],
    ['call of a contribution', (one) => deed(one, 'nothing')],
    // Its time is shorter than a process takes to start: that does not count.
    ['connection test', async (one) => expect(await tested(one)).toMatchObject({ ok: true })],
  ])('is started by its first %s', async (_, need) => {
    const one = await startedApart()
    await need(one)
    expect(pluginOf(one)).toMatchObject({
      health: { status: 'up', detail: 'Running.' },
      process: { state: 'running', restarts: 0 },
    })
  })

  test('is started once, however many need it at the same time', async () => {
    const one = await startedApart()
    const opened = await Promise.all(
      ['7', '8', '9'].map((connectionId) =>
        one.host.openConnection({ ...hostile('well').request, connectionId }),
      ),
    )
    const told = new Set(opened.map(({ health }) => health.detail))
    expect([...told]).toEqual([`process ${pluginOf(one)?.process?.pid}`])
  })

  test('is ended when the last connection has been closed for a while, and started again when needed', async () => {
    const one = await startedApart({}, { processLimits: { idleMs: 300 } })
    for (const connectionId of ['7', '8'])
      await one.host.openConnection({ ...hostile('well').request, connectionId })
    const pid = pluginOf(one)?.process?.pid
    await one.host.closeConnection({ connectionId: '7' })
    // Longer than it would have been kept, and still needed.
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect(pluginOf(one)?.process).toMatchObject({ pid, state: 'running' })
    await one.host.closeConnection({ connectionId: '8' })
    await until('ended', () => pluginOf(one)?.process === null && !lives(pid))
    expect(pluginOf(one)).toMatchObject({ state: 'enabled', health: { status: 'up' } })
    expect(await deed(one, 'nothing')).toBe('no such deed')
    expect(pluginOf(one)?.process?.pid).not.toBe(pid)
    expect(one.repairs).toEqual([])
    expect(one.logged.join('\n')).not.toContain('ended')
  })

  test('needed while it is just being ended, it is started again after that', async () => {
    const one = await startedApart({}, { processLimits: { idleMs: 0 } })
    for (let turn = 0; turn < 3; turn += 1) expect(await deed(one, 'nothing')).toBe('no such deed')
    await until('ended', () => pluginOf(one)?.process === null)
    expect(one.repairs).toEqual([])
  })

  test('disabled and stopped, nothing is started for it', async () => {
    const one = await startedApart()
    await one.host.disable({ pluginId: 'hostile' })
    expect(pluginOf(one)).toMatchObject({ state: 'disabled', process: null })
  })
})

describe('what a person does is tried at once', () => {
  test('a configuration that its code cannot be loaded by is refused, and it stays as it was', async () => {
    const one = await startedApart()
    await expect(
      one.host.configure({ pluginId: 'hostile', config: { register: 'exit' } }),
    ).rejects.toEqual(code('plugin-load-failed'))
    expect(await deed(one, 'nothing')).toBe('no such deed')
    expect(pluginOf(one)).toMatchObject({ state: 'enabled' })
  })

  test('P1: one that failed when it was first needed runs again after it was mended, and its connections are made', async () => {
    const one = await startedApart({ register: 'exit' })
    await expect(one.host.openConnection(hostile('well').request)).rejects.toEqual(
      code('plugin-load-failed'),
    )
    expect(pluginOf(one)).toMatchObject({ state: 'failed', health: { status: 'down' } })
    await one.host.configure({ pluginId: 'hostile', config: {} })
    expect(pluginOf(one)).toMatchObject({ state: 'enabled', health: { status: 'up' } })
    expect(one.host.connections()).toMatchObject([{ state: 'enabled' }])
    expect(one.repairs.map(({ status }) => status)).toEqual(['open', 'resolved'])
  })
})

test('one that the core cannot do without is loaded at its start, and its failure makes it not ready', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-required-'))
  folders.push(folder)
  cpSync(HOSTILE, join(folder, 'hostile'), { recursive: true })
  const file = join(folder, 'hostile', 'plugin.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, startup: 'required' }))
  const well = await startedApart({}, { directories: [folder] })
  expect(pluginOf(well)).toMatchObject({ state: 'enabled', process: { state: 'running' } })
  expect(states(well)).toEqual(['installed', 'configured', 'tested', 'enabled'])
  const ill = await startedApart({ register: 'exit' }, { directories: [folder] })
  expect(pluginOf(ill)).toMatchObject({ state: 'failed' })
  expect(ill.host.ready()).toBe(false)
})
