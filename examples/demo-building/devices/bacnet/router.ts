import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

/** A network of devices behind one UDP port. */
export interface Router {
  readonly port: number
  /** @param receive takes frames as they would come without a router between, and from where */
  attach(mac: string, receive: (frame: Buffer, from: string) => void): void
  /** Sends a device's frame, with where it comes from. */
  sendFrom(mac: string, frame: Buffer, to: string): void
  close(): Promise<void>
}

const NETWORK = 2_001
const BVLL = 0x81
const UNICAST = 10
const FORWARDED = 4
/** Bits of the control octet (clause 6.2.2). */
const IS_NETWORK_MESSAGE = 0x80
const HAS_DESTINATION = 0x20
const HAS_SOURCE = 0x08
const EXPECTS_REPLY = 0x04
const EVERY_NETWORK = 0xffff

/**
 * A BACnet router on 127.0.0.1 (ASHRAE 135, clause 6): takes the destination from what comes in, puts the source's
 * network and address into what goes out.
 * @param port 0: any
 * @throws when the port is taken (`code` EADDRINUSE)
 */
export async function openRouter({ port }: { readonly port: number }): Promise<Router> {
  const devices = new Map<string, (frame: Buffer, from: string) => void>()
  const socket = createSocket('udp4')
  socket.on('message', (frame, from) => {
    const inner = unwrap(frame)
    if (inner === undefined) return
    const sender = `${from.address}:${from.port}`
    if (inner.mac === null) for (const receive of devices.values()) receive(inner.frame, sender)
    else devices.get(inner.mac)?.(inner.frame, sender)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', resolve)
  })
  // Nobody at the other end: whoever wants an answer asks again.
  socket.on('error', () => undefined)
  return {
    port: (socket.address() as AddressInfo).port,
    attach: (mac, receive) => void devices.set(mac, receive),
    sendFrom(mac, frame, to) {
      const [host = '', toPort = ''] = to.split(':')
      if (host !== '') socket.send(wrap(mac, frame), Number(toPort), host, () => undefined)
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** For whom it is (null: for all) and what; undefined where it is for nobody here. */
function unwrap(
  frame: Buffer,
): { readonly mac: string | null; readonly frame: Buffer } | undefined {
  const npdu = frame.subarray(frame[1] === FORWARDED ? 10 : 4)
  const control = npdu[1] ?? 0
  if (frame[0] !== BVLL || npdu.length < 6) return undefined
  if ((control & IS_NETWORK_MESSAGE) !== 0 || (control & HAS_DESTINATION) === 0) return undefined
  const to = npdu.readUInt16BE(2)
  if (to !== NETWORK && to !== EVERY_NETWORK) return undefined
  const length = npdu[4] ?? 0
  const mac = npdu.subarray(5, 5 + length).toString('hex')
  const head = Buffer.from([BVLL, UNICAST, 0, 0, 1, control & EXPECTS_REPLY])
  // After destination and address comes the hop count.
  const inner = Buffer.concat([head, npdu.subarray(5 + length + 1)])
  inner.writeUInt16BE(inner.length, 2)
  return { mac: to === EVERY_NETWORK || mac === '' ? null : mac, frame: inner }
}

function wrap(mac: string, frame: Buffer): Buffer {
  const address = Buffer.from(mac, 'hex')
  const control = (frame[5] ?? 0) | HAS_SOURCE
  const head = Buffer.from([BVLL, UNICAST, 0, 0, 1, control, 0, 0, address.length])
  head.writeUInt16BE(NETWORK, 6)
  const out = Buffer.concat([head, address, frame.subarray(6)])
  out.writeUInt16BE(out.length, 2)
  return out
}
