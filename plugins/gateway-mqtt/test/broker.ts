import { connect, createServer, type Server, type Socket } from 'node:net'
import { Aedes } from 'aedes'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** A broker in this process, with a port of its own for the gateway that can be shut and opened. */
export interface TestBroker {
  /** Where the gateway connects. */
  readonly gatewayUrl: string
  /** Where everybody else does. */
  readonly url: string
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
}

export async function startBroker({ username, password }: Credentials): Promise<TestBroker> {
  const broker = await Aedes.createBroker({
    authenticate: (_client, name, word, done) =>
      done(null, name === username && word?.toString() === password),
  })
  const server = createServer(broker.handle)
  const port = await listen(server, 0)
  const sockets = new Set<Socket>()
  let gate: Server | undefined
  let gatePort = 0

  async function open(): Promise<void> {
    gate = createServer((near) => {
      const far = connect(port, '127.0.0.1')
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.pipe(far)
      far.pipe(near)
    })
    gatePort = await listen(gate, gatePort)
  }

  async function shut(): Promise<void> {
    const closing = gate
    gate = undefined
    for (const socket of sockets) socket.destroy()
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
  }

  await open()
  return {
    gatewayUrl: `mqtt://127.0.0.1:${gatePort}`,
    url: `mqtt://127.0.0.1:${port}`,
    ...{ open, shut },
    async close() {
      await shut()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
