import type { DiscoveredPoint, Instant, SeenSource, SuggestedField } from '@busbar/core/contracts'
import { parseJson } from './decode/json.ts'
import { matchTopic } from './json/plan.ts'
import { meaningOf, scalarsOf } from './recognise.ts'
import type { Settings } from './settings.ts'

/** The last of what came on a topic. */
interface Seen {
  readonly payload: Uint8Array
  readonly at: Instant
  readonly count: number
}

/** The topics heard lately, bounded in number and size. */
export interface SeenTopics {
  note(message: {
    readonly topic: string
    readonly payload: Uint8Array
    readonly at: Instant
  }): void
  /** Newest first, each with what could be bound of it. */
  sources(request: { readonly limit: number }): readonly SeenSource[]
}

const KEPT_TOPICS = 500
const SAMPLE_BYTES = 4_096
const MOST_FIELDS = 64
/** A busy topic's sample is renewed no more often: it is for people. */
const RENEW_MS = 1_000

export function createSeenTopics({ settings }: { readonly settings: Settings }): SeenTopics {
  const topics = new Map<string, Seen>()
  return {
    note({ topic, payload, at }) {
      const before = topics.get(topic)
      const count = (before?.count ?? 0) + 1
      if (before !== undefined && Math.abs(at - before.at) < RENEW_MS) {
        topics.set(topic, { ...before, count })
        return
      }
      // Renewed ones go to the end: the first is the one that was silent longest.
      topics.delete(topic)
      topics.set(topic, { payload: payload.slice(0, SAMPLE_BYTES), at, count })
      const [oldest] = topics.keys()
      if (topics.size > KEPT_TOPICS && oldest !== undefined) topics.delete(oldest)
    },
    sources: ({ limit }) =>
      [...topics]
        .slice(-limit)
        .reverse()
        .map(([topic, { payload, at, count }]) => {
          const sample = Buffer.from(payload).toString('utf8').slice(0, SAMPLE_BYTES)
          return { source: topic, at, count, sample, fields: fieldsOf(settings, topic, sample) }
        }),
  }
}

/** What of a message could be bound: every value of its JSON, or all of it where it is one value. */
function fieldsOf(settings: Settings, topic: string, sample: string): readonly SuggestedField[] {
  let document: unknown
  try {
    document = parseJson(sample)
  } catch {
    return []
  }
  return scalarsOf(document, MOST_FIELDS).map(({ pointer, value }) => ({
    place: pointer,
    value: String(value).slice(0, 200),
    point: decoded(settings, topic, pointer) ?? guessed(topic, pointer, value),
  }))
}

/** The value that one of the connection's decoders names there. */
function decoded(
  { decoders }: Settings,
  topic: string,
  pointer: string,
): DiscoveredPoint | undefined {
  for (const decoder of decoders) {
    if (matchTopic(decoder.topic, topic) === undefined) continue
    const named = Object.entries(decoder.values ?? {}).find(
      ([, value]) => value.pointer === pointer,
    )
    if (named === undefined) continue
    const [name, { role = 'value', unit = '' }] = named
    const address = { format: 'json', topic, value: name }
    return { address, title: `${topic} ${name}`, role, unit }
  }
  return undefined
}

function guessed(topic: string, pointer: string, value: unknown): DiscoveredPoint {
  return {
    address: { format: 'json', topic, pointer },
    title: `${topic} ${pointer}`.trim(),
    ...meaningOf(pointer, value),
  }
}
