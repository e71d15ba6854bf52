import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChannelConfig } from './config.ts'

/** The test channel running in a process of its own. */
export interface ChannelProcess {
  readonly url: string
  readonly pid: number
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
}

/**
 * Starts the channel. For tests and the demo: it takes no real money.
 * @throws when it does not come up; the message holds what it wrote to standard error.
 */
export async function startChannelProcess(
  config: Pick<ChannelConfig, 'journalPath' | 'adminSecret' | 'merchants'> & Partial<ChannelConfig>,
): Promise<ChannelProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  })
  const exited = once(child, 'exit')
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk}`.slice(-4_096)
  })
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify(config)}\n`)
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { url: string }).url)
    })
    exited.then(() => reject(new Error(`The test channel did not start. ${errors}`)), reject)
  })
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.stdin.end()
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
