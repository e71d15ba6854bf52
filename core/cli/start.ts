import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDomainClock } from '../app/domain-clock.ts'
import { createLog } from '../app/log.ts'
import { startLoop } from '../app/loops.ts'
import { startApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Log } from '../contracts/plugin.ts'
import { ensureMigrated, openDatabase } from '../database.ts'
import { chooseHttpPort } from '../http-port.ts'
import { busbarError } from '../kernel/error.ts'
import { wallClock } from '../kernel/instant.ts'
import type { CommandContext } from './command.ts'
import { findDemo, type RunningDemo, startDemo } from './demo.ts'
import { demoFolder } from './instance.ts'
import { createOwnDemo } from './own-demo.ts'

const STOP_WITHIN_MS = 28_000
const KEEP_CLOCK_MS = 1_000

/** `busbar start`: runs until SIGINT or SIGTERM, then drains. */
export async function run({ args, config, print, complain }: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { empty: { type: 'boolean', default: false } },
  })
  const stopped = untilSignal()
  if (values.empty) return runEmpty({ config, print, complain, stopped })
  // The demo is an instance of its own beside one that somebody may use in earnest.
  return runDemo({
    config: { ...config, dataDir: demoFolder(config) },
    print,
    complain,
    stopped,
  })
}

interface Run {
  readonly config: Config
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
  readonly stopped: Promise<void>
}

async function runEmpty({ config, print, complain, stopped }: Run): Promise<number> {
  if (config.demoTime !== null)
    throw busbarError('configuration-invalid', {
      detail:
        'BUSBAR_DEMO_START and BUSBAR_DEMO_RATE are for the demo alone: time is not for setting.',
    })
  const log = createLog({ level: config.logLevel, destination: process.stderr })
  const demo = findDemo()
  const ownDemo =
    demo === null
      ? null
      : createOwnDemo({ demo, folder: join(config.dataDir, 'building'), wallClock })
  const real = { clock: wallClock, rate: 1, demo: null, ownDemo }
  return withApp({ config, print, complain, log, ...real }, async (app) => {
    if (app.setupToken !== null)
      print(`Make the owner's account, once: ${app.publicUrl}/welcome#token=${app.setupToken}`)
    ownDemo?.serve({ apiUrl: app.url })
    await stopped
    await ownDemo?.stop()
  })
}

async function runDemo({ config, print, complain, stopped }: Run): Promise<number> {
  mkdirSync(config.dataDir, { recursive: true })
  const demo = findDemo()
  if (demo === null)
    throw busbarError('configuration-invalid', {
      detail: 'The demo building comes with a clone of the project: start with --empty.',
    })
  const log = createLog({ level: config.logLevel, destination: process.stderr })
  const clock = createDomainClock({
    time: config.demoTime ?? demo.time,
    path: join(config.dataDir, 'domain-clock.json'),
    wallClock,
    keepMs: KEEP_CLOCK_MS,
  })
  const keeping = startLoop({
    name: "Keeping the demo's clock",
    pauseMs: KEEP_CLOCK_MS,
    work: async () => clock.keep(),
    log,
  })
  const { rate } = clock.setting
  let running: RunningDemo | null = null
  const logins = () => running?.logins() ?? []
  try {
    const made = { clock, rate, demo: { logins }, ownDemo: null }
    return await withApp({ config, print, complain, log, ...made }, async (app) => {
      const started = startDemo({
        demo,
        apiUrl: app.url,
        ownerToken: app.setupToken,
        dataDir: join(config.dataDir, 'building'),
        clock: clock.setting,
      })
      running = started
      await Promise.race([stopped, started.ended])
      await started.stop()
    })
  } finally {
    await keeping.stop()
    clock.keep()
  }
}

type AppOptions = Parameters<typeof startApp>[0]

/** Opens the database, runs the app while `use` lasts, and closes both. */
async function withApp(
  options: Omit<Run, 'stopped'> & {
    readonly log: Log
    readonly clock: AppOptions['clock']
    readonly rate: number
    readonly demo: AppOptions['demo']
    readonly ownDemo: AppOptions['ownDemo']
  },
  use: (app: Awaited<ReturnType<typeof startApp>>) => Promise<void>,
): Promise<number> {
  const { config, print, complain, log, clock, rate, demo, ownDemo } = options
  const startedAt = performance.now()
  const database = await openDatabase({ config, log })
  try {
    await ensureMigrated({ database })
    const port = await chooseHttpPort(config)
    const app = await startApp({
      ...{ config, database, port, clock, domainRate: rate, demo, ownDemo, log },
    })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    print(
      `Busbar is ready at ${app.publicUrl} (${seconds} s). API reference: ${app.publicUrl}/api/docs`,
    )
    if (app.publicUrl !== app.url) print(`It listens at ${app.url}.`)
    await use(app)
    print('Stopping: finishing what is under way.')
    const timer = setTimeout(() => {
      complain('Stopping took too long; what is still under way is cut off.')
      process.exit(1)
    }, STOP_WITHIN_MS)
    await app.stop()
    clearTimeout(timer)
    return 0
  } finally {
    await database.stop()
  }
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
