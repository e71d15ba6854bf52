import { connect, createServer, type Server, type Socket } from 'node:net'
import { keptPort } from '../../core/testkit/kept-port.ts'
import type { Message, Wire } from './wire.ts'

/** Looks at each whole message before it is passed on; false: it goes no further. */
export interface Toll {
  request(message: Message, wire: Wire): boolean
  answer(message: Message, wire: Wire): boolean
}

export type Direction = 'requests' | 'answers'

/** A TCP relay between two parties, neither of which knows of it. */
export interface Tollgate {
  readonly port: number
  /** Closes every connection and takes no more: who connects is refused. */
  shut(): Promise<void>
  open(): Promise<void>
  /** Lets no byte pass in these directions without closing anything, until the next call. */
  block(directions: readonly Direction[]): void
  close(): Promise<void>
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

export async function createTollgate({
  targetPort,
  wire: createWire,
  tolls,
}: {
  readonly targetPort: number
  readonly wire: () => Wire
  readonly tolls: readonly Toll[]
}): Promise<Tollgate> {
  const pairs = new Set<Pair>()
  let blocked: readonly Direction[] = []

  function hold({ near, far }: Pair): void {
    for (const [socket, direction] of [
      [near, 'requests'],
      [far, 'answers'],
    ] as const)
      if (blocked.includes(direction)) socket.pause()
      else socket.resume()
  }

  function accept(near: Socket): void {
    const far = connect(targetPort, '127.0.0.1')
    const pair = { near, far }
    pairs.add(pair)
    const wire = createWire()
    const pass = (to: Socket, messages: readonly Message[], toll: 'request' | 'answer') => {
      for (const message of messages) {
        const through = tolls.every((one) => one[toll](message, wire))
        if (through && to.writable) to.write(message.bytes)
      }
    }
    near.on('data', (chunk) => pass(far, wire.requests(chunk), 'request'))
    far.on('data', (chunk) => pass(near, wire.answers(chunk), 'answer'))
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        pairs.delete(pair)
        near.destroy()
        far.destroy()
      })
    }
    hold(pair)
  }

  let server: Server | null = createServer(accept)
  const port = await keptPort()
  await listen(server, port)

  async function shut(): Promise<void> {
    const closing = server
    server = null
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
    if (closing !== null) await new Promise((resolve) => closing.close(resolve))
  }

  return {
    port,
    shut,
    async open() {
      server ??= createServer(accept)
      if (!server.listening) await listen(server, port)
    },
    block(directions) {
      blocked = directions
      for (const pair of pairs) hold(pair)
    },
    close: shut,
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
