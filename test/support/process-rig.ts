import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../core/contracts/index.ts'
import { meterDriverClient, tariffStrategyClient } from '../../core/host/client.ts'
import type { HostOptions } from '../../core/host/host.ts'
import { driverConnection, NOW, started, stateOf } from './host-rig.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/process-plugins', import.meta.url))
/** Longer than a process takes to start on a machine that has other things to do. */
const PATIENCE_MS = 25_000

type Rig = Awaited<ReturnType<typeof started>>

/** A host whose plugin runs in a process of its own, and is started again at once when it ends. */
export function startedApart(
  config: JsonObject = {},
  options: Partial<HostOptions> = {},
): Promise<Rig> {
  return started({
    directories: [FIXTURES],
    settingsOf: async () => ({ enabled: true, config }),
    roundTrip: false,
    ...options,
    limits: { registerMs: 10_000, methodFactor: 0.2, ...options.limits },
    processLimits: {
      ...{ restartMinMs: 20, restartMaxMs: 50, heartbeatMs: 100, silenceMs: 1_500 },
      ...options.processLimits,
    },
  })
}

/** A connection of the hostile driver, with what it has told. */
export const hostile = (mode: string) =>
  driverConnection({ type: 'hostile', connection: { mode, password: 'open sesame' } })

export const driverOf = ({ broker }: Rig) =>
  meterDriverClient({ broker, pluginId: 'hostile', type: 'hostile', connectionId: '7' })

/** Asks the plugin for a deed; what it says of it. */
export async function deed({ broker }: Rig, name: string, path = ''): Promise<string> {
  const client = tariffStrategyClient({ broker, pluginId: 'hostile', type: 'deeds' })
  const result = await client.compile({
    terms: { deed: name, path },
    calendar: { timeZone: 'Asia/Shanghai', holidays: [], workedWeekendDays: [] },
    from: NOW,
    to: NOW + 1,
  })
  return result.ok ? '' : String(result.errors[0]?.message)
}

export const pluginOf = (rig: Rig) => stateOf(rig, 'hostile')

export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export const running = (rig: Rig, restarts: number): Promise<void> =>
  until(`running after ${restarts} restarts`, () => {
    const process = pluginOf(rig)?.process
    return process?.state === 'running' && process.restarts >= restarts
  })

/** Whether a process is there. */
export function lives(pid: number | null | undefined): boolean {
  try {
    process.kill(pid ?? 0, 0)
    return true
  } catch {
    return false
  }
}
