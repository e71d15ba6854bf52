import type { DriverOptions, Health, MalformedInput, MeterDriver } from '@busbar/core/contracts'
import { createAnswers } from './ask.ts'
import { MAX_IN_FLIGHT } from './client-options.ts'
import { createCommands } from './commands.ts'
import { decode, groupByTopic, type PlansByTopic, type TopicPlan, textOf } from './decode/plan.ts'
import { createGuardedIntents } from './guarded-intents.ts'
import { createIntake } from './intake.ts'
import { type PlannedPoints, planPoints, topicsOf } from './plan-points.ts'
import { createReads } from './reads.ts'
import { createRedeliveryFilter } from './redelivery.ts'
import { createSearches } from './searches.ts'
import { createSeenTopics } from './seen.ts'
import { readSettings } from './settings.ts'
import { createTransport, type Delivery, type LinkState } from './transport.ts'

const MAX_HELD_BYTES = 32 * 1024 * 1024
const REMEMBERED_MESSAGES = 10_000
const STOP_MS = 5_000
const KEPT_PAYLOAD_BYTES = 4_096

/** A driver of one MQTT broker's devices. */
export function createMqttDriver(options: DriverOptions & { random: () => number }): MeterDriver {
  const { events, log, clock, signal, random } = options
  const settings = readSettings(options.connection, options.connectionId)
  const seen = createSeenTopics({ settings })
  const searches = createSearches({ settings, seen, now: () => clock.now(), signal })
  let planned: PlannedPoints = planPoints([], settings)
  let plans: PlansByTopic = new Map()
  let wills: ReadonlyMap<string, (text: string) => boolean | undefined> = new Map()
  const online = new Map<string, boolean>()
  let link: LinkState = { state: 'down', detail: 'Not connected yet.' }
  let trouble: string | undefined
  let stopped: Promise<void> | undefined
  let requestId = Math.floor(random() * 1_000_000_000)
  const counts = {
    messages: 0,
    copies: 0,
    unbound: 0,
    malformed: 0,
    connections: 0,
    sessionsLost: 0,
  }

  const answers = createAnswers()
  const copies = createRedeliveryFilter({ limit: REMEMBERED_MESSAGES })
  /** Acknowledgements owed for messages that are being handed over, by fingerprint. */
  const owed = new Map<string, Delivery[]>()
  const intake = createIntake({
    events,
    log,
    random,
    maxEntries: MAX_IN_FLIGHT,
    maxBytes: MAX_HELD_BYTES,
    onTrouble(reason) {
      trouble = reason
      report()
    },
  })
  const transport = createTransport({
    settings,
    log,
    random,
    onDelivery: receive,
    onNewSession: () => copies.newSession(),
    onLink(state) {
      link = state
      if (state.state === 'down') online.clear()
      else counts.connections += 1
      if (state.state === 'up' && state.sessionLost) counts.sessionsLost += 1
      report()
    },
  })
  const shared = {
    transport,
    answers,
    planOf: (pointId: string) => planned.plans.get(pointId),
    nextRequestId: () => (requestId = (requestId + 1) % 2 ** 31),
  }
  const write = createCommands({
    ...shared,
    intents: createGuardedIntents({ guardPublicKeyPem: options.guardPublicKeyPem, clock }),
    clock,
    timeoutMs: settings.commandTimeoutMs,
    isOnline: (topic) => online.get(topic),
  })

  let toAcknowledge: Delivery[] = []

  /** Gathers a batch's acknowledgements into one write. */
  function acknowledge(deliveries: readonly Delivery[]): void {
    if (toAcknowledge.length === 0)
      queueMicrotask(() => {
        transport.acknowledge(toAcknowledge)
        toAcknowledge = []
      })
    toAcknowledge.push(...deliveries)
  }

  function receive(delivery: Delivery): Promise<void> | undefined {
    // What comes after stop is left to the session: the broker delivers it again.
    if (stopped !== undefined) return undefined
    counts.messages += 1
    if (link.state === 'up' && link.sessionLost) link = { ...link, sessionLost: false }
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
    const topicPlans = plans.get(delivery.topic) ?? []
    if (topicPlans.length === 0 && !wills.has(delivery.topic)) counts.unbound += 1
    const entry = decodeAll(topicPlans, delivery, receivedAt)
    counts.malformed += entry.malformed.length
    owed.set(fingerprint, [delivery])
    const onKept = () => {
      copies.kept(fingerprint)
      acknowledge(owed.get(fingerprint) ?? [])
      owed.delete(fingerprint)
    }
    if (entry.snapshots.length + entry.malformed.length === 0) onKept()
    else intake.add({ ...entry, sizeBytes: delivery.payload.length + 1_000, onKept })
    return intake.room()
  }

  /** Answers and wills are heard at once, before anything is committed. */
  function listen(delivery: Delivery, receivedAt: number): void {
    const will = wills.get(delivery.topic)
    const waitedFor = answers.expects(delivery.topic) && !delivery.retain && !delivery.dup
    if (will === undefined && !waitedFor) return
    const text = tryText(delivery.payload)
    if (text === undefined) return
    const state = will?.(text)
    if (state !== undefined) online.set(delivery.topic, state)
    if (waitedFor) answers.hear({ topic: delivery.topic, text, receivedAt })
  }

  function usePoints(points: DriverOptions['points']): Promise<void> {
    planned = planPoints(points, settings)
    const all = [...planned.plans.values()]
    plans = groupByTopic(all.flatMap(({ topics }) => topics))
    wills = new Map(all.flatMap(({ relay }) => relay?.online ?? []).map((w) => [w.topic, w.read]))
    for (const fault of planned.faults) log.warn('A point cannot be used as bound', { ...fault })
    return transport.setTopics(topicsOf(all))
  }

  function health(): Health {
    const counters = { ...counts, ...intake.counters() }
    if (link.state === 'down') return { status: 'down', detail: link.detail, counters }
    const faults = [
      ...(trouble === undefined ? [] : [`Readings are not taken: ${trouble}`]),
      ...(link.denied.length === 0 ? [] : [`The broker refuses ${link.denied.length} topics.`]),
      ...planned.faults.map((fault) => `Point ${fault.pointId}: ${fault.reason}`),
      ...(link.sessionLost ? ['The broker lost the session: readings may be missing.'] : []),
    ]
    const [first] = faults
    if (first === undefined) return { status: 'up', detail: 'Connected.', counters }
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
    return { status: 'degraded', detail: `${first}${more}`, counters }
  }

  function report(): void {
    if (stopped === undefined) events.health(health())
  }

  async function stopOnce(): Promise<void> {
    answers.cancelAll()
    // Tasks that are due now still see the connection: acknowledgements go out before goodbye.
    await intake.stop({ timeoutMs: STOP_MS })
    await transport.stop()
  }

  const stop = () => (stopped ??= stopOnce())
  const ready = usePoints(options.points)

  return {
    async connect() {
      await ready
      if (stopped === undefined && !signal.aborted) {
        signal.addEventListener('abort', stop, { once: true })
        await transport.start()
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      searches.stop()
      await stop()
    },
    setPoints: ({ points }) => usePoints(points),
    read: createReads(shared),
    write,
    discover: searches.discover,
    cancelSearch: searches.cancelSearch,
    health: async () => health(),
  }
}

function decodeAll(topicPlans: readonly TopicPlan[], delivery: Delivery, receivedAt: number) {
  const { payload, retain: retained, topic } = delivery
  const decoded = topicPlans.map((plan) => decode(plan, { payload, retained, receivedAt }))
  return {
    snapshots: decoded.flatMap(({ snapshot }) => snapshot ?? []),
    malformed: decoded
      .flatMap(({ faults }) => faults)
      .map(
        (reason): MalformedInput => ({
          source: topic,
          reason,
          payloadBase64: payload.subarray(0, KEPT_PAYLOAD_BYTES).toString('base64'),
        }),
      ),
  }
}

function tryText(payload: Uint8Array): string | undefined {
  try {
    return textOf(payload)
  } catch {
    return undefined
  }
}
