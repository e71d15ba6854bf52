import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClockSetting, DomainTime } from '../app/domain-clock.ts'
import { DEMO_STEPS, type DemoLogin, type DemoStep } from '../flow/demo/ports.ts'
import { parseInstant } from '../kernel/instant.ts'

/** The demo that comes with the clone: its package says how to run it. */
export interface Demo {
  readonly entry: string
  /** E-mail of the demo's own owner. */
  readonly owner: string
  /** How its time runs unless the configuration says otherwise. */
  readonly time: DomainTime
}

const FOLDER = fileURLToPath(new URL('../../examples/demo-building', import.meta.url))

/** @returns null where Busbar was installed without its clone */
export function findDemo(): Demo | null {
  if (!existsSync(join(FOLDER, 'package.json'))) return null
  const text = readFileSync(join(FOLDER, 'package.json'), 'utf8')
  const { busbar } = JSON.parse(text) as {
    busbar: { demo: { entry: string; owner: string; startAt: string; rate: number } }
  }
  const { entry, owner, startAt, rate } = busbar.demo
  return { entry: join(FOLDER, entry), owner, time: { startAt: parseInstant(startAt), rate } }
}

const STOP_WITHIN_MS = 10_000

/** How the demo's process has ended. */
interface Ended {
  /** What went wrong, in its own words or ours; null where it was told to end. */
  readonly failure: string | null
}

export interface RunningDemo {
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<Ended>
  /** Whom visitors may sign in as; none until it has made them. */
  logins(): readonly DemoLogin[]
  stop(): Promise<void>
}

/** Runs the demo as a process of its own, which knows of this one only its API. */
export function startDemo(options: {
  readonly demo: Demo
  readonly apiUrl: string
  /** One-time token of an instance without an owner; null where there is one. */
  readonly ownerToken: string | null
  /** Token of an invitation for the demo's owner, where somebody else owns the instance. */
  readonly invitation?: string
  readonly dataDir: string
  readonly clock: ClockSetting
  /** Whether it keeps to itself what happens in the building. */
  readonly quiet?: boolean
  readonly onStep?: (step: DemoStep) => void
  readonly onLogins?: (logins: readonly DemoLogin[]) => void
}): RunningDemo {
  const { demo, quiet = false, onStep, onLogins, ...config } = options
  const child = spawn(process.execPath, [demo.entry], {
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit', 'ipc'],
  })
  let logins: readonly DemoLogin[] = []
  let failure: string | null = null
  let stopping = false
  child.on('message', (message) => {
    const told = toldBy(message)
    if (told.step !== null) onStep?.(told.step)
    failure = told.failure ?? failure
    if (told.logins === null) return
    logins = told.logins
    onLogins?.(logins)
  })
  const ended = new Promise<Ended>((resolve) => {
    const end = (otherwise: string) =>
      resolve({ failure: stopping ? null : (failure ?? otherwise) })
    child.once('exit', (code, signal) => end(`The demo's process ended (${signal ?? code}).`))
    child.once('error', ({ message }) => end(message))
  })
  // Where it did not start, or is gone already, its end tells so.
  child.send(config, () => undefined)
  const stop = () => {
    stopping = true
    return stopChild(child, ended)
  }
  return { ended, logins: () => logins, stop }
}

/** What a message of the demo says: how far it is, whom it has made, what went wrong. */
function toldBy(message: unknown) {
  const said = Object(message) as Readonly<Record<string, unknown>>
  return {
    step: DEMO_STEPS.find((step) => step === said.step) ?? null,
    failure: typeof said.failure === 'string' ? said.failure.slice(0, 2_000) : null,
    logins: Array.isArray(said.logins) ? said.logins.flatMap(loginOf) : null,
  }
}

function loginOf(login: Partial<Record<keyof DemoLogin, unknown>>): DemoLogin[] {
  const [email = '', password = '', name = '', role = ''] = [
    ...[login.email, login.password, login.name, login.role],
  ].map((value) => (typeof value === 'string' ? value : ''))
  return email === '' || password === '' ? [] : [Object.freeze({ email, password, name, role })]
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(timer)
}
