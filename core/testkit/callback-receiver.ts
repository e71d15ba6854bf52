import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallbackReply, RawCallback } from '../contracts/index.ts'

const PATIENCE_MS = 5_000

/** An HTTP server that takes callbacks as the core would, and answers as the test says. */
export interface CallbackReceiver {
  readonly url: string
  /** Everything that came, oldest first. */
  received(): readonly RawCallback[]
  /** From now on callbacks are answered by this. */
  answerBy(answer: (callback: RawCallback) => Promise<CallbackReply>): void
  /** Waits until a callback fits, also one that came before. Rejects after five seconds. */
  find(fits: (callback: RawCallback) => boolean | Promise<boolean>): Promise<RawCallback>
  close(): Promise<void>
}

export async function createCallbackReceiver(): Promise<CallbackReceiver> {
  const received: RawCallback[] = []
  const waiting = new Set<() => void>()
  let answer = (_: RawCallback): Promise<CallbackReply> =>
    Promise.resolve({ status: 503, contentType: 'text/plain', body: 'not ready' })

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
    const callback: RawCallback = {
      headers: Object.fromEntries(headers) as Record<string, string>,
      query: Object.fromEntries(new URL(request.url ?? '/', 'http://core').searchParams),
      bodyBase64: Buffer.concat(chunks).toString('base64'),
      receivedAt: Date.now(),
    }
    received.push(callback)
    for (const wake of waiting) wake()
    const reply = await answer(callback)
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  async function find(
    fits: (callback: RawCallback) => boolean | Promise<boolean>,
  ): Promise<RawCallback> {
    const deadline = AbortSignal.timeout(PATIENCE_MS)
    for (let next = 0; ; ) {
      for (; next < received.length; next += 1) {
        const callback = received[next]
        if (callback !== undefined && (await fits(callback))) return callback
      }
      await new Promise<void>((resolve, reject) => {
        if (next < received.length) return resolve()
        const late = () => reject(new Error(`No such callback within ${PATIENCE_MS} ms.`))
        if (deadline.aborted) return late()
        const wake = () => {
          waiting.delete(wake)
          deadline.removeEventListener('abort', late)
          resolve()
        }
        waiting.add(wake)
        deadline.addEventListener('abort', late, { once: true })
      })
    }
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    received: () => [...received],
    answerBy: (next) => {
      answer = next
    },
    find,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
