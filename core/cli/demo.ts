import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClockSetting, DomainTime } from '../app/domain-clock.ts'
import { parseInstant } from '../kernel/instant.ts'
import type { DemoLogin } from '../services/instance.ts'

/** The demo that comes with the clone: its package says how to run it. */
export interface Demo {
  readonly entry: string
  /** How its time runs unless the configuration says otherwise. */
  readonly time: DomainTime
}

const FOLDER = fileURLToPath(new URL('../../examples/demo-building', import.meta.url))

export function findDemo(): Demo {
  const text = readFileSync(join(FOLDER, 'package.json'), 'utf8')
  const { busbar } = JSON.parse(text) as {
    busbar: { demo: { entry: string; startAt: string; rate: number } }
  }
  const { entry, startAt, rate } = busbar.demo
  return { entry: join(FOLDER, entry), time: { startAt: parseInstant(startAt), rate } }
}

const STOP_WITHIN_MS = 10_000

export interface RunningDemo {
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>
  /** Whom visitors may sign in as; none until it has made them. */
  logins(): readonly DemoLogin[]
  stop(): Promise<void>
}

/** Runs the demo as a process of its own, which knows of this one only its API. */
export function startDemo(options: {
  readonly demo: Demo
  readonly apiUrl: string
  readonly ownerToken: string | null
  readonly dataDir: string
  readonly clock: ClockSetting
}): RunningDemo {
  const { demo, ...config } = options
  const child = spawn(process.execPath, [demo.entry], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send(config)
  let logins: readonly DemoLogin[] = []
  child.on('message', (message) => {
    logins = loginsOf(message) ?? logins
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return { ended, logins: () => logins, stop: () => stopChild(child, ended) }
}

/** Null for a message of another kind. */
function loginsOf(message: unknown): readonly DemoLogin[] | null {
  if (typeof message !== 'object' || message === null || !('logins' in message)) return null
  const { logins } = message
  if (!Array.isArray(logins)) return null
  return logins.flatMap((login: Partial<Record<keyof DemoLogin, unknown>>) => {
    const [email = '', password = '', name = '', role = ''] = [
      ...[login.email, login.password, login.name, login.role],
    ].map((value) => (typeof value === 'string' ? value : ''))
    return email === '' || password === '' ? [] : [Object.freeze({ email, password, name, role })]
  })
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(timer)
}
