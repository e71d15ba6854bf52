import { type Apdu, type CovNotification, type IAm, SERVICE } from '@busbar/bacnet/apdu'
import { everyone, type Peer, parsePeer } from '@busbar/bacnet/frames'
import { encodeReject, encodeSimpleAck, REJECT } from '@busbar/bacnet/replies'
import type { Log, Trace } from '@busbar/core/contracts'
import { encodeWhoIs } from './asks.ts'
import { type Calls, createCalls } from './calls.ts'
import { createLink, type Link, type LinkOptions } from './link.ts'
import { createRequests, type Requests } from './requests.ts'
import type { Settings } from './settings.ts'

/** What came that was asked for by nobody, or that not all may say. */
export interface StationEvents {
  iAm(from: Peer, iAm: IAm): void
  /** `acknowledge` is there for confirmed notifications, and may be called later. */
  cov(from: Peer, notification: CovNotification, acknowledge: (() => void) | undefined): void
  /** An answer that was not asked for, or not of this sender. */
  unasked(from: Peer): void
  malformed: LinkOptions['onMalformed']
  state(): void
  frame: LinkOptions['onFrame']
}

/** A BACnet/IP client on one UDP port: link, requests, and the calls that are made of them. */
export interface Station {
  readonly link: Link
  readonly requests: Requests
  readonly calls: Calls
  /** Asks everyone in reach who is there, or who of these instances is. */
  whoIs(range?: InstanceRange): void
}

export interface InstanceRange {
  readonly lowLimit: number
  readonly highLimit: number
}

export function createStation(options: {
  readonly settings: Settings
  readonly log: Log
  readonly trace?: Trace | undefined
  readonly events: StationEvents
}): Station {
  const { settings, log, trace, events } = options
  const link = createLink({
    ...{ settings, log, trace },
    onMalformed: events.malformed,
    onState: events.state,
    onFrame: events.frame,
    onApdu: ({ from, direct, apdu }) => receive(from, direct, apdu),
  })
  const requests = createRequests({ link, settings })

  function receive(from: Peer, direct: boolean, apdu: Apdu): void {
    switch (apdu.kind) {
      case 'answer':
      case 'segment':
        // What a BBMD passes on could name any sender: only what came straight answers.
        if (!direct || !requests.hear(from, apdu)) events.unasked(from)
        break
      case 'i-am':
        events.iAm(from, apdu.iAm)
        break
      case 'cov':
        if (direct) notified(from, apdu)
        else events.unasked(from)
        break
      case 'request':
        events.frame('ignored')
        if (direct && apdu.invokeId !== undefined) {
          const reply = encodeReject(apdu.invokeId, REJECT.unrecognizedService)
          link.send({ to: from, apdu: reply })
        }
    }
  }

  function notified(from: Peer, { invokeId, notification }: Extract<Apdu, { kind: 'cov' }>): void {
    const acknowledge = (id: number) => () =>
      link.send({ to: from, apdu: encodeSimpleAck(id, SERVICE.covConfirmed) })
    events.cov(from, notification, invokeId === undefined ? undefined : acknowledge(invokeId))
  }

  return {
    ...{ link, requests },
    calls: createCalls(requests, settings.retries),
    whoIs(range) {
      if (link.state().state === 'down') return
      const apdu = encodeWhoIs(range)
      link.sendToEveryone(apdu)
      for (const target of settings.targets) {
        const peer = parsePeer(target, 47_808)
        // Routers pass on what is meant for all networks; devices take it as theirs.
        if (peer) link.send({ to: everyone(peer.host, peer.port), apdu })
      }
    },
  }
}
