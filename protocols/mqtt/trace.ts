/** What a trace is to these functions; contracts have it in full. */
export interface Trace {
  readonly isOn: boolean
  add(entry: PacketWords & { readonly direction: 'in' | 'out' }): void
}

/** A packet in words, for a person. */
export interface PacketWords {
  /** The topic, or empty. */
  readonly peer: string
  readonly summary: string
  readonly detail?: string
}

/** As much of a packet of mqtt.js as is told of it. */
interface Packet {
  readonly cmd: string
  readonly [field: string]: unknown
}

/** As much of mqtt.js' client as is heard here. */
interface Client {
  readonly options: object
  on(
    event: 'packetsend' | 'packetreceive',
    heard: (packet: { readonly cmd: string }) => void,
  ): unknown
}

/** What a payload of this topic holds, in words; undefined where it is for nobody to say. Never throws. */
export type PayloadWords = (topic: string, payload: Uint8Array) => string | undefined

const PAYLOAD_BYTES = 2_048
const TOPICS = 5
const NAMES: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5' }

/**
 * Writes down what a client sends and receives from here on. mqtt.js has sent its CONNECT already.
 * @param payloadWords of payloads that are no text
 */
export function traceClient(
  client: Client,
  trace: Trace | undefined,
  payloadWords?: PayloadWords,
): void {
  if (trace === undefined) return
  const tell = (direction: 'in' | 'out', packet: { readonly cmd: string }): void => {
    if (trace.isOn) trace.add({ direction, ...wordsOf(packet as Packet, payloadWords) })
  }
  tell('out', { ...client.options, cmd: 'connect' })
  client.on('packetsend', (packet) => tell('out', packet))
  client.on('packetreceive', (packet) => tell('in', packet))
}

/** Acknowledgements that a driver writes by itself, past mqtt.js. */
export function traceAcknowledgements(trace: Trace | undefined, ids: readonly number[]): void {
  if (trace?.isOn !== true || ids.length === 0) return
  trace.add({ direction: 'out', peer: '', summary: `PUBACK ${some(ids.map(String), 20)}` })
}

/**
 * A packet in words (MQTT 3.1.1 and 5, section 3): its kind, what it is about, and of a PUBLISH what it
 * holds. Of who connects it is told that there are credentials, not which.
 */
export function wordsOf(packet: Packet, payloadWords?: PayloadWords): PacketWords {
  const kind = packet.cmd.toUpperCase()
  const words = (...parts: readonly (string | undefined)[]): PacketWords => ({
    peer: '',
    summary: [kind, parts.filter((part) => part).join(', ')].filter((part) => part).join(' '),
  })
  switch (packet.cmd) {
    case 'connect':
      return words(...connectWords(packet))
    case 'connack':
      return words(
        codeOf(packet),
        packet.sessionPresent === true ? 'session present' : 'no session',
      )
    case 'publish':
      return publishWords(packet, payloadWords)
    case 'subscribe':
      return words(idOf(packet), some(fieldsOf(packet.subscriptions, 'topic'), TOPICS))
    case 'unsubscribe':
      return words(idOf(packet), some(textsOf(packet.unsubscriptions), TOPICS))
    case 'suback':
      return words(idOf(packet), `granted ${some(textsOf(packet.granted), 20)}`)
    case 'pingreq':
    case 'pingresp':
      return words()
    default:
      return words(idOf(packet), codeOf(packet))
  }
}

function connectWords(options: Packet): (string | undefined)[] {
  const { clientId, protocolVersion, clean, keepalive, username, password } = options
  const will = recordOf(options.will)
  return [
    `client "${String(clientId)}"`,
    `MQTT ${NAMES[Number(protocolVersion)] ?? String(protocolVersion)}`,
    clean === false ? 'lasting session' : 'clean session',
    `keep alive ${String(keepalive)} s`,
    username === undefined ? undefined : 'with a user name',
    password === undefined ? undefined : 'with a password',
    typeof will.topic === 'string' ? `will ${will.topic}` : undefined,
  ]
}

function publishWords(packet: Packet, payloadWords: PayloadWords | undefined): PacketWords {
  const { topic, qos, retain, dup, payload } = packet
  const { topicAlias } = recordOf(packet.properties)
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  const size = bytes instanceof Uint8Array ? bytes.length : 0
  const peer = topic === '' && topicAlias !== undefined ? `alias ${String(topicAlias)}` : `${topic}`
  const parts = [
    ...[peer, `QoS ${String(qos)}`, idOf(packet)],
    retain === true ? 'retained' : undefined,
    dup === true ? 'sent again' : undefined,
    `${size} bytes`,
  ]
  return {
    ...{ peer, summary: `PUBLISH ${parts.filter((part) => part).join(', ')}` },
    ...(bytes instanceof Uint8Array &&
      size > 0 && { detail: payloadWords?.(String(topic), bytes) ?? excerpt(bytes) }),
  }
}

/** Text where all of the beginning is text, else hexadecimal digits. */
export function excerpt(bytes: Uint8Array): string {
  const beginning = bytes.subarray(0, PAYLOAD_BYTES)
  const more = bytes.length > PAYLOAD_BYTES ? '…' : ''
  try {
    // As a stream, so that a letter which the cut divides is left out and no error.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true })
    if (!/[^\P{Cc}\t\r\n]/u.test(text)) return `${text}${more}`
  } catch {
    // Octets, then.
  }
  return `${Buffer.from(beginning).toString('hex')}${more}`
}

function idOf({ messageId }: Packet): string | undefined {
  return typeof messageId === 'number' ? `id ${messageId}` : undefined
}

function codeOf({ reasonCode, returnCode }: Packet): string | undefined {
  const code = reasonCode ?? returnCode
  return typeof code === 'number' ? `code ${code}` : undefined
}

function some(texts: readonly string[], most: number): string {
  const more = texts.length - most
  return `${texts.slice(0, most).join(' ')}${more > 0 ? ` and ${more} more` : ''}`
}

const textsOf = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : [])

const fieldsOf = (list: unknown, name: string): string[] =>
  Array.isArray(list) ? list.map((item) => String(recordOf(item)[name])) : []

function recordOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
    ? (value as { readonly [name: string]: unknown })
    : {}
}
