import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import mqtt from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MeterState } from './devices/meter.ts'
import type { Surroundings } from './seed/connections.ts'

interface Started {
  readonly parent: ChildProcess
  readonly pids: readonly number[]
  readonly reach: Surroundings
}

const PARENT = fileURLToPath(new URL('./test/parent.ts', import.meta.url))

// Five processes start and stop, twice: a busy machine takes its time.
describe('the processes around Busbar', { timeout: 120_000 }, () => {
  let dataDir: string
  const started: Started[] = []

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'busbar-demo-'))
  })
  afterEach(async () => {
    for (const { parent, pids } of started.splice(0)) {
      parent.kill('SIGKILL')
      await gone(pids)
    }
    rmSync(dataDir, { recursive: true })
  })

  async function start(): Promise<Started> {
    const parent = spawn(process.execPath, [PARENT, dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const failed = once(parent, 'exit').then(([code]) => {
      throw new Error(`The parent ended (${code}).`)
    })
    failed.catch(() => undefined)
    const said = once(createInterface({ input: parent.stdout }), 'line')
    const [line] = await Promise.race([said, failed])
    const one = { parent, ...JSON.parse(line) }
    started.push(one)
    return one
  }

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }

  async function gone(pids: readonly number[]): Promise<void> {
    while (pids.some(isAlive)) await sleep(50)
  }

  const savedDevices = (): Record<string, MeterState> =>
    JSON.parse(readFileSync(join(dataDir, 'devices.json'), 'utf8'))

  it('end with their parent, however it ends', async () => {
    const { parent, pids } = await start()
    expect(pids).toHaveLength(5)
    expect(pids.every(isAlive)).toBe(true)
    parent.kill('SIGKILL')
    await gone(pids)
  })

  it('come back on the same ports with the same secrets, and devices go on where they were', async () => {
    const first = await start()
    first.parent.stdin?.write('stop\n')
    await once(first.parent, 'exit')
    expect(first.pids.some(isAlive)).toBe(false)
    const before = savedDevices()
    const second = await start()
    expect(second.reach).toEqual(first.reach)
    second.parent.stdin?.write('stop\n')
    await once(second.parent, 'exit')
    const after = savedDevices()
    expect(Object.keys(after)).toEqual(Object.keys(before))
    for (const [device, { at, parts }] of Object.entries(before)) {
      expect(after[device]?.at).toBeGreaterThanOrEqual(at)
      expect(BigInt(after[device]?.parts ?? -1)).toBeGreaterThanOrEqual(BigInt(parts))
    }
  })

  it('keep what they remember to their owner, and Busbar hears every device on MQTT', async () => {
    const { reach } = await start()
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600)
    const busbar = await mqtt.connectAsync(`mqtt://127.0.0.1:${reach.brokerPort}`, {
      username: 'busbar',
      password: reach.brokerPassword,
    })
    const online = new Set<string>()
    const everybody = new Promise<void>((resolve) => {
      busbar.on('message', (topic, payload) => {
        const [, device] =
          /^(?:tele|cooling)\/([^/]+)\/(?:LWT|status)$/.exec(topic) ??
          /^([^/]+)\/online$/.exec(topic) ??
          []
        if (device !== undefined && /^(?:Online|online|true)$/.test(payload.toString()))
          online.add(device)
        // All of this protocol but the one in the store room.
        if (online.size === 23) resolve()
      })
    })
    await busbar.subscribeAsync('#')
    await everybody
    await busbar.endAsync(true)
  })
})
