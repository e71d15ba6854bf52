import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { type Apdu, decodeApdu } from '@busbar/bacnet/apdu'
import { explainBind } from '@busbar/bacnet/bind'
import {
  decodeFrame,
  encodeFrame,
  encodeRegistration,
  everyone,
  type Peer,
  parsePeer,
  peerKey,
} from '@busbar/bacnet/frames'
import { traceDatagram, traceSent } from '@busbar/bacnet/trace'
import type { Log, Trace } from '@busbar/core/contracts'
import type { Settings } from './settings.ts'

const REBIND_MS = 2_000
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024
const ANSWER_MS = 3_000

export type LinkState =
  | { readonly state: 'up'; readonly trouble?: string }
  | { readonly state: 'down'; readonly detail: string }

export interface Link {
  /** Resolves after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  stop(): Promise<void>
  state(): LinkState
  send(message: {
    readonly to: Peer
    readonly apdu: Buffer
    /** Whether it is a confirmed request. */
    readonly expectsReply?: boolean
  }): void
  /** By broadcast, and by the BBMD where there is one. */
  sendToEveryone(apdu: Buffer): void
}

export interface LinkOptions {
  readonly settings: Settings
  readonly log: Log
  readonly trace?: Trace | undefined
  onApdu(message: { readonly from: Peer; readonly direct: boolean; readonly apdu: Apdu }): void
  onMalformed(input: {
    readonly source: string
    readonly reason: string
    readonly bytes: Buffer
  }): void
  onState(): void
  /** Every datagram that came, and those that were sound but concern no client. */
  onFrame(kind: 'received' | 'ignored'): void
}

/** One UDP socket, at which frames are put together and taken apart. */
export function createLink(options: LinkOptions): Link {
  const { settings, log, trace } = options
  let socket: Socket | undefined
  let state: LinkState = { state: 'down', detail: 'Not started yet.' }
  let timer: NodeJS.Timeout | undefined
  let renewal: NodeJS.Timeout | undefined
  let registered = false
  let stopped = false
  const bbmd = settings.bbmd && parsePeer(settings.bbmd.address, 47_808)

  function put(frame: Buffer, { host, port }: Pick<Peer, 'host' | 'port'>): void {
    socket?.send(frame, port, host, (error) => {
      if (error) log.debug('A datagram could not be sent', { host, port, reason: error.message })
    })
  }

  function sendTo(to: Peer, apdu: Buffer, expectsReply: boolean): void {
    traceSent(trace, peerKey(to), apdu)
    put(encodeFrame({ kind: 'unicast', to, apdu, expectsReply }), to)
  }

  function toEveryone(apdu: Buffer): void {
    const port = settings.port === 0 ? 47_808 : settings.port
    const to = everyone(settings.broadcastAddress, port)
    traceSent(trace, 'everyone', apdu)
    put(encodeFrame({ kind: 'broadcast', to, apdu, expectsReply: false }), to)
    if (bbmd) {
      const through = everyone(bbmd.host, bbmd.port)
      put(encodeFrame({ kind: 'distribute', to: through, apdu, expectsReply: false }), bbmd)
    }
  }

  function receive(bytes: Buffer, { address: host, port }: RemoteInfo): void {
    if (stopped) return
    options.onFrame('received')
    traceDatagram(trace, bytes, { host, port })
    try {
      const frame = decodeFrame(bytes, { host, port })
      if (frame.kind === 'result') heardResult(frame.code, host, port)
      else if (frame.kind === 'apdu') {
        const apdu = decodeApdu(frame.apdu)
        options.onApdu({ from: frame.from, direct: frame.direct, apdu })
      } else options.onFrame('ignored')
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'cannot be read'
      options.onMalformed({ source: `${host}:${port}`, reason, bytes })
    }
  }

  function heardResult(code: number, host: string, port: number): void {
    if (bbmd?.host !== host || bbmd.port !== port) {
      options.onFrame('ignored')
      return
    }
    registered = code === 0
    setState(
      registered
        ? { state: 'up' }
        : { state: 'up', trouble: `The BBMD ${host}:${port} refuses us (result ${code}).` },
    )
  }

  function setState(next: LinkState): void {
    state = next
    options.onState()
  }

  function register(): void {
    if (bbmd === undefined || stopped) return
    const lifetimeS = settings.bbmd?.lifetimeSeconds ?? 300
    registered = false
    put(encodeRegistration(lifetimeS), bbmd)
    const check = setTimeout(() => {
      if (!registered && !stopped && state.state === 'up')
        setState({ state: 'up', trouble: `The BBMD ${bbmd.host}:${bbmd.port} does not answer.` })
      renewal = setTimeout(register, registered ? (lifetimeS * 1_000) / 2 : ANSWER_MS)
    }, ANSWER_MS)
    renewal = check
  }

  function bind(): Promise<void> {
    return new Promise((resolve) => {
      const own = createSocket({
        ...{ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES },
        // Who is sent to is an address already: to look it up costs a turn and a few objects each time.
        lookup: (address, _options, next) => next(null, address, 4),
      })
      own.on('message', receive)
      own.on('error', (error) => {
        own.close()
        if (socket === own) socket = undefined
        if (stopped) return resolve()
        setState({ state: 'down', detail: explainBind(error, settings, networkInterfaces()) })
        timer = setTimeout(() => void bind(), REBIND_MS)
        resolve()
      })
      own.bind({ port: settings.port, address: settings.bindAddress, exclusive: true }, () => {
        if (stopped) {
          own.close()
          return resolve()
        }
        own.setBroadcast(true)
        socket = own
        setState({ state: 'up' })
        register()
        resolve()
      })
    })
  }

  return {
    start: bind,
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearTimeout(renewal)
      const closing = socket
      socket = undefined
      state = { state: 'down', detail: 'Stopped.' }
      if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()))
    },
    state: () => state,
    send: ({ to, apdu, expectsReply = false }) => sendTo(to, apdu, expectsReply),
    sendToEveryone: toEveryone,
  }
}
