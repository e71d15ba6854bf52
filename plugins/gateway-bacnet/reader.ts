import { createSocket } from 'node:dgram'
import { type Answer, decodeApdu, type PropertyValue, SERVICE } from '@busbar/bacnet/apdu'
import { encodeContext } from '@busbar/bacnet/encode'
import { decodeFrame, encodeFrame, type Peer, peerKey } from '@busbar/bacnet/frames'
import { enumerated, objectValue, unsigned } from '@busbar/bacnet/replies'
import type { ObjectId } from '@busbar/bacnet/tags'

/** Reads one property after the other of one device. */
export interface Reader {
  /** @returns undefined where the device has none. @throws Error where nobody answers. */
  read(object: ObjectId, property: number, index?: number): Promise<PropertyValue | undefined>
  close(): void
}

const TIMEOUT_MS = 1_000
const ATTEMPTS = 3

/** A client on a port of its own, for {@link ede}. */
export function openReader(to: Peer): Reader {
  const socket = createSocket('udp4')
  let invokeId = 0
  let hear: (invokeId: number, answer: Answer) => void = () => undefined
  socket.on('message', (bytes, { address: host, port }) => {
    try {
      const frame = decodeFrame(bytes, { host, port })
      if (frame.kind !== 'apdu' || peerKey(frame.from) !== peerKey(to)) return
      const apdu = decodeApdu(frame.apdu)
      if (apdu.kind === 'answer') hear(apdu.invokeId, apdu.answer)
    } catch {
      // What makes no sense is no answer; the request is sent again.
    }
  })

  async function ask(apdu: Buffer, id: number): Promise<Answer> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer = await new Promise<Answer | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), TIMEOUT_MS)
        hear = (heard, given) => {
          if (heard !== id) return
          clearTimeout(timer)
          resolve(given)
        }
        const frame = encodeFrame({ kind: 'unicast', to, apdu, expectsReply: true })
        socket.send(frame, to.port, to.host)
      })
      if (answer !== undefined) return answer
    }
    throw new Error(`${peerKey(to)} does not answer.`)
  }

  return {
    async read(object, property, index) {
      invokeId = (invokeId + 1) & 255
      // Takes answers of up to 1,476 octets, and no segments.
      const apdu = Buffer.concat([
        Buffer.from([0, 5, invokeId, SERVICE.readProperty]),
        encodeContext(0, objectValue(object)),
        encodeContext(1, enumerated(property)),
        ...(index === undefined ? [] : [encodeContext(2, unsigned(index))]),
      ])
      const answer = await ask(apdu, invokeId)
      return answer.kind === 'values' ? answer.values[0] : undefined
    },
    close: () => socket.close(),
  }
}
