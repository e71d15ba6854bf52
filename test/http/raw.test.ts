import { request as httpRequest } from 'node:http'
import { ServiceBroker } from 'moleculer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAttempts } from '../../core/http/attempts.ts'
import { createGateway, handlerOf } from '../../core/http/gateway.ts'
import { type HttpServer, startHttpServer } from '../../core/http/server.ts'

/** A contract with a payment channel's callback and a command. */
const problem = {
  description: 'Any error',
  content: { 'application/problem+json': { schema: {} } },
}
const contract = {
  openapi: '3.1.0',
  paths: {
    '/callbacks/{id}': {
      post: {
        operationId: 'callbacks.receive',
        security: [],
        'x-scope': 'public',
        'x-limited': 'calls',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { '*/*': { schema: {} } } },
        responses: { '200': { description: 'Taken' }, default: problem },
      },
    },
    '/commands': {
      post: {
        operationId: 'commands.create',
        security: [],
        'x-scope': 'public',
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            schema: { type: 'string', minLength: 8 },
          },
        ],
        responses: { '204': { description: 'Done' }, default: problem },
      },
    },
  },
}

const CALLS = 20

let broker: ServiceBroker
let server: HttpServer
const received: unknown[] = []

beforeAll(async () => {
  broker = new ServiceBroker({ logger: false })
  broker.createService({
    name: 'callbacks',
    actions: {
      receive(ctx) {
        received.push(ctx.params)
        ctx.meta.$statusCode = 202
        ctx.meta.$responseType = 'text/plain'
        return 'success'
      },
    },
  })
  broker.createService({ name: 'commands', actions: { create: () => null } })
  const gateway = broker.createService(
    createGateway({
      contract,
      attempts: createAttempts(),
      callLimit: { attempts: CALLS, seconds: 3_600 },
      log: { error: () => undefined },
      origins: null,
      https: false,
    }),
  )
  await broker.start()
  const handler = handlerOf(gateway)
  server = await startHttpServer({ handler, host: '127.0.0.1', port: 0, https: false })
})
afterAll(async () => {
  await server.drain({ timeoutMs: 1_000 })
  await broker.stop()
})

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`

describe('the gateway', () => {
  it('hands a raw body on byte by byte, with all headers, and answers what it is told to', async () => {
    // Whatever it says of itself: signatures are over the bytes.
    const bytes = Buffer.from([0xff, 0x00, 0x7b, 0x20, 0x22])
    const response = await fetch(url('/callbacks/7?sign=a%2Bb'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': 'abc' },
      body: bytes,
    })
    expect([response.status, await response.text()]).toEqual([202, 'success'])
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(received).toMatchObject([
      {
        path: { id: '7' },
        query: { sign: 'a+b' },
        header: { 'x-signature': 'abc' },
        body: bytes.toString('base64'),
      },
    ])
  })

  it('W2: refuses a raw body that is too large or packed, and a query that can be read in two ways', async () => {
    const send = (body: Buffer<ArrayBuffer>, query = '', headers: Record<string, string> = {}) =>
      fetch(url(`/callbacks/7${query}`), { method: 'POST', body, headers })
    expect((await send(Buffer.alloc(300_000, 'x'))).status).toBe(413)
    expect((await send(Buffer.from('x'), '', { 'content-encoding': 'gzip' })).status).toBe(415)
    expect((await send(Buffer.from('x'), '?a=1&a=2')).status).toBe(422)
  })

  it("AU3: limits calls by the connection's address, whatever a header says of it", async () => {
    const codes: number[] = []
    for (let call = 0; call <= CALLS; call += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${call}` }
      const answer = await fetch(url('/callbacks/7'), { method: 'POST', body: 'x', headers })
      codes.push(answer.status)
      if (answer.status === 429)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(codes[0]).toBe(202)
    expect(codes.at(-1)).toBe(429)
  })

  it('takes no command without a name of its own', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(url('/commands'), { method: 'POST', headers })
    const nameless = await send({})
    expect(await nameless.json()).toMatchObject({ status: 400, code: 'idempotency-key-missing' })
    expect((await send({ 'idempotency-key': 'short' })).status).toBe(422)
    expect((await send({ 'idempotency-key': 'long enough' })).status).toBe(204)
  })

  it('takes no body where none belongs', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'idempotency-key': 'long enough', 'content-length': 2 }
      const request = httpRequest(url('/commands'), { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.on('error', reject)
      request.end('{}')
    })
    expect(status).toBe(422)
  })
})
