import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/*
 * Processes of the demo talk in lines of JSON: the first line of a child's standard input is its configuration, its
 * first line of standard output says that it is ready, and from then on each line in is answered by one line out. A
 * child ends when its standard input does, and so with its parent however that ends.
 */

export interface Child {
  readonly pid: number
  /** What it said when it was ready. */
  readonly ready: unknown
  /** Asks and waits for the answer; one question at a time. @throws when the child ends instead */
  ask(question: unknown): Promise<unknown>
  /** Lets it end in order; kills it when it takes longer than five seconds. */
  stop(): Promise<void>
  /** Resolves with the exit code once it has ended, null where a signal ended it. */
  readonly ended: Promise<number | null>
}

const STOP_TIMEOUT_MS = 5_000
/** Far more than it takes: certificates are made at the first start, on machines that are busy with a start. */
const READY_TIMEOUT_MS = 60_000

/** @throws when it does not get ready; the message ends with what it wrote to standard error */
export async function startChild({
  script,
  args = [],
  config,
}: {
  readonly script: URL
  readonly args?: readonly string[]
  /** Left out for a child that is configured by its arguments. */
  readonly config?: unknown
}): Promise<Child> {
  const child = spawn(process.execPath, [script.pathname, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Nothing of the parent's environment is the children's business.
    env: {},
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${script.pathname} could not be started.`)
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-4_096)
  })
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const lines = createInterface({ input: child.stdout })
  const nextLine = async (timeoutMs: number): Promise<unknown> => {
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeoutMs)
    const gone = ended.then((code) => {
      throw new Error(`${script.pathname} ended (${code}). ${complaints}`)
    })
    try {
      const line = once(lines, 'line', { signal: abort.signal }) as Promise<[string]>
      line.catch(() => undefined)
      const [text] = await Promise.race([line, gone])
      return JSON.parse(text)
    } finally {
      gone.catch(() => undefined)
      clearTimeout(timer)
      abort.abort()
    }
  }
  const write = (value: unknown) => child.stdin.write(`${JSON.stringify(value)}\n`)
  if (config !== undefined) write(config)
  const stop = async () => {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(timer)
  }
  try {
    const ready = await nextLine(READY_TIMEOUT_MS)
    let turn: Promise<unknown> = Promise.resolve()
    const ask = (question: unknown) => {
      const asked = turn.then(() => {
        write(question)
        return nextLine(READY_TIMEOUT_MS)
      })
      turn = asked.catch(() => undefined)
      return asked
    }
    return { pid, ready, ask, stop, ended }
  } catch (error) {
    await stop()
    throw error
  }
}

export interface Served {
  readonly ready: unknown
  readonly answer?: (question: unknown) => unknown
  stop(): Promise<void>
}

/** The child's side: starts with the configuration, answers, and stops when the parent is gone. */
export async function serveParent(start: (config: unknown) => Promise<Served>): Promise<void> {
  const lines = createInterface({ input: process.stdin })
  const iterator = lines[Symbol.asyncIterator]()
  const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
  // A parent that is gone reads no answers.
  process.stdout.on('error', () => undefined)
  const first = await iterator.next()
  if (first.done === true) return
  const served = await start(JSON.parse(first.value))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => lines.close())
  say(served.ready)
  for await (const line of { [Symbol.asyncIterator]: () => iterator })
    say(served.answer?.(JSON.parse(line)) ?? null)
  await served.stop()
  process.exit(0)
}
