import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { busbarError } from '../kernel/error.ts'
import type { CommandContext } from './command.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BENCHES = fileURLToPath(new URL('../../test/bench/run.ts', import.meta.url))

/** `busbar bench [name…] [--json]`: runs the clone's benches as a process of their own, with this one's options of Node. */
export async function run({ args }: CommandContext): Promise<number> {
  if (!existsSync(BENCHES))
    throw busbarError('configuration-invalid', {
      detail: 'The benches are not here: they come with a clone of the repository.',
    })
  const child = spawn(process.execPath, [...process.execArgv, BENCHES, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, forward)
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) =>
      resolve(exitCode ?? (signal === 'SIGINT' ? 130 : 143)),
    )
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, forward)
  return code
}
