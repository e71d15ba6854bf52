import { parseArgs } from 'node:util'
import { openDatabase } from '../database.ts'
import { busbarError } from '../kernel/error.ts'
import { migrationState } from '../persistence/migrate.ts'
import { withClient } from '../persistence/provision.ts'
import { reportLines } from '../verify/report.ts'
import { verifyBooks } from '../verify/verify.ts'
import type { CommandContext } from './command.ts'
import { chosenInstance } from './instance.ts'
import { terminalLog } from './terminal-log.ts'

/** `busbar verify [--json]`: exit code 0 when the books balance, 1 when they do not. */
export async function run({ args, config, print, complain }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const log = terminalLog(complain)
  const database = await openDatabase({
    config: chosenInstance(config),
    log,
    whenRunning: 'attach',
  })
  try {
    const { pending } = await migrationState({ url: database.appUrl })
    if (pending.length > 0)
      throw busbarError('migrations-pending', {
        detail: `${pending.map(({ name }) => name).join(', ')} not run yet.`,
      })
    const report = await withClient({ url: database.appUrl }, verifyBooks)
    if (values.json) print(JSON.stringify(report))
    else for (const line of reportLines(report)) print(line)
    return report.balanced ? 0 : 1
  } finally {
    await database.stop()
  }
}
