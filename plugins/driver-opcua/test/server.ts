import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ServerCommands } from './protocol.ts'

/** An OPC UA server in a process of its own. */
export interface TestServer extends ServerCommands {
  /** Told of each relay that moves. */
  onRelay(listener: (device: number, on: boolean) => void): void
  /** Ends the process. */
  close(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

const NAMES: readonly (keyof ServerCommands)[] = [
  ...(['start', 'stop', 'devices', 'publish', 'garbage', 'set', 'setAll', 'online'] as const),
  ...(['behave', 'reset', 'refuseSubscriptions', 'endSubscriptions', 'counts'] as const),
]

export function startServerProcess(): TestServer {
  const child = fork(join(import.meta.dirname, 'server-child.ts'), { stdio: 'inherit' })
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  let onRelay: (device: number, on: boolean) => void = () => undefined
  child.on('message', (answer: Answer | { readonly relay: number; readonly on: boolean }) => {
    if ('relay' in answer) return onRelay(answer.relay, answer.on)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  gone.then(() => {
    for (const [id, settle] of waiting) settle({ id, error: 'The server process has ended.' })
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
    NAMES.map((name) => [name, (request: unknown) => call(name, request)]),
  ) as unknown as ServerCommands
  return {
    ...commands,
    onRelay(listener) {
      onRelay = listener
    },
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
