import { parseArgs } from 'node:util'
import { migrateAsOwner, openDatabase } from '../database.ts'
import { busbarError } from '../kernel/error.ts'
import type { CommandContext } from './command.ts'
import { terminalLog } from './terminal-log.ts'

/** `busbar migrate`: runs what is pending; running it again does nothing. */
export async function run({ args, config, print, complain }: CommandContext): Promise<number> {
  parseArgs({ args: [...args], options: {} })
  const database = await openDatabase({
    config,
    log: terminalLog(complain),
    whenRunning: 'attach',
  })
  try {
    if (database.ownerUrl === null) {
      throw busbarError('configuration-invalid', {
        detail: 'DATABASE_OWNER_URL is needed to migrate: the database as its owner.',
      })
    }
    const done = await migrateAsOwner({ ownerUrl: database.ownerUrl })
    for (const name of done) print(`ran ${name}`)
    print(
      done.length === 0 ? 'Nothing to do: the schema is up to date.' : 'The schema is up to date.',
    )
    return 0
  } finally {
    await database.stop()
  }
}
