import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

const ACCEPTED = 'net.server.socket'

/**
 * Ends a connection whose handling throws, and nothing else. The library reads what comes in a listener of the
 * socket: what it does not expect there, such as a message that is too long right behind a hello, would be an
 * uncaught exception, and the end of the whole process (decision 29).
 * @returns what ends the guarding
 */
export function guardSockets(request: {
  readonly port: number
  onFault(thrown: unknown): void
}): () => void {
  const { port, onFault } = request
  const onAccepted = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket }
    if (socket.localPort === port) guard(socket, onFault)
  }
  subscribe(ACCEPTED, onAccepted)
  return () => unsubscribe(ACCEPTED, onAccepted)
}

function guard(socket: Socket, onFault: (thrown: unknown) => void): void {
  const emit = socket.emit.bind(socket)
  const guarded = (...event: Parameters<Socket['emit']>): boolean => {
    try {
      return emit(...event)
    } catch (thrown) {
      onFault(thrown)
      socket.destroy()
      return false
    }
  }
  Object.assign(socket, { emit: guarded })
}
