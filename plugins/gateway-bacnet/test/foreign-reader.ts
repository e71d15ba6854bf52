import { createSocket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { createRequire } from 'node:module'
import type { ObjectId } from '@busbar/bacnet/tags'
import { HOST } from './rig.ts'

// Node and the tests' runner disagree about what an ES module sees of its CommonJS.
const stackModule: typeof import('@bacnet-js/client') = createRequire(import.meta.url)(
  '@bacnet-js/client',
)
/** The stack hears nothing from 127.0.0.1. */
const DEVICE_ADDRESS = '192.0.2.1'

/** A client of another make than bacstack, which knows calendars and schedules. */
export async function openForeignReader(port: number) {
  const socket = createSocket('udp4')
  socket.bind(0, HOST)
  await once(socket, 'listening')
  const transport = Object.assign(new EventEmitter(), {
    getBroadcastAddress: () => HOST,
    getMaxPayload: () => 1_482,
    open: () => undefined,
    close: () => undefined,
    send: (buffer: Buffer, length: number) =>
      socket.send(Buffer.from(buffer.subarray(0, length)), port, HOST),
  })
  socket.on('message', (frame) => transport.emit('message', frame, DEVICE_ADDRESS))
  const client = new stackModule.default({ transport, apduTimeout: 2_000 })
  /** Values as the stack has them. @throws Error where it cannot decode the answer. */
  const read = async (object: ObjectId, property: number) =>
    (await client.readProperty({ address: DEVICE_ADDRESS }, object, property)).values
  return {
    read,
    /** What a calendar or a schedule has as one value. */
    async one<Value>(object: ObjectId, property: number): Promise<Value> {
      const [first] = await read(object, property)
      if (first === undefined) throw new Error(`Property ${property} is empty.`)
      return first.value as Value
    },
    close() {
      client.close()
      socket.close()
    },
  }
}
