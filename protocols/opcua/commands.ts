// For tests: a client or a server in a process of its own, commanded over its channel.

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

/** A process as its parent has it. */
interface Child {
  readonly connected: boolean
  on(event: 'message', heard: (answer: Answer) => void): unknown
  on(event: 'exit', ended: () => void): unknown
  send(call: Call): boolean
  disconnect(): void
}

/** A process as it has itself. */
interface Own {
  on(event: 'message', heard: (call: Call) => void): unknown
  on(event: 'disconnect', left: () => void): unknown
  send?(answer: Answer): boolean
  exit(code: number): void
}

export interface Commanded<Commands> {
  readonly commands: Commands
  /** Ends the process. */
  close(): Promise<void>
}

/**
 * Commands a process that calls {@link serveCommands}.
 * @param names of its commands; each throws what it throws there
 */
export function commandsOf<Commands extends object>(
  child: Child,
  names: readonly (keyof Commands & string)[],
): Commanded<Commands> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  child.on('message', (answer) => {
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
    child.send({ id, command, request: request ?? null })
    const { result, error } = await answer
    if (error !== undefined) throw new Error(`${command}: ${error}`)
    return result
  }
  const commands = Object.fromEntries(
    names.map((name) => [name, (request: unknown) => call(name, request)]),
  )
  return {
    commands: commands as unknown as Commands,
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}

/** Does what the parent asks for, and ends with it. @param leave what is done before */
export function serveCommands<Commands extends object>(
  own: Own,
  commands: Commands,
  leave: () => void = () => undefined,
): void {
  const known = commands as Readonly<Record<string, Command>>
  own.on('message', async ({ id, command, request }) => {
    try {
      own.send?.({ id, result: (await known[command]?.(request as never)) ?? null })
    } catch (thrown) {
      own.send?.({ id, error: String(thrown) })
    }
  })
  own.on('disconnect', () => {
    leave()
    own.exit(0)
  })
}
