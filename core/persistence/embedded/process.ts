import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { ServerUser } from './place.ts'

/** A port that the operating system says is free on the loopback address. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Fields 3 and following of /proc/pid/stat (the name before them may itself hold spaces), or null. */
function processStat(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** A dead process that nobody has reaped (as in containers without an init) counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return processStat(pid)?.[0] !== 'Z'
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What tells a process from a later one with the same id (on Linux its start time), or null. */
export function processBirth(pid: number): string | null {
  return processStat(pid)?.[19] ?? null
}

function commandLine(pid: number): string {
  const path = `/proc/${pid}/cmdline`
  if (existsSync(path)) return readFileSync(path, 'utf8').replaceAll('\0', ' ')
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

/** Process id and port of the server that runs on these files, or null; removes a pid file left by a killed one. */
export function runningServer(directory: string): { pid: number; port: number } | null {
  const path = join(directory, 'postmaster.pid')
  if (!existsSync(path)) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3] ?? 0)
  if (pid > 0 && isAlive(pid) && commandLine(pid).includes(directory)) return { pid, port }
  // PostgreSQL would take any living process of its user that was given the same id for the old server.
  rmSync(path, { force: true })
  return null
}

/** The end of a log file from `offset` on, for an error message. */
function logTail(path: string, offset: number): string {
  const text = readFileSync(path).subarray(offset).toString('utf8')
  return text.trimEnd().split('\n').slice(-15).join('\n')
}

export interface ServerSpec {
  readonly postgres: string
  readonly directory: string
  readonly logPath: string
  readonly user: ServerUser | null
  readonly superuserPassword: string
  readonly settings: Readonly<Record<string, string>>
}

export interface ServerProcess {
  readonly pid: number
  readonly port: number
  /** Settles when the process is gone, however it went. */
  readonly gone: Promise<void>
}

function spawnServer(spec: ServerSpec, port: number): ChildProcess {
  const settings = Object.entries(spec.settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const log = openSync(spec.logPath, 'a', 0o600)
  try {
    return spawn(spec.postgres, ['-D', spec.directory, '-p', String(port), ...settings], {
      // A session of its own: Ctrl-C in the terminal must not stop the database before the core has drained.
      detached: true,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
      ...(spec.user ?? {}),
    })
  } finally {
    closeSync(log)
  }
}

/** True when the server answers, false when not yet. */
async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The passing reasons for which a start is worth another try, as PostgreSQL words them. */
const HELD_BY_DYING_SERVER = /pre-existing shared memory block|lock file ".*" already exists/
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/

async function tryStart(spec: ServerSpec, port: number, deadlineMs: number) {
  const offset = existsSync(spec.logPath) ? statSync(spec.logPath).size : 0
  const child = spawnServer(spec, port)
  let ended = false
  let spawnError = ''
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      spawnError = error.message
      resolve()
    })
  }).then(() => {
    ended = true
  })
  while (!ended && performance.now() < deadlineMs) {
    if (child.pid !== undefined && (await answers(port, spec.superuserPassword))) {
      return { server: { pid: child.pid, port, gone }, reason: '' }
    }
    await Promise.race([sleep(30), gone])
  }
  if (!ended && child.pid !== undefined) await stopServer({ pid: child.pid })
  return { server: null, reason: spawnError || logTail(spec.logPath, offset) }
}

/**
 * Starts the server and waits until it answers; crash recovery may take its time.
 * @param port null: a free one from the operating system
 * @throws `embedded-database-failed` with the end of the server's log
 */
export async function startServer(spec: ServerSpec, port: number | null): Promise<ServerProcess> {
  const deadlineMs = performance.now() + 300_000
  const retryUntilMs = performance.now() + 20_000
  for (;;) {
    const { server, reason } = await tryStart(spec, port ?? (await freePort()), deadlineMs)
    if (server !== null) return server
    const passing = HELD_BY_DYING_SERVER.test(reason) || PORT_TAKEN.test(reason)
    if (!passing || performance.now() > retryUntilMs) {
      throw busbarError('embedded-database-failed', {
        detail: `${spec.postgres} -D ${spec.directory} said:\n${reason || '(nothing)'}`,
      })
    }
    await sleep(200)
  }
}

/** Waits until the process is gone; false after `timeoutMs`. */
async function waitGone(pid: number, timeoutMs: number): Promise<boolean> {
  const untilMs = performance.now() + timeoutMs
  while (performance.now() < untilMs) {
    if (!isAlive(pid)) return true
    await sleep(20)
  }
  return !isAlive(pid)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already.
  }
}

/** Stops a server: fast shutdown, then immediate, then by force. Nothing is left when it returns. */
export async function stopServer({ pid }: { pid: number }): Promise<void> {
  for (const [name, timeoutMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, name)
    if (await waitGone(pid, timeoutMs)) return
  }
  throw busbarError('embedded-database-failed', {
    detail: `Process ${pid} did not end. End it by hand before the next start.`,
  })
}

/** Sends the shutdown signal without waiting: for a process that is itself about to be gone. */
export function stopServerAtExit(pid: number): void {
  signal(pid, 'SIGINT')
}

/** Runs initdb to its end. @throws `embedded-database-failed` with what it said */
export async function runInitdb({
  initdb,
  args,
  user,
}: {
  initdb: string
  args: readonly string[]
  user: ServerUser | null
}): Promise<void> {
  const child = spawn(initdb, args, {
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user ?? {}),
  })
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(errorMessage(error)))
    child.once('close', (exitCode, exitSignal) => resolve(exitCode ?? exitSignal ?? 'unknown'))
  })
  if (code === 0) return
  throw busbarError('embedded-database-failed', {
    detail: `initdb ended with ${code} and said:\n${Buffer.concat(said).toString('utf8').trim()}`,
  })
}
