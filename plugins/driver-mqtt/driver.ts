import type { DriverOptions, Health, MeterDriver } from '@busbar/core/contracts'
import { createGuardedIntents, createIntake } from '@busbar/core/contracts'
import { createAnswers } from './ask.ts'
import { MAX_IN_FLIGHT } from './client-options.ts'
import { createCodecs } from './codecs/registry.ts'
import { createCommands } from './commands.ts'
import { groupByTopic } from './decode/plan.ts'
import { faring } from './faring.ts'
import { type PlannedPoints, planPoints, topicsOf } from './plan-points.ts'
import { createReads } from './reads.ts'
import { createReceiver } from './receiver.ts'
import { createSearches } from './searches.ts'
import { createSeenTopics } from './seen.ts'
import { readSettings } from './settings.ts'
import { createSparkplugHost } from './sparkplug/host.ts'
import { createPresence } from './sparkplug/presence.ts'
import { createTransport, type LinkState } from './transport.ts'

const MAX_HELD_BYTES = 32 * 1024 * 1024
const STOP_MS = 5_000
/** A node that is away is born when it comes back. */
const REBIRTH_EXPIRY_S = 10

/** A driver of one MQTT broker's devices. */
export function createMqttDriver(options: DriverOptions & { random: () => number }): MeterDriver {
  const { events, log, clock, signal, random } = options
  const settings = readSettings(options.connection, options.connectionId)
  const seen = createSeenTopics({ settings })
  const searches = createSearches({ settings, seen, now: () => clock.now(), signal })
  const now = () => clock.now()
  const host = createSparkplugHost({
    now,
    publish: ({ topic, payload }) =>
      void transport.publish({ topic, payload, expiryS: REBIRTH_EXPIRY_S }),
  })
  const codecs = createCodecs(settings.codecs)
  const { sparkplugHostId: hostId } = settings
  const presence = hostId === undefined ? undefined : createPresence({ hostId, now })
  let planned: PlannedPoints = { plans: new Map(), faults: [] }
  let speaksSparkplug = false
  let link: LinkState = { state: 'down', detail: 'Not connected yet.' }
  let trouble: string | undefined
  let stopped: Promise<void> | undefined
  let requestId = Math.floor(random() * 1_000_000_000)
  const counts = { connections: 0, sessionsLost: 0 }

  const answers = createAnswers()
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
  const receiver = createReceiver({
    ...{ clock, intake, answers, seen, host, presence },
    isStopped: () => stopped !== undefined,
    acknowledge: (deliveries) => transport.acknowledge(deliveries),
    announce: () => transport.announce(),
  })
  const transport = createTransport({
    settings,
    log,
    trace: options.trace,
    random,
    presence,
    onDelivery(delivery) {
      if (stopped === undefined && link.state === 'up' && link.sessionLost)
        link = { ...link, sessionLost: false }
      return receiver.receive(delivery)
    },
    onNewSession() {
      receiver.newSession()
      host.doubtAll()
    },
    onLink(state) {
      link = state
      if (state.state === 'up') host.askForBirths()
      if (state.state === 'down') receiver.forgetWills()
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
    isOnline: receiver.isOnline,
  })

  async function usePoints(points: DriverOptions['points']): Promise<void> {
    planned = planPoints(points, { settings, host, codecs, now })
    const all = [...planned.plans.values()]
    const sparkplug = all.flatMap((plan) => plan.sparkplug ?? [])
    speaksSparkplug = sparkplug.length > 0
    host.use(sparkplug)
    receiver.use({
      plans: groupByTopic(all.flatMap(({ topics }) => topics)),
      wills: new Map(all.flatMap(({ relay }) => relay?.online ?? []).map((w) => [w.topic, w.read])),
    })
    for (const fault of planned.faults) log.warn('A point cannot be used as bound', { ...fault })
    const { shared, own } = topicsOf(all)
    const state = presence === undefined ? [] : [presence.topic]
    await transport.setTopics({ shared, own: new Set([...own, ...state]) })
    if (transport.isUp()) host.askForBirths()
  }

  function health(): Health {
    const counters = {
      ...{ ...receiver.counters(), ...counts, ...intake.counters() },
      ...(speaksSparkplug ? host.counters() : {}),
    }
    return faring({ link, trouble, planned, counters })
  }

  function report(): void {
    if (stopped === undefined) events.health(health())
  }

  async function stopOnce(): Promise<void> {
    answers.cancelAll()
    // Tasks that are due now still see the connection: acknowledgements go out before goodbye.
    await intake.stop({ timeoutMs: STOP_MS })
    await transport.stop()
    await codecs.stop()
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
