import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Duplex, type Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { defined } from '../../kernel/assert.ts'

const CORE = fileURLToPath(new URL('../..', import.meta.url))
const ENTRY = fileURLToPath(new URL('./child.ts', import.meta.url))
/** What is kept of what a process wrote to its standard streams, to tell why it ended. */
const KEPT_OUTPUT = 4_096
/** Past this within a second its output is not read: it waits, the core does not. */
const OUTPUT_BYTES = 64 * 1024

/** A plugin's process as the operating system knows it. */
export interface SpawnedChild {
  readonly pid: number | undefined
  /** Frames go over this, both ways. */
  readonly pipe: Duplex
  /** Settles when it is gone, with how it ended. */
  readonly ended: Promise<string>
  kill(): void
  /** The last that it wrote to its standard streams. */
  output(): string
}

/**
 * Starts a Node of the core's own kind that may read the plugin's folder and libraries, and nothing
 * else: no other file, no process, no worker unless it is to have them, no addon, no inspector.
 * Nothing of the environment is passed on.
 */
export function spawnChild(options: {
  readonly directory: string
  readonly heapMiB: number
  /** Worker threads, which are fenced in: see workers.ts. */
  readonly workers: boolean
}): SpawnedChild {
  const child = spawn(
    process.execPath,
    [
      '--permission',
      ...readable(options.directory).map((path) => `--allow-fs-read=${path}`),
      ...(options.workers ? ['--allow-worker', '--disable-warning=PERM0006'] : []),
      // SQLite opens files by itself, past the permissions.
      '--no-experimental-sqlite',
      `--max-old-space-size=${options.heapMiB}`,
      '--max-semi-space-size=16',
      '--disable-warning=ExperimentalWarning',
      ENTRY,
    ],
    {
      cwd: options.directory,
      env: {},
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      // A terminal's Ctrl-C is for the core, which ends its plugins in order.
      detached: true,
    },
  )
  let gone = false
  const streams = [child.stdout, child.stderr]
  const output = createTail(streams, () => gone)
  child.once('exit', () => {
    gone = true
    // What is left in the pipes is all that there will be.
    for (const stream of streams) stream?.resume()
  })
  const { pid } = child
  const watch = pid === undefined ? undefined : watchParent(pid)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be started: ${error.message}`))
    // Not at its exit: what it wrote last is read first.
    child.once('close', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it exited with code ${code}`),
    )
  })
  void ended.then(() => watch?.stdin?.end('ended\n'))
  const pipe: unknown = child.stdio[3]
  return Object.freeze({
    pid,
    pipe: pipe instanceof Duplex ? pipe : defined<Duplex>(undefined, 'the pipe to a plugin'),
    ended,
    kill: () => void child.kill('SIGKILL'),
    output,
  })
}

/**
 * Ends the process when the core is gone, however it went. A process that is well sees the pipe
 * close; one that loops for ever sees nothing, so that somebody else has to: a shell that waits for
 * the core's word, and kills where the core ends without one.
 */
function watchParent(pid: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const watch = spawn('/bin/sh', ['-c', 'read -r word || kill -9 "$1"', 'busbar-watch', `${pid}`], {
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  // Without a shell the pipe alone has to do.
  watch.on('error', () => undefined)
  watch.stdin.on('error', () => undefined)
  return watch
}

/** What the child may read: its code, the plugin's, and the libraries that either of them finds. */
function readable(directory: string): readonly string[] {
  const own = ['kernel', 'contracts', 'host', 'package.json'].map((name) => join(CORE, name))
  const folders = [directory, CORE].flatMap((from) => {
    const found: string[] = []
    for (let at = from; dirname(at) !== at; at = dirname(at)) found.push(join(at, 'node_modules'))
    return found.filter((path) => existsSync(path))
  })
  // In the repository these are linked into node_modules, and read where they lie.
  const protocols = [join(CORE, '../protocols')].filter((path) => existsSync(path))
  return [...own, ...new Set([directory, ...folders, ...protocols])].map((path) =>
    path.endsWith('.json') ? path : `${path.endsWith(sep) ? path : path + sep}*`,
  )
}

/** Keeps the last of some streams, and reads them no faster than a line-writing program writes. */
function createTail(streams: readonly (Readable | null)[], gone: () => boolean): () => string {
  let tail = ''
  for (const stream of streams) {
    let second = 0
    let bytes = 0
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_OUTPUT)
      const now = Math.floor(performance.now() / 1_000)
      bytes = now === second ? bytes + text.length : text.length
      second = now
      if (bytes < OUTPUT_BYTES || gone()) return
      stream.pause()
      setTimeout(() => stream.resume(), 1_000).unref()
    })
  }
  return () => tail
}

/** The memory that a process holds, by the operating system; undefined where it does not tell. */
export async function residentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kib === undefined ? undefined : Number(kib) * 1024
}
