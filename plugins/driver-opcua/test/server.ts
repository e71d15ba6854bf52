import { fork } from 'node:child_process'
import { join } from 'node:path'
import { commandsOf } from '@busbar/opcua/commands'
import type { ServerCommands } from './protocol.ts'

/** An OPC UA server in a process of its own. */
export interface TestServer extends ServerCommands {
  /** Told of each relay that moves. */
  onRelay(listener: (device: number, on: boolean) => void): void
  /** Ends the process. */
  close(): Promise<void>
}

const NAMES: readonly (keyof ServerCommands)[] = [
  ...(['start', 'stop', 'devices', 'publish', 'garbage', 'set', 'setAll', 'online'] as const),
  ...([
    'behave',
    'reset',
    'refuseSubscriptions',
    'endSubscriptions',
    'limitHistory',
    'counts',
  ] as const),
]

export function startServerProcess(): TestServer {
  const child = fork(join(import.meta.dirname, 'server-child.ts'), { stdio: 'inherit' })
  const { commands, close } = commandsOf<ServerCommands>(child, NAMES)
  let onRelay: (device: number, on: boolean) => void = () => undefined
  child.on('message', (said: object) => {
    if ('relay' in said && 'on' in said) onRelay(Number(said.relay), said.on === true)
  })
  return {
    ...commands,
    onRelay(listener) {
      onRelay = listener
    },
    close,
  }
}
