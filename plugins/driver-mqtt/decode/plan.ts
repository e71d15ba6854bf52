import type { Instant, PointBinding, PointScalar, Quality, Snapshot } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { SparkplugAddress } from '../settings.ts'
import type { Convert } from './scalar.ts'

/** A message body opened: the document in it and when the device says it was. */
export interface Opened {
  readonly document: unknown
  readonly at: Instant | null
  readonly quality: Quality
  /** What could not be understood of it, while the rest counts. */
  readonly faults?: readonly string[]
}

/** What MQTT 5 says beside a payload. */
export interface MessageProperties {
  readonly contentType?: string
  readonly messageExpiryInterval?: number
  readonly userProperties?: Readonly<Record<string, string | readonly string[]>>
}

/** Opens a message body; null when it is well formed and nothing of ours is in it. May throw. */
export type Open = (
  text: string,
  receivedAt: Instant,
  properties?: MessageProperties,
) => Opened | null

/** As `Open`, where a script reads it apart from this thread. */
export type OpenLater = (text: string, receivedAt: Instant) => Promise<Opened | null>

/** What one topic is to one point. */
export interface TopicBinding {
  readonly topic: string
  /** The device, for diagnostics. */
  readonly source: string
  /** Bindings of one topic and one envelope make one snapshot. */
  readonly envelope: string
  readonly open: Open
  /** Instead of `open`, for messages that come in. */
  readonly openLater?: OpenLater
  /** A state that the broker keeps for the device (its will): good although it is retained. */
  readonly keptByBroker?: boolean
  readonly pointId: string
  readonly locate: (document: unknown) => unknown
  readonly convert: Convert
}

/** What a message can say about a relay. */
export type RelaySaying =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'state'; readonly on: boolean }

export interface Outgoing {
  readonly topic: string
  readonly payload: string | Buffer
}

/** A value that a point had just now, as those who wait for an answer hear of it. */
export interface Heard {
  readonly pointId: string
  readonly value: PointScalar
  readonly at: Instant | null
}

/** No MQTT topic holds a NUL: such a name is of this driver alone, and nobody subscribes to it. */
const INTERNAL = '\u0000'

/** Where the decoded values of one point are heard, instead of a topic. */
export function valueKey(pointId: string): string {
  return `${INTERNAL}value/${pointId}`
}

export function isSubscribable(topic: string): boolean {
  return !topic.startsWith(INTERNAL)
}

/** What is heard at a point's `valueKey`. */
export function heardText({ value, at }: Heard): string {
  return JSON.stringify({ value, at })
}

export function readHeard(text: string): Pick<Heard, 'value' | 'at'> {
  return JSON.parse(text)
}

/** How a relay is moved and asked. `requestId` is unique within the connection. */
export interface RelayPlan {
  /** Commands to one device go out one after another. */
  readonly device: string
  readonly online?: { readonly topic: string; readonly read: (text: string) => boolean | undefined }
  /** Whether the device is there, where that is known by other means than a will. */
  readonly isThere?: () => boolean | undefined
  /** Why it may not be moved so; nothing is sent then. */
  readonly forbids?: (on: boolean) => string | undefined
  /** Topics that answers come in by, or `valueKey` of the point. */
  readonly answerTopics: readonly string[]
  command(on: boolean, requestId: number): Outgoing
  /** Left out where the device reports its state of itself after a command: that is the read-back. */
  query?(requestId: number): Outgoing
  /** What a message says to a command; undefined when it is not about this relay or request. */
  read(message: { topic: string; text: string }, requestId: number): RelaySaying | undefined
  /** The state in the answer to a query; as far as the device tells apart, in no other message. */
  readBack(message: { topic: string; text: string }, requestId: number): boolean | undefined
}

/** All that a point means to the driver. */
export interface PointPlan {
  readonly binding: PointBinding
  readonly topics: readonly TopicBinding[]
  readonly relay?: RelayPlan
  readonly read?: PointRead
  /** What to subscribe to besides the topics that are named. */
  readonly filters?: readonly string[]
  readonly sparkplug?: { readonly binding: PointBinding; readonly address: SparkplugAddress }
}

/** How one point is asked for. Points of one `device` share a request. */
export interface PointRead {
  readonly device: string
  request(requestId: number): Outgoing
  readonly answerTopics: readonly string[]
  /** The value in an answer; undefined when it is another's answer or the value is not in it. */
  take(
    message: { topic: string; text: string; receivedAt: Instant },
    requestId: number,
  ): { readonly value: PointScalar; readonly at: Instant | null } | undefined
}

