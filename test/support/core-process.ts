import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { keptPort } from '../../core/testkit/kept-port.ts'

const CLI = fileURLToPath(new URL('../../core/cli.ts', import.meta.url))
const WITH_PARENT = new URL('./ends-with-parent.ts', import.meta.url)
/** What the launcher gives Node, where this process has got it. */
const { NODE_COMPILE_CACHE } = process.env
const LAUNCHED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }
const FLAGS = process.execArgv.filter((flag) => flag.startsWith('--max-semi-space-size'))

const POLL_MS = 10
const READY_WITHIN_MS = 120_000
const STOP_WITHIN_MS = 40_000

/** An empty production instance in a process of its own, as `npm start -- --empty` runs it. */
export interface CoreProcess {
  readonly pid: number
  readonly url: string
  /** From the process's start to the first 200 of GET /health/ready. */
  readonly readyMs: number
  /** Token of the one-time link that makes the first owner; waits until it is printed. */
  setupToken(): Promise<string>
  /** What it has written to standard error, the end of it. */
  complaints(): string
  /** Drains by SIGTERM and waits. */
  stop(): Promise<void>
  /** Ends it as a crash would: no handler runs. Resolves once it is gone. */
  kill(): Promise<void>
  isRunning(): boolean
}

/**
 * Starts the core, with the launcher's flags that this process has got, and waits until it is ready. It ends with
 * this process, however that ends.
 * @param env all that it knows of its environment besides the path and its port
 * @param port the one of an earlier start; absent: any that is free
 * @param preload modules that run before it
 */
export async function startCore({
  env,
  port: wanted,
  preload = [],
}: {
  readonly env: Readonly<Record<string, string>>
  readonly port?: number
  readonly preload?: readonly URL[]
}): Promise<CoreProcess> {
  const port = wanted ?? (await keptPort())
  const startedAt = performance.now()
  const imports = [WITH_PARENT, ...preload].map(({ href }) => `--import=${href}`)
  const child = spawn(process.execPath, [...FLAGS, ...imports, CLI, 'start', '--empty'], {
    // Its standard input says nothing, and ends with this process.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...LAUNCHED, PATH: process.env.PATH, BUSBAR_HTTP_PORT: String(port), ...env },
  })
  child.stdin.on('error', () => undefined)
  const killAtExit = () => child.kill('SIGKILL')
  process.on('exit', killAtExit)
  let printed = ''
  let complaints = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-4_096)
  })
  const ended = once(child, 'close').then(() => process.off('exit', killAtExit))
  const isRunning = () => child.exitCode === null && child.signalCode === null

  async function stop(): Promise<void> {
    if (isRunning()) child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }

  /** Asks again and again until there is an answer. */
  async function until<T>(what: string, look: () => Promise<T | null> | T | null): Promise<T> {
    while (performance.now() - startedAt < READY_WITHIN_MS && isRunning()) {
      const found = await look()
      if (found !== null) return found
      await sleep(POLL_MS)
    }
    await stop()
    throw new Error(`The core came to no ${what}. ${printed}${complaints}`)
  }

  const url = `http://127.0.0.1:${port}`
  const readyMs = await until('readiness', async () =>
    (await isReady(url)) ? performance.now() - startedAt : null,
  )
  return {
    pid: child.pid ?? 0,
    url,
    readyMs,
    setupToken: () => until('token', () => /#token=(\S+)/.exec(printed)?.[1] ?? null),
    complaints: () => complaints,
    stop,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    isRunning,
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health/ready`)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

/** The same on a test's database, with its data in a folder of its own. */
export function startCoreOn(request: {
  readonly database: Readonly<Record<'appUrl' | 'ownerUrl' | 'guardUrl', string>>
  readonly dataDir: string
}): Promise<CoreProcess> {
  const { database, dataDir } = request
  return startCore({
    env: {
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      DATABASE_GUARD_URL: database.guardUrl,
      ...{ BUSBAR_DATA_DIR: dataDir, BUSBAR_LOG_LEVEL: 'warn' },
    },
  })
}
