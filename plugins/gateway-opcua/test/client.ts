import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { ClientCommands } from './protocol.ts'

/** An OPC UA client in a process of its own. */
export interface TestClient extends ClientCommands {
  /** Ends the process. */
  close(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

const NAMES: readonly (keyof ClientCommands)[] = [
  ...(['identity', 'use', 'leave', 'tries', 'endpoints', 'seen', 'readAll', 'watch'] as const),
  ...(['write', 'call', 'history', 'alarms', 'events', 'units', 'types', 'typeOf'] as const),
  ...(['standard', 'readAgain'] as const),
  'nonsense',
]

export function startClientProcess(): TestClient {
  const child = fork(join(import.meta.dirname, 'client-child.ts'), { stdio: 'inherit' })
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  gone.then(() => {
    for (const [id, settle] of waiting) settle({ id, error: 'The client process has ended.' })
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
  ) as unknown as ClientCommands
  return {
    ...commands,
    async close() {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
