import { connect, createServer, type Socket } from 'node:net'

/** A wire to PostgreSQL that can be cut at a statement. */
export interface CuttingProxy {
  /** A database's address by way of the proxy. */
  urlOf(url: string): string
  /**
   * Cuts the connection at the next message that contains a text: before the server gets it, or after
   * the server has answered and before the client hears of it.
   */
  cutAt(text: string, when: 'before' | 'after'): void
  /** How often it has cut. */
  cuts(): number
  close(): Promise<void>
}

export async function createCuttingProxy(target: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let armed: { readonly text: string; readonly when: 'before' | 'after' } | null = null
  let count = 0

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let silenced = false
    const cut = () => {
      count += 1
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (data) => {
      const hit = armed !== null && data.includes(armed.text)
      const when = armed?.when
      if (hit) armed = null
      if (hit && when === 'before') return cut()
      if (hit) silenced = true
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      // The answer has come, so what was asked is done; nobody is told.
      if (silenced) cut()
      else client.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const ownPort = typeof address === 'object' && address !== null ? address.port : 0

  return {
    urlOf(url) {
      const proxied = new URL(url)
      proxied.host = `127.0.0.1:${ownPort}`
      return proxied.href
    },
    cutAt(text, when) {
      armed = { text, when }
    },
    cuts: () => count,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
