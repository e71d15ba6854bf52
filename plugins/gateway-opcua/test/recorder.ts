import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay that keeps what clients have sent, connection by connection. */
export interface Recorder {
  readonly port: number
  bytes(): readonly Buffer[]
  close(): Promise<void>
}

export async function createRecorder(targetPort: number): Promise<Recorder> {
  const sockets = new Set<Socket>()
  const streams: Buffer[][] = []
  const hold = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    const stream: Buffer[] = []
    streams.push(stream)
    const far = connect(targetPort, '127.0.0.1')
    near.on('data', (bytes: Buffer) => stream.push(bytes))
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    hold(near)
    hold(far)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => streams.map((stream) => Buffer.concat(stream)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
