import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { explainBind } from '@busbar/bacnet/bind'
import { encodeFrame, everyone, type Peer, peerKey } from '@busbar/bacnet/frames'
import { BACNET_PORT } from '@busbar/bacnet/numbers'
import { traceDatagram, traceSent } from '@busbar/bacnet/trace'
import type { Log, Trace } from '@busbar/core/contracts'
import type { Settings } from './settings.ts'

const REBIND_MS = 2_000
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024

export interface Link {
  /** Settles after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  stop(): Promise<void>
  /** What is wrong; null while it listens. */
  trouble(): string | null
  /** Where it listens; null while it does not. */
  port(): number | null
  send(to: Peer, apdu: Buffer, expectsReply?: boolean): void
  /** Says something to everybody, where a broadcast address is set. */
  broadcast(apdu: Buffer): void
}

/** One UDP socket, opened again where it fails. */
export function createLink(options: {
  readonly settings: Settings
  readonly log: Log
  readonly trace?: Trace | undefined
  onDatagram(bytes: Buffer, sender: { readonly host: string; readonly port: number }): void
  onState(): void
}): Link {
  const { settings, log, trace } = options
  let socket: Socket | undefined
  let trouble: string | null = 'Not listening yet.'
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  function put(frame: Buffer, { host, port }: Pick<Peer, 'host' | 'port'>): void {
    socket?.send(frame, port, host, (error) => {
      if (error) log.debug('A datagram could not be sent', { host, port, reason: error.message })
    })
  }

  function setTrouble(next: string | null): void {
    trouble = next
    options.onState()
  }

  function bind(): Promise<void> {
    return new Promise((resolve) => {
      const own = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
      own.on('message', (bytes, { address: host, port }) => {
        if (stopped) return
        traceDatagram(trace, bytes, { host, port })
        options.onDatagram(bytes, { host, port })
      })
      own.on('error', (error) => {
        own.close()
        if (socket === own) socket = undefined
        resolve()
        if (stopped) return
        setTrouble(explainBind(error, settings, networkInterfaces()))
        timer = setTimeout(() => void bind(), REBIND_MS)
      })
      own.bind({ port: settings.port, address: settings.bindAddress, exclusive: true }, () => {
        resolve()
        if (stopped) return own.close()
        own.setBroadcast(true)
        socket = own
        setTrouble(null)
      })
    })
  }

  return {
    start: bind,
    async stop() {
      stopped = true
      clearTimeout(timer)
      const closing = socket
      socket = undefined
      trouble = 'Stopped.'
      if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
    },
    trouble: () => trouble,
    port: () => socket?.address().port ?? null,
    send(to, apdu, expectsReply = false) {
      traceSent(trace, peerKey(to), apdu)
      put(encodeFrame({ kind: 'unicast', to, apdu, expectsReply }), to)
    },
    broadcast(apdu) {
      if (settings.broadcastAddress === undefined) return
      const to = everyone(settings.broadcastAddress, settings.port || BACNET_PORT)
      traceSent(trace, 'everyone', apdu)
      put(encodeFrame({ kind: 'broadcast', to, apdu, expectsReply: false }), to)
    },
  }
}
