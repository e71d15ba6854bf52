import type { Clock, Instant, Intake } from '@busbar/core/contracts'
import type { Answers } from './ask.ts'
import { type Heard, heardText, type PlansByTopic, textOf, valueKey } from './decode/plan.ts'
import type { Delivery } from './delivery.ts'
import { createRedeliveryFilter } from './redelivery.ts'
import type { SeenTopics } from './seen.ts'
import type { SparkplugHost } from './sparkplug/host.ts'
import { type Presence, saysOffline } from './sparkplug/presence.ts'
import { malformedOf, type Understood, understand } from './understand.ts'

const REMEMBERED_MESSAGES = 10_000

/** What topics say whether a device is there, and how. */
export type Wills = ReadonlyMap<string, (text: string) => boolean | undefined>

/** Takes messages in: each is heard by who waits for it, understood once, kept, and acknowledged after. */
export interface Receiver {
  /** Never rejects; reading goes on when it resolves, or at once when there is nothing to wait for. */
  receive(delivery: Delivery): Promise<void> | undefined
  use(bound: { readonly plans: PlansByTopic; readonly wills: Wills }): void
  /** What a will's topic said last in this connection. */
  isOnline(topic: string): boolean | undefined
  /** The broker began a new session: packet ids start over. */
  newSession(): void
  /** The connection is gone, and with it what wills said. */
  forgetWills(): void
  counters(): Readonly<Record<'messages' | 'copies' | 'unbound' | 'malformed', number>>
}

export function createReceiver(options: {
  readonly clock: Clock
  readonly intake: Intake
  readonly answers: Answers
  readonly seen: SeenTopics
  readonly host: SparkplugHost
  readonly presence: Presence | undefined
  readonly isStopped: () => boolean
  readonly acknowledge: (deliveries: readonly Delivery[]) => void
  /** Says again that the host application is there. */
  readonly announce: () => void
}): Receiver {
  const { clock, intake, answers, seen, host, presence, isStopped } = options
  const copies = createRedeliveryFilter({ limit: REMEMBERED_MESSAGES })
  /** Acknowledgements owed for messages that are being handed over, by fingerprint. */
  const owed = new Map<string, Delivery[]>()
  const online = new Map<string, boolean>()
  const counts = { messages: 0, copies: 0, unbound: 0, malformed: 0 }
  const acknowledge = gathering(options.acknowledge)
  let plans: PlansByTopic = new Map()
  let wills: Wills = new Map()

  function receive(delivery: Delivery): Promise<void> | undefined {
    counts.messages += 1
    const { verdict, fingerprint } = copies.judge(delivery)
    const receivedAt = clock.now()
    listen(delivery, receivedAt)
    seen.note({ topic: delivery.topic, payload: delivery.payload, at: receivedAt })
    if (verdict === 'kept') {
      counts.copies += 1
      acknowledge([delivery])
      return intake.room()
    }
    if (verdict === 'pending') {
      counts.copies += 1
      owed.get(fingerprint)?.push(delivery)
      return intake.room()
    }
    owed.set(fingerprint, [delivery])
    const take = (entry: Understood) => keep(entry, { delivery, fingerprint, receivedAt })
    const understood = read(delivery, receivedAt)
    // Reading goes on when a script has read: messages keep their order, and do not pile up.
    return understood instanceof Promise ? understood.then(take) : take(understood)
  }

  function keep(
    entry: Understood,
    taken: {
      readonly delivery: Delivery
      readonly fingerprint: string
      readonly receivedAt: Instant
    },
  ): Promise<void> | undefined {
    if (isStopped()) return undefined
    const { delivery, fingerprint, receivedAt } = taken
    if (!delivery.dup) for (const heard of entry.heard) hear(heard, receivedAt)
    if (!delivery.listenOnly) counts.malformed += entry.malformed.length
    const onKept = () => {
      copies.kept(fingerprint)
      acknowledge(owed.get(fingerprint) ?? [])
      owed.delete(fingerprint)
    }
    if (delivery.listenOnly || isEmpty(entry)) onKept()
    else intake.add({ ...entry, sizeBytes: delivery.payload.length + 1_000, onKept })
    return intake.room()
  }

  function read(delivery: Delivery, receivedAt: Instant): Understood | Promise<Understood> {
    const news = host.take(delivery)
    if (news !== undefined) return { ...news, malformed: malformedOf(delivery, news.faults) }
    if (delivery.topic === presence?.topic) {
      if (saysOffline(delivery.payload.toString())) options.announce()
      return { snapshots: [], malformed: [], heard: [] }
    }
    const topicPlans = plans.get(delivery.topic) ?? []
    if (topicPlans.length === 0 && !wills.has(delivery.topic)) counts.unbound += 1
    return understand(topicPlans, delivery, receivedAt)
  }

  /** What a point says now, for those who wait for it. */
  function hear(heard: Heard, receivedAt: Instant): void {
    const topic = valueKey(heard.pointId)
    if (answers.expects(topic)) answers.hear({ topic, text: heardText(heard), receivedAt })
  }

  /** Answers and wills are heard at once, before anything is committed. */
  function listen(delivery: Delivery, receivedAt: Instant): void {
    const will = wills.get(delivery.topic)
    const waitedFor = answers.expects(delivery.topic) && !delivery.retain && !delivery.dup
    if (will === undefined && !waitedFor) return
    const text = tryText(delivery.payload)
    if (text === undefined) return
    const state = will?.(text)
    if (state !== undefined) online.set(delivery.topic, state)
    if (waitedFor) answers.hear({ topic: delivery.topic, text, receivedAt })
  }

  return {
    // What comes after stop is left to the session: the broker delivers it again.
    receive: (delivery) => (isStopped() ? undefined : receive(delivery)),
    use(bound) {
      plans = bound.plans
      wills = bound.wills
    },
    isOnline: (topic) => online.get(topic),
    newSession: () => copies.newSession(),
    forgetWills: () => online.clear(),
    counters: () => ({ ...counts }),
  }
}

/** Gathers a batch's acknowledgements into one write. */
function gathering(
  acknowledge: (deliveries: readonly Delivery[]) => void,
): (deliveries: readonly Delivery[]) => void {
  let gathered: Delivery[] = []
  return (deliveries) => {
    if (gathered.length === 0)
      queueMicrotask(() => {
        acknowledge(gathered)
        gathered = []
      })
    gathered.push(...deliveries)
  }
}

function isEmpty({ snapshots, malformed }: Understood): boolean {
  return snapshots.length + malformed.length === 0
}

function tryText(payload: Uint8Array): string | undefined {
  try {
    return textOf(payload)
  } catch {
    return undefined
  }
}
