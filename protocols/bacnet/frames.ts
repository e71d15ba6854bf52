import { fault } from './tags.ts'

/**
 * Where a device is heard: an IP address and port, and behind a router its network and address
 * there. `network` 0 is the local one.
 */
export interface Peer {
  readonly host: string
  readonly port: number
  readonly network: number
  /** Address on that network, hexadecimal; empty for all of it. */
  readonly mac: string
}

const ALL_NETWORKS = 0xffff
const MAX_MAC = 32
const MAX_HOPS = 255
/** BVLC functions of ASHRAE 135 annex J. */
const BVLC = { result: 0, register: 5, forwarded: 4, distribute: 9, unicast: 10, broadcast: 11 }

/** One text for one place: `192.0.2.7:47808`, or with network and address `…/2001:0a`. */
export function peerKey({ host, port, network, mac }: Peer): string {
  return network === 0 ? `${host}:${port}` : `${host}:${port}/${network}:${mac}`
}

export function isSamePeer(one: Peer, other: Peer): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.network === other.network &&
    one.mac === other.mac
  )
}

/** @returns undefined where the text names no place. */
export function parsePeer(text: string, defaultPort: number): Peer | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?(?:\/(\d{1,5}):([0-9a-f]*))?$/.exec(text)
  if (match === null) return undefined
  const [, host = '', port, network = '0', mac = ''] = match
  return {
    host,
    port: port === undefined ? defaultPort : Number(port),
    network: Number(network),
    mac,
  }
}

/** Everyone in reach, by all routers. */
export function everyone(host: string, port: number): Peer {
  return { host, port, network: ALL_NETWORKS, mac: '' }
}

export type BvlcKind = 'unicast' | 'broadcast' | 'distribute'

/** Puts network layer and virtual link around an APDU. */
export function encodeFrame(options: {
  readonly kind: BvlcKind
  readonly to: Peer
  readonly apdu: Buffer
  readonly expectsReply: boolean
}): Buffer {
  const { kind, to, apdu, expectsReply } = options
  const routed = to.network !== 0
  const macOctets = routed ? to.mac.length >> 1 : 0
  const frame = virtualLink(BVLC[kind], (routed ? 6 + macOctets : 2) + apdu.length)
  frame[4] = 1
  frame[5] = (routed ? 0x20 : 0) | (expectsReply ? 4 : 0)
  if (routed) {
    frame[6] = to.network >> 8
    frame[7] = to.network
    frame[8] = macOctets
    frame.write(to.mac, 9, 'hex')
    frame[9 + macOctets] = MAX_HOPS
  }
  apdu.copy(frame, frame.length - apdu.length)
  return frame
}

/** @param lifetimeS how long the BBMD keeps the entry. */
export function encodeRegistration(lifetimeS: number): Buffer {
  const frame = virtualLink(BVLC.register, 2)
  frame[4] = lifetimeS >> 8
  frame[5] = lifetimeS
  return frame
}

/** A frame of which all but the virtual link's header is still to be written. */
function virtualLink(kind: number, size: number): Buffer {
  const frame = Buffer.allocUnsafe(size + 4)
  frame[0] = 0x81
  frame[1] = kind
  frame.writeUInt16BE(frame.length, 2)
  return frame
}

export type Frame =
  | {
      readonly kind: 'apdu'
      readonly from: Peer
      readonly apdu: Buffer
      /** Whether it came straight to us: only then may it answer or ask something. */
      readonly direct: boolean
    }
  | { readonly kind: 'result'; readonly code: number }
  /** Meant for others, or of a kind that concerns no client. */
  | { readonly kind: 'ignored'; readonly why: string }

/** @throws Error that says what is wrong with it. */
export function decodeFrame(bytes: Buffer, sender: { host: string; port: number }): Frame {
  if (bytes.length < 4 || bytes[0] !== 0x81) return fault('is no BACnet/IP frame')
  const kind = bytes[1]
  if (bytes.readUInt16BE(2) !== bytes.length) return fault('has another length than it says')
  const local = { host: sender.host, port: sender.port, network: 0, mac: '' }
  switch (kind) {
    case BVLC.result:
      return bytes.length === 6
        ? { kind: 'result', code: bytes.readUInt16BE(4) }
        : fault('has a result of no size')
    case BVLC.unicast:
      return decodeNpdu(bytes, 4, local, true)
    case BVLC.broadcast:
      return decodeNpdu(bytes, 4, local, false)
    case BVLC.forwarded: {
      if (bytes.length < 10) return fault('is forwarded from nowhere')
      const host = [...bytes.subarray(4, 8)].join('.')
      const origin = { host, port: bytes.readUInt16BE(8), network: 0, mac: '' }
      return decodeNpdu(bytes, 10, origin, false)
    }
    default:
      return { kind: 'ignored', why: `BVLC function ${kind}` }
  }
}

function decodeNpdu(bytes: Buffer, begin: number, local: Peer, direct: boolean): Frame {
  let at = begin
  const next = () => bytes[at++] ?? fault('ends within its header')
  if (next() !== 1) return fault('is of another version of the network layer')
  const control = next()
  const target = (): { network: number; mac: string } => {
    const network = next() * 256 + next()
    const length = next()
    if (length > MAX_MAC || at + length > bytes.length) return fault('has an address of no size')
    const mac = bytes.subarray(at, at + length).toString('hex')
    at += length
    return { network, mac }
  }
  const to = (control & 0x20) !== 0 ? target() : undefined
  const source = (control & 8) !== 0 ? target() : undefined
  if (to !== undefined) next()
  if ((control & 0x80) !== 0) return { kind: 'ignored', why: 'network layer message' }
  if (to !== undefined && to.network !== ALL_NETWORKS) return { kind: 'ignored', why: 'for others' }
  if (source !== undefined && (source.network === 0 || source.network === ALL_NETWORKS))
    return fault('comes from no network')
  if (source?.mac === '') return fault('comes from a whole network')
  const from = source === undefined ? local : { ...local, ...source }
  return { kind: 'apdu', from, apdu: bytes.subarray(at), direct }
}
