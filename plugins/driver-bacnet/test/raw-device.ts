import { createSocket, type RemoteInfo } from 'node:dgram'
import type { VirtualDevice } from './virtual-device.ts'

export interface RawDevice {
  readonly port: number
  /** Sends an APDU as a unicast of this device. */
  send(apdu: Buffer, to: Pick<RemoteInfo, 'address' | 'port'>): void
  sendFrame(frame: Buffer, to: Pick<RemoteInfo, 'address' | 'port'>): void
  close(): Promise<void>
}

/** A UDP socket whose frames are answered by hand, octet for octet. */
export async function openRaw(options: {
  readonly host: string
  /** The APDU without BVLC and network layer, and the whole frame. */
  readonly onFrame: (message: {
    readonly apdu: Buffer
    readonly frame: Buffer
    readonly from: RemoteInfo
    readonly self: RawDevice
  }) => void
}): Promise<RawDevice> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 })
  await new Promise<void>((resolve) => socket.bind(0, options.host, () => resolve()))
  const sendFrame: RawDevice['sendFrame'] = (frame, { address, port }) =>
    socket.send(frame, port, address)
  const self: RawDevice = {
    port: socket.address().port,
    sendFrame,
    send: (apdu, to) => sendFrame(framed(apdu), to),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
  socket.on('message', (frame, from) => {
    const control = frame[5] ?? 0
    const at = (control & 0x20) !== 0 ? 6 + 3 + (frame[8] ?? 0) + 1 : 6
    options.onFrame({ apdu: frame.subarray(at), frame, from, self })
  })
  return self
}

export function framed(apdu: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.from([0x81, 10, 0, 0, 1, 0]), apdu])
  frame.writeUInt16BE(frame.length, 2)
  return frame
}

/** Passes on to a device of the foreign stack what is for it, without a router between. */
export function passTo(device: VirtualDevice, apdu: Buffer, from: RemoteInfo): void {
  device.receive(framed(apdu), `${from.address}:${from.port}`)
}

/** An object id as ASHRAE 135 clause 20.2.14 packs it. */
export function objectId(type: number, instance: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(type * 2 ** 22 + instance)
  return bytes
}

/** An I-Am of a device that takes 1476 octets and segments nothing. */
export function iAm(instance: number): Buffer {
  return Buffer.concat([
    Buffer.from([0x10, 0, 0xc4]),
    objectId(8, instance),
    Buffer.from('2205c4910322' + '0104', 'hex'),
  ])
}
