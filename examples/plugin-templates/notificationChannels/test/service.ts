import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { NotificationPeer, ReceivedNotice } from '@busbar/core/testkit'

/** The web service's simulator: it takes what carries the token, and can be down in two ways. */
export async function createService({ token }: { readonly token: string }) {
  const received: ReceivedNotice[] = []
  const sockets = new Set<Socket>()
  let state: 'up' | 'refusing' | 'silent' = 'up'
  let attempts = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (state === 'silent') return
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end()
      return
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>
    received.push({
      deliveryId: body.deliveryId ?? '',
      recipients: [{ recipient: body.to ?? '' }],
      subject: body.subject ?? '',
      text: body.text ?? '',
      markup: null,
      fields: Object.keys(body),
    })
    response.writeHead(202).end()
  }

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (state === 'up') return
    attempts += 1
    if (state === 'refusing') socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const peer: NotificationPeer = {
    async goDown(how) {
      state = how
      attempts = 0
      cut()
    },
    async comeUp() {
      state = 'up'
      cut()
    },
    attempts: () => attempts,
    received: () => received,
  }
  return {
    peer,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notices`,
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
