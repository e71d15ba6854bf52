import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { code, stopHosts } from '../support/host-rig.ts'
import {
  deed,
  driverOf,
  hostile,
  lives,
  pluginOf,
  running,
  startedApart,
  until,
} from '../support/process-rig.ts'

afterEach(stopHosts)

const WRITE = { pointId: 'p1', value: false, expiresAt: Number.MAX_SAFE_INTEGER }

describe('a plugin in a process of its own', () => {
  test('is called, hands over and is stopped like any other, and its status tells of the process', async () => {
    const one = await startedApart({ token: 'tok-1234' })
    const { request, heard } = hostile('well')
    const opened = await one.host.openConnection(request)
    expect(opened).toMatchObject({ state: 'enabled', health: { status: 'up' } })
    expect(await driverOf(one).write(WRITE)).toMatchObject({ outcome: 'confirmed' })
    expect(await driverOf(one).read({ pointIds: ['1', '2'], timeoutMs: 1_000 })).toEqual({
      items: ['1', '2'].map((pointId) => ({ pointId, value: 'kept' })),
    })
    expect(heard.map(({ values }) => values[0]?.value)).toEqual(['1', '2'])
    await until('its memory is known', () => pluginOf(one)?.process?.residentBytes !== null)
    const process = pluginOf(one)?.process
    expect(process).toMatchObject({ state: 'running', restarts: 0, pid: expect.any(Number) })
    expect(process?.residentBytes).toBeGreaterThan(10_000_000)
    expect(opened.health.detail).toBe(`process ${process?.pid}`)
    const lines = one.logged.join('\n')
    expect(lines).toContain('"connectionId":"7"')
    expect(lines).not.toContain('tok-1234')
    expect(lines).not.toContain('open sesame')
    await one.host.disable({ pluginId: 'hostile' })
    expect(pluginOf(one)?.process).toBeNull()
    expect(lives(process?.pid)).toBe(false)
  })

  test('a reload has a process of its own, and the old one ends', async () => {
    const one = await startedApart()
    await one.host.openConnection(hostile('well').request)
    const before = pluginOf(one)?.process?.pid
    await one.host.reload({ pluginId: 'hostile' })
    expect(pluginOf(one)?.process?.pid).not.toBe(before)
    expect(lives(before)).toBe(false)
    expect(one.host.connections()).toMatchObject([{ state: 'enabled' }])
  })

  test.each([
    ['exit', 'plugin-load-failed', 'exited with code 3'],
    ['loop', 'plugin-load-failed', 'event loop'],
    ['hang', 'plugin-timeout', 'register'],
  ])(
    'P1: one that does "%s" at register has failed, and nothing of it is left',
    async (how, expected, word) => {
      const one = await startedApart({ register: how }, { limits: { registerMs: 3_000 } })
      await expect(one.host.openConnection(hostile('well').request)).rejects.toEqual(code(expected))
      expect(one.host.connections()).toMatchObject([
        { state: 'failed', lastError: { code: expected } },
      ])
      expect(pluginOf(one)?.process).toBeNull()
      expect(pluginOf(one)).toMatchObject({ state: 'failed', lastError: { code: expected } })
      expect(pluginOf(one)?.lastError?.detail).toContain(word)
      expect(one.repairs).toMatchObject([
        { status: 'open', pluginId: 'hostile', connectionId: null, code: expected },
      ])
      // Not tried again until somebody has mended it.
      await expect(deed(one, 'nothing')).rejects.toEqual(code(expected))
      expect(one.repairs).toHaveLength(1)
    },
  )

  test.each([
    ['exit', 'exited with code 3'],
    ['throw-later', 'outside of any call'],
    ['loop', 'event loop'],
    ['heap', 'heap'],
    ['buffers', 'MiB of memory'],
  ])(
    'P1: "%s" in a call ends the process alone; it is started again and connected anew',
    async (how, word) => {
      const one = await startedApart(
        {},
        {
          limits: { methodFactor: 1 },
          processLimits: { heapMiB: 64, residentBytes: 300 * 1024 * 1024 },
        },
      )
      const { request } = hostile('well')
      await one.host.openConnection(request)
      await expect(deed(one, how)).rejects.toEqual(
        expect.objectContaining({ code: 'plugin-crashed', retryable: true }),
      )
      expect(one.host.connections()).toMatchObject([{ health: { status: 'down' } }])
      expect(pluginOf(one)?.lastError?.detail).toContain(word)
      await running(one, 1)
      await until('connected', () => one.host.connections()[0]?.state === 'enabled')
      expect(pluginOf(one)).toMatchObject({ state: 'enabled', health: { status: 'up' } })
      expect(await deed(one, 'nothing')).toBe('no such deed')
      expect(one.repairs).toEqual([])
    },
  )

  test('killed with -9, what it had handed over is kept once, and it is never told so', async () => {
    const one = await startedApart({}, { limits: { methodFactor: 1 } })
    const { request, heard } = hostile('emit hang')
    const taken = Promise.withResolvers<void>()
    let handedOver = 0
    const held = {
      ...request.events,
      snapshots: async (batch: Parameters<typeof request.events.snapshots>[0]) => {
        handedOver += 1
        await taken.promise
        await request.events.snapshots(batch)
      },
    }
    await one.host.openConnection({ ...request, events: held })
    const read = driverOf(one).read({ pointIds: ['1', '2'], timeoutMs: 50_000 })
    const lost = expect(read).rejects.toEqual(code('plugin-crashed'))
    await until('handed over', () => handedOver === 2)
    process.kill(pluginOf(one)?.process?.pid ?? 0, 'SIGKILL')
    await lost
    taken.resolve()
    await running(one, 1)
    await until('connected', () => one.host.connections()[0]?.state === 'enabled')
    expect(heard.map(({ values }) => values[0]?.value)).toEqual(['1', '2'])
    expect(handedOver).toBe(2)
    expect(pluginOf(one)?.lastError?.detail).toContain('SIGKILL')
  })

  test('S5: a command that the process dies of is never told as done', async () => {
    const one = await startedApart()
    await one.host.openConnection(hostile('write exit').request)
    await expect(driverOf(one).write(WRITE)).rejects.toEqual(code('plugin-crashed'))
  })

  test('what crashes at create or at stop fails there, and the rest goes on', async () => {
    const one = await startedApart()
    await expect(one.host.openConnection(hostile('create').request)).rejects.toEqual(
      code('plugin-crashed'),
    )
    await one.host.closeConnection({ connectionId: '7' })
    await running(one, 1)
    await one.host.openConnection(hostile('stop exit').request)
    await one.host.closeConnection({ connectionId: '7' })
    await running(one, 2)
    expect(one.host.connections()).toEqual([])
    expect(await deed(one, 'nothing')).toBe('no such deed')
  })

  test('what never stops is cut off within its time, and its process with it', async () => {
    const one = await startedApart({}, { limits: { methodFactor: 0.02 } })
    await one.host.openConnection(hostile('stop loop').request)
    const pid = pluginOf(one)?.process?.pid
    await one.host.disable({ pluginId: 'hostile' })
    expect(lives(pid)).toBe(false)
  })
})

