import { fork } from 'node:child_process'
import { join } from 'node:path'
import { commandsOf } from '@busbar/opcua/commands'
import type { ClientCommands } from './protocol.ts'

/** An OPC UA client in a process of its own. */
export interface TestClient extends ClientCommands {
  /** Ends the process. */
  close(): Promise<void>
}

const NAMES: readonly (keyof ClientCommands)[] = [
  ...(['identity', 'use', 'leave', 'tries', 'endpoints', 'seen', 'readAll', 'watch'] as const),
  ...(['write', 'call', 'history', 'alarms', 'events', 'units', 'types', 'typeOf'] as const),
  ...(['standard', 'readAgain'] as const),
  'nonsense',
]

export function startClientProcess(): TestClient {
  const child = fork(join(import.meta.dirname, 'client-child.ts'), { stdio: 'inherit' })
  const { commands, close } = commandsOf<ClientCommands>(child, NAMES)
  return { ...commands, close }
}
