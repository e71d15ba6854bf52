import { createSocket } from 'node:dgram'

/** A device behind the router, as it is reached there. */
export interface Node {
  receive(frame: Buffer, from: string): void
}

export interface Router {
  /** Where the node's frames go out: from its network and address. */
  attach(mac: string, node: Node): void
  detach(mac: string): void
  /** Sends a node's frame, with where it comes from. */
  sendFrom(mac: string, frame: Buffer, to: string): void
  raw(frame: Buffer, to: string): void
  /** Lets no byte pass. */
  cut(isCut: boolean): void
  close(): Promise<void>
}

/**
 * One UDP port with a BACnet network behind it: takes the destination from what comes in, puts the
 * source (SNET, SADR) into what goes out. Written from ASHRAE 135 clause 6, apart from the driver's.
 */
export async function openRouter(options: {
  readonly host: string
  readonly port: number
  readonly network: number
}): Promise<Router> {
  const { network } = options
  const nodes = new Map<string, Node>()
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 })
  let isCut = false
  socket.on('message', (frame, { address, port }) => {
    if (isCut || frame[0] !== 0x81) return
    const npdu = frame.subarray(frame[1] === 4 ? 10 : 4)
    const control = npdu[1] ?? 0
    if ((control & 0x80) !== 0 || (control & 0x20) === 0) return
    const length = npdu[4] ?? 0
    const to = npdu.readUInt16BE(2)
    const mac = npdu.subarray(5, 5 + length).toString('hex')
    const apdu = npdu.subarray(5 + length + 1)
    const head = Buffer.from([0x81, 10, 0, 0, 1, control & 4])
    const inner = Buffer.concat([head, apdu])
    inner.writeUInt16BE(inner.length, 2)
    const from = `${address}:${port}`
    if (to === 0xffff || (to === network && length === 0))
      for (const node of nodes.values()) node.receive(inner, from)
    else if (to === network) nodes.get(mac)?.receive(inner, from)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(options.port, options.host, () => resolve())
  })
  socket.on('error', () => undefined)

  function raw(frame: Buffer, to: string): void {
    const [host = '', port = '47808'] = to.split(':')
    if (!isCut && host !== '') socket.send(frame, Number(port), host)
  }

  return {
    raw,
    attach: (mac, node) => void nodes.set(mac, node),
    detach: (mac) => void nodes.delete(mac),
    sendFrom(mac, frame, to) {
      const address = Buffer.from(mac, 'hex')
      const control = (frame[5] ?? 0) | 8
      const head = [0x81, 10, 0, 0, 1, control, network >> 8, network & 255, address.length]
      const out = Buffer.concat([Buffer.from(head), address, frame.subarray(6)])
      out.writeUInt16BE(out.length, 2)
      raw(out, to)
    },
    cut(next) {
      isCut = next
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