describe('five crashes', () => {
  test('P1: stop it, with a repair item that says what to do; a reload starts it again', async () => {
    const one = await startedApart()
    await one.host.openConnection(hostile('well').request)
    for (let crash = 1; crash <= 5; crash += 1) {
      await expect(deed(one, 'exit')).rejects.toEqual(code('plugin-crashed'))
      if (crash < 5) await running(one, crash)
    }
    expect(pluginOf(one)).toMatchObject({
      state: 'degraded',
      health: { status: 'down' },
      lastError: { code: 'plugin-keeps-crashing' },
      process: { state: 'stopped', pid: null, restarts: 4 },
    })
    expect(one.repairs).toMatchObject([
      { status: 'open', code: 'plugin-keeps-crashing', pluginId: 'hostile' },
    ])
    expect(one.repairs[0]?.remedy).toContain('reload')
    expect(one.host.connections()).toMatchObject([
      { state: 'failed', lastError: { code: 'plugin-keeps-crashing' } },
    ])
    await expect(deed(one, 'nothing')).rejects.toEqual(code('plugin-keeps-crashing'))

    await one.host.reload({ pluginId: 'hostile' })
    expect(pluginOf(one)).toMatchObject({ state: 'enabled', process: { restarts: 0 } })
    expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved' })
    expect(one.host.connections()).toMatchObject([{ state: 'enabled' }])
    expect(await deed(one, 'nothing')).toBe('no such deed')
  }, 60_000)

  test('P1: are each followed by a longer pause than the one before, up to the longest', async () => {
    const processLimits = { restartMinMs: 400, restartMaxMs: 1_600 }
    const one = await startedApart({}, { processLimits })
    const pausesMs: number[] = []
    for (let crash = 1; crash <= 4; crash += 1) {
      const from = performance.now()
      await expect(deed(one, 'exit')).rejects.toEqual(code('plugin-crashed'))
      await until('waiting', () => pluginOf(one)?.process?.state === 'waiting')
      // Nobody who needs it hastens it.
      await expect(deed(one, 'nothing')).rejects.toEqual(code('plugin-not-available'))
      await until('starting', () => pluginOf(one)?.process?.state !== 'waiting')
      pausesMs.push(performance.now() - from)
      await running(one, crash)
    }
    // Half of each is left to chance, so that not all plugins start at once.
    for (const [index, leastMs] of [200, 400, 800, 800].entries())
      expect(pausesMs[index]).toBeGreaterThanOrEqual(leastMs)
  }, 60_000)

  test.each(['enable', 'configure'] as const)('are forgotten by "%s" too', async (way) => {
    const one = await startedApart({}, { processLimits: { crashes: 1 } })
    await expect(deed(one, 'exit')).rejects.toEqual(code('plugin-crashed'))
    await until('stopped', () => pluginOf(one)?.process?.state === 'stopped')
    if (way === 'enable') await one.host.disable({ pluginId: 'hostile' })
    if (way === 'enable') expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved' })
    await one.host[way]({ pluginId: 'hostile', config: {} })
    expect(await deed(one, 'nothing')).toBe('no such deed')
    expect(one.repairs.at(-1)).toMatchObject({ status: 'resolved' })
  })
})

test('P1: a core that is killed with -9 leaves no process behind, not even one that loops for ever', async () => {
  const script = fileURLToPath(new URL('../fixtures/host/orphan.ts', import.meta.url))
  const core = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = await once(core.stdout, 'data')
  const orphan = Number(String(pid))
  expect(lives(orphan)).toBe(true)
  core.kill('SIGKILL')
  await until('gone', () => !lives(orphan))
})
