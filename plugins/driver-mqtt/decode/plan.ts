import type { Instant, PointBinding, PointScalar, Quality, Snapshot } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { Convert } from './scalar.ts'

/** A message body opened: the document in it and when the device says it was. */
export interface Opened {
  readonly document: unknown
  readonly at: Instant | null
  readonly quality: Quality
}

/** Opens a message body; null when it is well formed and nothing of ours is in it. May throw. */
export type Open = (text: string, receivedAt: Instant) => Opened | null

/** What one topic is to one point. */
export interface TopicBinding {
  readonly topic: string
  /** The device, for diagnostics. */
  readonly source: string
  /** Bindings of one topic and one envelope make one snapshot. */
  readonly envelope: string
  readonly open: Open
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

interface Outgoing {
  readonly topic: string
  readonly payload: string
}

/** How a relay is moved and asked. `requestId` is unique within the connection. */
export interface RelayPlan {
  /** Commands to one device go out one after another. */
  readonly device: string
  readonly online?: { readonly topic: string; readonly read: (text: string) => boolean | undefined }
  /** Topics that answers come in by. */
  readonly answerTopics: readonly string[]
  command(on: boolean, requestId: number): Outgoing
  query(requestId: number): Outgoing
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
  const { source, open, keptByBroker = false } = first
  return [{ source, open, keptByBroker, bindings }]
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
export function decode(
  plan: TopicPlan,
  message: {
    readonly payload: Uint8Array
    readonly retained: boolean
    readonly receivedAt: Instant
  },
): Decoded {
  if (message.payload.length > MAX_PAYLOAD_BYTES)
    return { faults: [`The payload of ${message.payload.length} bytes is too large.`] }
  try {
    const opened = plan.open(textOf(message.payload), message.receivedAt)
    return opened === null ? NOTHING : takeValues(plan, opened, message.retained)
  } catch (thrown) {
    return { faults: [errorMessage(thrown).slice(0, 300)] }
  }
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
