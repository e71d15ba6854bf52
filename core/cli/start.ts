import { parseArgs } from 'node:util'
import { createLog } from '../app/log.ts'
import { startApp } from '../app.ts'
import { ensureMigrated, openDatabase } from '../database.ts'
import { chooseHttpPort } from '../http-port.ts'
import { wallClock } from '../kernel/instant.ts'
import type { CommandContext } from './command.ts'

const STOP_WITHIN_MS = 28_000

/** `busbar start`: runs until SIGINT or SIGTERM, then drains. */
export async function run({ args, config, print, complain }: CommandContext): Promise<number> {
  parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } })
  const startedAt = performance.now()
  const log = createLog({ level: config.logLevel, destination: process.stderr })
  const database = await openDatabase({ config, log })
  try {
    await ensureMigrated({ database })
    const port = await chooseHttpPort(config)
    const app = await startApp({ config, database, port, clock: wallClock, log })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    print(`Busbar is ready at ${app.url} (${seconds} s). API reference: ${app.url}/api/docs`)
    if (app.setupToken !== null)
      print(
        `Make the owner's account, once: POST ${app.url}/api/v1/setup/owner with token ${app.setupToken}`,
      )
    await untilSignal()
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
