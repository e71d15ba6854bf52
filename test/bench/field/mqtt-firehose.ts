import { createServer, type Socket } from 'node:net'
import { generate, type Packet, parser } from 'mqtt-packet'

/*
 * A broker that can do one thing only: hand out messages at QoS 1 as fast as whoever subscribed takes them. The parent
 * says how many; they go round the topics.
 */

export interface ToFirehose {
  readonly send: number
}
export type FromFirehose = { readonly port: number } | { readonly acknowledged: true }

const [, , topicsText = '1'] = process.argv
const TOPICS = Number(topicsText)
/** Unacknowledged at once, as brokers in front of a core are set up. */
const WINDOW = 1_000
const PACKET_IDS = 65_535
const GRANTED = 1
const SUBSCRIBED: { socket?: Socket; sent: number; acknowledged: number; wanted: number } = {
  ...{ sent: 0, acknowledged: 0, wanted: 0 },
}

function flow(): void {
  const { socket } = SUBSCRIBED
  if (socket === undefined) return
  const { sent, acknowledged, wanted } = SUBSCRIBED
  const count = Math.min(wanted - sent, WINDOW - (sent - acknowledged))
  const frames = Array.from({ length: count }, (_, index) => frameOf(sent + index))
  if (frames.length === 0) return
  SUBSCRIBED.sent += count
  socket.write(Buffer.concat(frames))
}

function frameOf(number: number): Buffer {
  return generate({
    ...{ cmd: 'publish', topic: `bench/${number % TOPICS}`, qos: 1, dup: false, retain: false },
    messageId: (number % PACKET_IDS) + 1,
    payload: JSON.stringify({ kwh: 1_000 + number / 100, w: 500 + (number % 100) }),
  })
}

function hear(socket: Socket, packet: Packet): void {
  if (packet.cmd === 'connect')
    socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
  if (packet.cmd === 'pingreq') socket.write(generate({ cmd: 'pingresp' }))
  if (packet.cmd === 'subscribe') {
    const granted = packet.subscriptions.map(() => GRANTED)
    socket.write(generate({ cmd: 'suback', messageId: packet.messageId ?? 0, granted }))
    SUBSCRIBED.socket = socket
  }
  if (packet.cmd !== 'puback') return
  SUBSCRIBED.acknowledged += 1
  if (SUBSCRIBED.acknowledged === SUBSCRIBED.wanted) process.send?.({ acknowledged: true })
  // In large pieces, as the network would have it.
  else if (SUBSCRIBED.sent - SUBSCRIBED.acknowledged <= WINDOW / 2) flow()
}

const server = createServer((socket) => {
  const incoming = parser({ protocolVersion: 4 })
  incoming.on('packet', (packet: Packet) => hear(socket, packet))
  socket.setNoDelay(true)
  socket.on('data', (bytes: Buffer) => void incoming.parse(bytes))
  socket.on('error', () => undefined)
})
process.on('message', ({ send }: ToFirehose) => {
  Object.assign(SUBSCRIBED, { sent: 0, acknowledged: 0, wanted: send })
  flow()
})
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
})