/** The bindings of one topic and envelope. */
export interface TopicPlan {
  readonly source: string
  readonly open: Open
  readonly openLater: OpenLater | undefined
  readonly keptByBroker: boolean
  readonly bindings: readonly TopicBinding[]
}

export type PlansByTopic = ReadonlyMap<string, readonly TopicPlan[]>

/** Groups bindings so that one message gives one snapshot of all its bound points. */
export function groupByTopic(bindings: Iterable<TopicBinding>): PlansByTopic {
  const topics = new Map<string, Map<string, TopicBinding[]>>()
  for (const binding of bindings) {
    const envelopes = topics.get(binding.topic) ?? new Map<string, TopicBinding[]>()
    topics.set(binding.topic, envelopes)
    const same = envelopes.get(binding.envelope) ?? []
    envelopes.set(binding.envelope, same)
    same.push(binding)
  }
  return new Map(
    [...topics].map(([topic, envelopes]) => [topic, [...envelopes.values()].flatMap(asPlan)]),
  )
}

function asPlan(bindings: readonly TopicBinding[]): readonly TopicPlan[] {
  const [first] = bindings
  if (first === undefined) return []
  const { source, open, openLater, keptByBroker = false } = first
  return [{ source, open, openLater, keptByBroker, bindings }]
}

export interface Decoded {
  readonly snapshot?: Snapshot
  /** What could not be understood. */
  readonly faults: readonly string[]
}

const NOTHING: Decoded = Object.freeze({ faults: [] })

/** Larger payloads are not parsed: no meter says so much at once. */
export const MAX_PAYLOAD_BYTES = 256 * 1024

/**
 * Decodes one message by one plan. Total: whatever the payload, it returns.
 * A value that cannot be read is a fault of its own; the others of the message still count.
 */
export function decode(plan: TopicPlan, message: Received): Decoded {
  try {
    return taken(
      plan,
      plan.open(bodyOf(message), message.receivedAt, message.properties),
      message.retained,
    )
  } catch (thrown) {
    return { faults: [errorMessage(thrown).slice(0, 300)] }
  }
}

/** As `decode`, for a plan that a script reads. Never rejects. */
export async function decodeLater(
  plan: TopicPlan & { readonly openLater: OpenLater },
  message: Received,
): Promise<Decoded> {
  try {
    const opened = await plan.openLater(bodyOf(message), message.receivedAt)
    return taken(plan, opened, message.retained)
  } catch (thrown) {
    return { faults: [errorMessage(thrown).slice(0, 300)] }
  }
}

interface Received {
  readonly payload: Uint8Array
  readonly retained: boolean
  readonly receivedAt: Instant
  readonly properties?: MessageProperties | undefined
}

function bodyOf({ payload }: Received): string {
  if (payload.length > MAX_PAYLOAD_BYTES)
    throw new Error(`The payload of ${payload.length} bytes is too large.`)
  return textOf(payload)
}

function taken(plan: TopicPlan, opened: Opened | null, retained: boolean): Decoded {
  if (opened === null) return NOTHING
  const decoded = takeValues(plan, opened, retained)
  const faults = opened.faults ?? []
  return faults.length === 0 ? decoded : { ...decoded, faults: [...faults, ...decoded.faults] }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

export function textOf(payload: Uint8Array): string {
  try {
    return utf8.decode(payload)
  } catch {
    throw new Error('The payload is not UTF-8.')
  }
}

function takeValues(plan: TopicPlan, opened: Opened, retained: boolean): Decoded {
  // Without a time of its own, a retained message may be a year old.
  const stale = retained && opened.at === null && !plan.keptByBroker
  const quality: Quality = stale && opened.quality === 'good' ? 'uncertain' : opened.quality
  const values: { pointId: string; value: PointScalar; quality: Quality }[] = []
  const faults: string[] = []
  for (const { pointId, locate, convert } of plan.bindings) {
    try {
      const value = convert(locate(opened.document))
      if (value !== undefined) values.push({ pointId, value, quality })
    } catch (thrown) {
      faults.push(`Point ${pointId}: ${errorMessage(thrown)}`.slice(0, 300))
    }
  }
  if (values.length === 0) return { faults }
  return { snapshot: { source: plan.source, at: opened.at, values }, faults }
}
