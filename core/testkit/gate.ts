import { connect, createServer, type Server, type Socket } from 'node:net'
import { keptPort } from './kept-port.ts'

/** A TCP relay on a port of its own that can be opened, shut, and made to swallow all traffic. */
export interface Gate {
  readonly port: number
  open(targetPort: number): Promise<void>
  /** Closes the port and every connection. */
  shut(): Promise<void>
  /** Lets no byte pass without closing anything, or lets them pass again. */
  block(blocked: boolean): void
}

/** Keeps the number of its port from opening to opening. */
export async function createGate(): Promise<Gate> {
  const port = await keptPort()
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let blocked = false

  function hold(socket: Socket): void {
    sockets.add(socket)
    if (blocked) socket.pause()
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }

  return {
    port,
    async open(targetPort) {
      server = createServer((near) => {
        const far = connect(targetPort, '127.0.0.1')
        near.pipe(far)
        far.pipe(near)
        near.on('close', () => far.destroy())
        far.on('close', () => near.destroy())
        hold(near)
        hold(far)
      })
      await listen(server, port)
    },
    async shut() {
      const closing = server === undefined ? undefined : close(server)
      server = undefined
      for (const socket of sockets) socket.destroy()
      await closing
    },
    block(next) {
      blocked = next
      for (const socket of sockets) {
        if (blocked) socket.pause()
        else socket.resume()
      }
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
