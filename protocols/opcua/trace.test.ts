import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { type Trace, traceClient, traceServer, wordsOf } from './trace.ts'

const GOOD = { name: 'Good' }
const message = (name: string, fields: object = {}) => ({ schema: { name }, ...fields })
const asked = { requestHeader: { requestHandle: 7, authenticationToken: 'a token' } }
const answered = { responseHeader: { requestHandle: 7, serviceResult: GOOD } }
const node = (id: string) => ({ toString: () => id })
const value = (held: object, statusCode = GOOD) => ({
  ...{ value: held, statusCode, sourceTimestamp: new Date(0) },
})

describe('a message in words', () => {
  test('names service, handle, nodes, values and status', () => {
    const nodesToRead = [{ nodeId: node('ns=1;s=a') }, { nodeId: node('ns=1;s=b') }]
    expect(wordsOf(message('ReadRequest', { ...asked, nodesToRead }))).toEqual({
      summary: 'Read request, #7, ns=1;s=a and 1 more',
      detail: 'ns=1;s=a\nns=1;s=b',
    })
    const results = [value({ dataType: 11, value: 1.5 }), value({ dataType: 9, value: [1, 2] })]
    expect(wordsOf(message('ReadResponse', { ...answered, results })).detail).toBe(
      '1.5, Good at 1970-01-01T00:00:00.000Z\n4294967298, Good at 1970-01-01T00:00:00.000Z',
    )
    const bad = [{ name: 'BadNotWritable' }]
    expect(wordsOf(message('WriteResponse', { ...answered, results: bad })).summary).toBe(
      'Write response, #7, BadNotWritable',
    )
  })

  test('tells what a subscription told, by the handles of its items', () => {
    const notificationData = [
      { monitoredItems: [{ clientHandle: 3, value: value({ value: true }) }] },
      { events: [{ clientHandle: 4, eventFields: [{ value: 'Supply cut' }] }] },
    ]
    const told = wordsOf(
      message('PublishResponse', {
        ...{ ...answered, subscriptionId: 2, notificationMessage: { notificationData } },
      }),
    )
    expect(told.summary).toContain('Publish response, #7, subscription 2, item 3 = true')
    expect(told.detail).toContain('event of item 4: Supply cut')
  })

  test('of who signs in nothing but the kind of the token is told', () => {
    const userIdentityToken = message('UserNameIdentityToken', {
      ...{ userName: 'hall', password: Buffer.from('hunter-4711') },
    })
    expect(
      wordsOf(message('ActivateSessionRequest', { ...asked, userIdentityToken, clientNonce: 'n' })),
    ).toEqual({ summary: 'ActivateSession request, #7, with UserNameIdentityToken' })
  })

  test('is made of anything', () => {
    for (const odd of [{}, message('ReadRequest', { nodesToRead: 7 }), message('PublishResponse')])
      expect(wordsOf(odd).summary).not.toBe('')
    const dates = [value({ value: new Date(Number.NaN) })]
    expect(wordsOf(message('ReadResponse', { results: dates })).detail).toContain('never')
    const long = wordsOf(
      message('ReadResponse', { results: [value({ value: Buffer.alloc(900) })] }),
    )
    expect(long.detail?.length).toBeLessThan(500)
  })
})

describe('a client and a server', () => {
  const told: string[] = []
  const trace = {
    isOn: false,
    add: ({ direction, peer, summary }: Parameters<Trace['add']>[0]) =>
      void told.push(`${direction} ${peer} ${summary}`),
  }

  test('are heard both ways, and while nobody looks not read at all', () => {
    const client = new EventEmitter()
    const server = new EventEmitter()
    traceClient(client, trace, 'opc.tcp://there')
    traceServer(server, trace)
    client.emit('send_request', new Proxy({}, { get: () => expect.fail('it was read') }))
    trace.isOn = true
    client.emit('send_request', message('PublishRequest', asked))
    client.emit('receive_response', message('ServiceFault', answered))
    server.emit('request', message('BrowseRequest', asked), {
      ...{ remoteAddress: '10.0.0.1', remotePort: 5 },
    })
    server.emit('response', message('BrowseResponse', answered), null)
    expect(told).toEqual([
      'out opc.tcp://there Publish request, #7',
      'in opc.tcp://there ServiceFault, #7',
      'in 10.0.0.1:5 Browse request, #7',
      'out : Browse response, #7',
    ])
  })
})
