import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { excerpt, type Trace, traceAcknowledgements, traceClient, wordsOf } from './trace.ts'

function recording() {
  const entries: Parameters<Trace['add']>[0][] = []
  const trace = { isOn: true, add: (entry: (typeof entries)[number]) => void entries.push(entry) }
  return { entries, trace }
}

function clientOf(options: object) {
  return Object.assign(new EventEmitter(), { options })
}

const OPTIONS = {
  ...{ clientId: 'busbar-7', protocolVersion: 4, clean: false, keepalive: 30 },
  ...{ username: 'hall', password: 'hunter-4711', key: 'a private key', will: { topic: 'gone' } },
}

describe('the packets of a client', () => {
  test('are written down in both directions, from its CONNECT on, without credentials', () => {
    const { entries, trace } = recording()
    const client = clientOf(OPTIONS)
    traceClient(client, trace)
    client.emit('packetreceive', { cmd: 'connack', returnCode: 0, sessionPresent: true })
    client.emit('packetsend', { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'a/#' }] })
    client.emit('packetreceive', { cmd: 'suback', messageId: 1, granted: [1] })
    client.emit('packetsend', { cmd: 'pingreq' })
    expect(entries.map(({ direction, summary }) => `${direction} ${summary}`)).toEqual([
      'out CONNECT client "busbar-7", MQTT 3.1.1, lasting session, keep alive 30 s, with a user name, with a password, will gone',
      'in CONNACK code 0, session present',
      'out SUBSCRIBE id 1, a/#',
      'in SUBACK id 1, granted 1',
      'out PINGREQ',
    ])
    for (const secret of ['hunter', '"hall"', 'private'])
      expect(JSON.stringify(entries)).not.toContain(secret)
  })

  test('cost no words while nobody looks, and are told from the moment that somebody does', () => {
    const { entries, trace } = recording()
    const client = clientOf(OPTIONS)
    trace.isOn = false
    const unread = new Proxy({ cmd: 'publish' }, { get: () => expect.fail('it was read') })
    traceClient(client, trace)
    client.emit('packetreceive', unread)
    traceAcknowledgements(trace, [1])
    trace.isOn = true
    client.emit('packetreceive', { cmd: 'puback', messageId: 9, reasonCode: 16 })
    traceAcknowledgements(trace, [3, 4])
    traceAcknowledgements(trace, [])
    expect(entries.map(({ summary }) => summary)).toEqual(['PUBACK id 9, code 16', 'PUBACK 3 4'])
  })
})

describe('a PUBLISH', () => {
  const publish = { cmd: 'publish', topic: 'a/b', qos: 1, messageId: 12, retain: true, dup: false }

  test('names topic, delivery and size, and shows text as text', () => {
    expect(wordsOf({ ...publish, payload: Buffer.from('{"Total":1.5}') })).toEqual({
      ...{ peer: 'a/b', summary: 'PUBLISH a/b, QoS 1, id 12, retained, 13 bytes' },
      detail: '{"Total":1.5}',
    })
    expect(wordsOf({ ...publish, payload: '' })).not.toHaveProperty('detail')
    expect(wordsOf({ ...publish, topic: '', properties: { topicAlias: 3 } }).peer).toBe('alias 3')
  })

  test('shows what the plugin says of its payload, where it says something', () => {
    const told = (topic: string, payload: Uint8Array) =>
      topic === 'a/b' ? `${payload.length} octets` : undefined
    const payload = Buffer.from([1, 2])
    expect(wordsOf({ ...publish, payload }, told).detail).toBe('2 octets')
    expect(wordsOf({ ...publish, topic: 'c', payload }, told).detail).toBe('0102')
    const { entries, trace } = recording()
    const client = clientOf(OPTIONS)
    traceClient(client, trace, told)
    client.emit('packetreceive', { ...publish, payload })
    expect(entries.at(-1)?.detail).toBe('2 octets')
  })

  test('shows what is no text as hexadecimal digits, and both cut', () => {
    expect(excerpt(Buffer.from([0x08, 0xff, 0x00]))).toBe('08ff00')
    expect(excerpt(Buffer.from([0x41, 0x07]))).toBe('4107')
    // The cut goes through the middle of a letter of three octets.
    const long = excerpt(Buffer.from('电'.repeat(5_000)))
    expect(long).toBe(`${'电'.repeat(682)}…`)
    expect(excerpt(Buffer.alloc(5_000))).toBe(`${'00'.repeat(2_048)}…`)
  })
})
