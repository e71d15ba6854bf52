import { type ChildProcess, fork } from 'node:child_process'

// For tests: a client or a server in a process of its own, commanded over its channel; it ends with its parent.

type Command = (request: never) => unknown

interface Call {
  readonly id: number
  readonly command: string
  readonly request: unknown
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

export interface Commanded<Commands> {
  readonly commands: Commands
  /** Its other messages come here as well. */
  readonly child: ChildProcess
  /** Ends the process. */
  close(): Promise<void>
}

/**
 * Starts a file that calls {@link serveCommands}.
 * @param names of its commands; each throws what it throws there
 */
export function forkCommands<Commands extends object>(
  file: string,
  names: readonly (keyof Commands & string)[],
): Commanded<Commands> {
  const child = fork(file, { stdio: 'inherit' })
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  gone.then(() => {
    for (const [id, settle] of waiting) settle({ id, error: 'The process has ended.' })
  })
  const call = async (command: string, request: unknown): Promise<unknown> => {
    last += 1
    const id = last
    const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    child.send({ id, command, request: request ?? null } satisfies Call)
    const { result, error } = await answer
    if (error !== undefined) throw new Error(`${command}: ${error}`)
    return result
  }
  const commands = Object.fromEntries(
    names.map((name) => [name, (request: unknown) => call(name, request)]),
  )
  return {
    ...{ child, commands: commands as unknown as Commands },
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}

/** Does what the parent asks for. @param leave what is done before the process ends with its parent */
export function serveCommands<Commands extends object>(
  commands: Commands,
  leave: () => void = () => undefined,
): void {
  const known = commands as Readonly<Record<string, Command>>
  process.on('message', async ({ id, command, request }: Call) => {
    try {
      const result = (await known[command]?.(request as never)) ?? null
      process.send?.({ id, result } satisfies Answer)
    } catch (thrown) {
      process.send?.({ id, error: String(thrown) } satisfies Answer)
    }
  })
  process.on('disconnect', () => {
    leave()
    process.exit(0)
  })
}
