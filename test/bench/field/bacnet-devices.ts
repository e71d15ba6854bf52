import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  createVirtualDevice,
  type Values,
  type VirtualObject,
} from '../../../plugins/driver-bacnet/test/virtual-device.ts'
import { addressOf, FIRST_INSTANCE } from './bacnet-places.ts'

/*
 * Devices of a foreign stack, each at an address of its own on one port. What was encoded once as an answer to a
 * question is sent again whenever the question comes: the devices are not what is measured.
 */

const [, , portText = '0', devicesText = '1', pointsText = '1'] = process.argv
const PORT = Number(portText)
/** Of requests and complex acknowledgements without a network beyond: where the number of the question is. */
const ASKED_AT = 8
const ANSWERED_AT = 7

/** With decimals, as meters have them: 230.1 and the like. */
const shownBy = (device: number, point: number) => 230.1 + device + point / 10

function objectsOf(device: number): readonly VirtualObject[] {
  const self = { type: 8, instance: FIRST_INSTANCE + device }
  const meters = Array.from({ length: Number(pointsText) }, (_, point) => ({
    id: { type: 0, instance: point },
    properties: new Map<number, Values | undefined>([
      [85, [{ type: 4, value: shownBy(device, point) }]],
    ]),
  }))
  const properties = new Map<number, Values | undefined>([[112, [{ type: 9, value: 0 }]]])
  return [...meters, { id: self, properties }]
}

async function openDevice(device: number): Promise<void> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1024 * 1024 })
  const answers = new Map<string, Buffer>()
  let asked = ''
  const virtual = createVirtualDevice({
    instance: FIRST_INSTANCE + device,
    ...{
      objects: objectsOf(device),
      maxProperties: 200,
      onWrite: async () => ({ behaviour: 'refuse' }),
    },
    send(frame, to) {
      const [host, port] = to.split(':')
      answers.set(asked, frame)
      socket.send(frame, Number(port), host)
    },
  })
  socket.on('message', (frame, { address, port }) => {
    const number = frame[ASKED_AT] ?? 0
    asked = Buffer.from(frame)
      .fill(0, ASKED_AT, ASKED_AT + 1)
      .toString('latin1')
    const known = answers.get(asked)
    if (known === undefined) return virtual.receive(frame, `${address}:${port}`)
    known[ANSWERED_AT] = number
    socket.send(Buffer.from(known), port, address)
  })
  socket.bind(PORT, addressOf(device))
  await once(socket, 'listening')
}

await Promise.all(Array.from({ length: Number(devicesText) }, (_, device) => openDevice(device)))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
