import { type Peer, peerKey } from '@busbar/bacnet/frames'
import { APDU_TIMEOUT_MS, RETRIES } from './settings.ts'

/** Confirmed requests of ours: sent again until they are answered, a few at once to each peer. */
export interface Confirmations {
  hasRoom(peer: Peer): boolean
  /** @param over called when it was answered, whatever the answer, or given up */
  request(peer: Peer, encode: (invokeId: number) => Buffer, over: () => void): void
  settle(peer: Peer, invokeId: number): void
  unanswered(): number
  stop(): void
}

const AT_ONCE = 8
const INVOKE_IDS = 256

interface Pending {
  readonly over: () => void
  timer: NodeJS.Timeout
}

export function createConfirmations({
  send,
}: {
  readonly send: (to: Peer, apdu: Buffer, expectsReply: boolean) => void
}): Confirmations {
  const pending = new Map<string, Pending>()
  const busy = new Map<string, number>()
  let last = 0
  let unanswered = 0

  function finish(key: string, peer: Peer): void {
    const one = pending.get(key)
    if (one === undefined) return
    clearTimeout(one.timer)
    pending.delete(key)
    const left = (busy.get(peerKey(peer)) ?? 1) - 1
    if (left === 0) busy.delete(peerKey(peer))
    else busy.set(peerKey(peer), left)
    one.over()
  }

  return {
    hasRoom: (peer) => (busy.get(peerKey(peer)) ?? 0) < AT_ONCE,
    request(peer, encode, over) {
      do last = (last + 1) % INVOKE_IDS
      while (pending.has(`${peerKey(peer)} ${last}`))
      const key = `${peerKey(peer)} ${last}`
      const apdu = encode(last)
      let attempts = 0
      const attempt = (): NodeJS.Timeout => {
        attempts += 1
        send(peer, apdu, true)
        return setTimeout(() => {
          const one = pending.get(key)
          if (one === undefined) return
          if (attempts <= RETRIES) one.timer = attempt()
          else {
            unanswered += 1
            finish(key, peer)
          }
        }, APDU_TIMEOUT_MS)
      }
      busy.set(peerKey(peer), (busy.get(peerKey(peer)) ?? 0) + 1)
      pending.set(key, { over, timer: attempt() })
    },
    settle: (peer, invokeId) => finish(`${peerKey(peer)} ${invokeId}`, peer),
    unanswered: () => unanswered,
    stop() {
      for (const { timer } of pending.values()) clearTimeout(timer)
      pending.clear()
      busy.clear()
    },
  }
}
