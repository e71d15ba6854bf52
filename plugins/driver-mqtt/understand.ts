import type { MalformedInput, Snapshot } from '@busbar/core/contracts'
import { type Decoded, decode, decodeLater, type Heard, type TopicPlan } from './decode/plan.ts'
import type { Delivery } from './delivery.ts'

/** What one message means. */
export interface Understood {
  readonly snapshots: readonly Snapshot[]
  readonly malformed: readonly MalformedInput[]
  readonly heard: readonly Heard[]
}

type Message = Pick<Delivery, 'topic' | 'payload' | 'retain' | 'properties'>

const KEPT_PAYLOAD_BYTES = 4_096

/** Reads a message by its topic's plans: at once, or later where a script does. Never throws. */
export function understand(
  topicPlans: readonly TopicPlan[],
  message: Message,
  receivedAt: number,
): Understood | Promise<Understood> {
  const { payload, retain: retained, properties } = message
  const received = { payload, retained, receivedAt, properties }
  if (topicPlans.every(({ openLater }) => openLater === undefined))
    return joined(
      message,
      topicPlans.map((plan) => decode(plan, received)),
    )
  return Promise.all(
    topicPlans.map((plan) => {
      const { openLater } = plan
      return openLater === undefined
        ? decode(plan, received)
        : decodeLater({ ...plan, openLater }, received)
    }),
  ).then((decoded) => joined(message, decoded))
}

function joined(message: Message, decoded: readonly Decoded[]): Understood {
  const snapshots = decoded.flatMap(({ snapshot }) => snapshot ?? [])
  // What a broker kept may be of last year: it answers nobody.
  const live = message.retain ? [] : snapshots
  return {
    snapshots,
    malformed: malformedOf(
      message,
      decoded.flatMap(({ faults }) => faults),
    ),
    heard: live.flatMap(({ at, values }) =>
      values.map(({ pointId, value }) => ({ pointId, value, at })),
    ),
  }
}

export function malformedOf(
  { topic, payload }: Pick<Message, 'topic' | 'payload'>,
  faults: readonly string[],
): readonly MalformedInput[] {
  return faults.map((reason) => ({
    source: topic,
    reason,
    payloadBase64: payload.subarray(0, KEPT_PAYLOAD_BYTES).toString('base64'),
  }))
}
