import type { Instant } from '@busbar/core/contracts'
import { type Party, speechTopic } from '@busbar/sparkplug/topics'
import { DATA_TYPES, propertiesOf, REBIRTH, wireValue } from '@busbar/sparkplug/values'
import { encodePayload, type WireMetric } from '@busbar/sparkplug/wire'
import type { Message } from '../link.ts'
import type { Metric, Said } from './metrics.ts'

/** A metric with what it says now. */
export interface Saying {
  readonly metric: Metric
  readonly alias: number
  readonly said: Said
}

/** Whom a message is of, when it is sent, and its place in the sequence (0 to 255). */
interface Head {
  readonly party: Party
  readonly now: Instant
  readonly seq: number
}

const UNHEARD: Said = Object.freeze({ value: null, quality: 'bad', at: null })

export const saidOf = (values: ReadonlyMap<string, Said>, { key }: Metric): Said =>
  values.get(key) ?? UNHEARD

/** The node's own birth; number 0 of its sequence (section 6.4.8). */
export function nodeBirth(
  { party, now }: Omit<Head, 'seq'>,
  birthNumber: number,
  sayings: readonly Saying[],
): Message {
  const rebirth = { name: REBIRTH, datatype: DATA_TYPES.boolean, booleanValue: false }
  const own = [bdSeq(birthNumber, now), { ...rebirth, timestamp: String(now) }]
  const metrics = [...own, ...sayings.map((saying) => introduced(saying, now))]
  return message('BIRTH', { party, now, seq: 0 }, metrics)
}

export function deviceBirth(head: Head, sayings: readonly Saying[]): Message {
  return message(
    'BIRTH',
    head,
    sayings.map((saying) => introduced(saying, head.now)),
  )
}

export const data = (head: Head, sayings: readonly Saying[]): Message =>
  message(
    'DATA',
    head,
    sayings.map((saying) => told(saying, head.now)),
  )

export const deviceDeath = (head: Head): Message => message('DEATH', head, [])

/** The last will, and what is said at the end: no sequence, the number of the birth that it undoes. */
export function nodeDeath(
  { party, now }: Omit<Head, 'seq'>,
  birthNumber: number,
): Message & { readonly payload: Buffer } {
  const payload = encodePayload({ timestamp: now, metrics: [bdSeq(birthNumber, now)] })
  return { topic: speechTopic('DEATH', party), payload, retain: false, qos: 1 }
}

const bdSeq = (birthNumber: number, now: Instant): WireMetric => ({
  ...{ name: 'bdSeq', datatype: DATA_TYPES.int64, longValue: String(birthNumber) },
  timestamp: String(now),
})

function message(
  kind: 'BIRTH' | 'DATA' | 'DEATH',
  { party, now, seq }: Head,
  metrics: readonly WireMetric[],
): Message {
  const payload = encodePayload({ timestamp: now, seq, metrics })
  return { topic: speechTopic(kind, party), payload, retain: false, qos: 0 }
}

function introduced(saying: Saying, now: Instant): WireMetric {
  const { name, texts } = saying.metric
  const { quality } = saying.said
  return { name, ...told(saying, now), properties: propertiesOf(quality, texts) }
}

/** By alias. The type is told each time: hosts are met that read nothing without it. */
function told({ metric: { datatype }, alias, said }: Saying, now: Instant): WireMetric {
  const { value, quality, at } = said
  return {
    ...{ alias: String(alias), timestamp: String(at ?? now), datatype },
    ...wireValue(value, datatype),
    properties: propertiesOf(quality),
  }
}
