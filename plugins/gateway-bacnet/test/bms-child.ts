import { createSocket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import bacstack from 'bacstack'

/*
 * A building management system of another make, in a process of its own: bacstack encodes what is asked and decodes
 * what is answered. What its parent wants comes as messages, one answer to each.
 */

export interface Read {
  readonly object: { readonly type: number; readonly instance: number }
  readonly properties: readonly number[]
}

export type ToBms = { readonly id: number } & (
  | { readonly do: 'target'; readonly port: number }
  | ({ readonly do: 'read' } & Read & { readonly index?: number })
  | ({ readonly do: 'read-multiple' } & Read)
  | {
      readonly do: 'write'
      readonly object: Read['object']
      readonly value: boolean | null
      readonly priority: number
      readonly property?: number
    }
  | { readonly do: 'repeat' }
  | { readonly do: 'raw'; readonly frames: readonly string[] }
  | { readonly do: 'cut'; readonly cut: boolean }
  | { readonly do: 'who-is' }
  | {
      readonly do: 'subscribe'
      readonly object: Read['object']
      readonly processId: number
      readonly confirmed: boolean
      readonly lifetimeS: number
      readonly cancel?: boolean
    }
  /** What was notified, and how often, since this was asked last. */
  | { readonly do: 'notified' }
)

/** What a subscription was told, and when; UTC epoch milliseconds. */
export interface Told {
  readonly processId: number
  readonly value: unknown
  readonly at: number
}

interface Notified {
  readonly subscriberProcessId: number
  readonly monitoredObjectId: Read['object']
  readonly values: readonly { readonly value: readonly { readonly value: unknown }[] }[]
}

/** What this uses of bacstack beside what its types say. */
interface Client extends EventEmitter {
  whoIs(options: object): void
  readProperty(...args: unknown[]): void
  readPropertyMultiple(...args: unknown[]): void
  writeProperty(...args: unknown[]): void
  subscribeCOV(...args: unknown[]): void
  simpleAckResponse(to: string, service: number, invokeId: number): void
}

const TIMEOUT_MS = 1_000
const HOST = '127.0.0.1'
const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 })
const written: Buffer[] = []
const iAms: unknown[] = []
const haves: string[] = []
let notified: Told[] = []
let port = 0
let isCut = false

const transport = Object.assign(new EventEmitter(), {
  getBroadcastAddress: () => HOST,
  getMaxPayload: () => 1_482,
  open: () => undefined,
  close: () => undefined,
  send(buffer: Buffer, length: number) {
    const frame = Buffer.from(buffer.subarray(0, length))
    // Confirmed-Request with the service WriteProperty.
    if (frame[6] === 0 && frame[9] === 15) written.push(frame)
    if (!isCut) socket.send(frame, port, HOST)
  },
})
const client: Client = new (bacstack as unknown as new (options: object) => Client)({
  ...{ transport, apduTimeout: TIMEOUT_MS },
})
socket.on('message', (frame, { address }) => {
  if (isCut) return
  // bacstack knows no I-Have.
  if (frame[6] === 0x10 && frame[7] === 1) haves.push(frame.toString('hex'))
  else transport.emit('message', frame, address)
})
client.on('iAm', (device: unknown) => iAms.push(device))
const hear = ({ request }: { readonly request: Notified }) =>
  notified.push({
    processId: request.subscriberProcessId,
    value: request.values[0]?.value[0]?.value,
    at: performance.timeOrigin + performance.now(),
  })
client.on('covNotifyUnconfirmed', hear)
client.on('covNotify', (message: { request: Notified; address: string; invokeId: number }) => {
  client.simpleAckResponse(message.address, 1, message.invokeId)
  hear(message)
})

const done = (work: (next: (error: Error | null, result?: unknown) => void) => void) =>
  new Promise<unknown>((resolve) => {
    work((error, result) => resolve(error ? { error: error.message } : (result ?? {})))
  })

function obey(message: ToBms): unknown {
  switch (message.do) {
    case 'target':
      port = message.port
      return {}
    case 'read':
      return done((next) =>
        client.readProperty(
          ...[HOST, message.object, message.properties[0]],
          message.index === undefined ? {} : { arrayIndex: message.index },
          next,
        ),
      )
    case 'read-multiple': {
      const { object: objectId, properties } = message
      const asked = [{ objectId, properties: properties.map((id) => ({ id })) }]
      return done((next) => client.readPropertyMultiple(HOST, asked, {}, next))
    }
    case 'write': {
      const { object, value, priority, property = 85 } = message
      const values = [value === null ? { type: 0, value } : { type: 9, value: value ? 1 : 0 }]
      return done((next) =>
        client.writeProperty(HOST, object, property, values, { priority }, next),
      )
    }
    case 'repeat':
      for (const frame of written) socket.send(frame, port, HOST)
      return {}
    case 'raw':
      for (const hex of message.frames) socket.send(Buffer.from(hex, 'hex'), port, HOST)
      return {}
    case 'cut':
      isCut = message.cut
      return {}
    case 'who-is':
      client.whoIs({})
      return new Promise((resolve) => setTimeout(() => resolve({ iAms, haves }), 200))
    case 'subscribe': {
      const { object, processId, cancel = false, confirmed, lifetimeS } = message
      return done((next) =>
        client.subscribeCOV(HOST, object, processId, cancel, confirmed, lifetimeS, {}, next),
      )
    }
    default: {
      const told = notified
      notified = []
      return told
    }
  }
}

process.on('message', (message: ToBms) => {
  void Promise.resolve(obey(message)).then((result) => process.send?.({ id: message.id, result }))
})
process.on('disconnect', () => process.exit(0))
socket.bind(0, HOST, () => process.send?.({ id: 0 }))
