import {
  type BuildingGateway,
  type BuildingGatewayOptions,
  backoffMs,
  errorMessage,
  followBuilding,
  type GatewayEvent,
  type GatewaySnapshot,
  type GatewayValue,
  type Health,
  pause,
} from '@busbar/core/contracts'
import { thumbprintOf } from '@busbar/opcua/certificates'
import type { OPCUAServer } from 'node-opcua'
import { type Alarms, createAlarms } from './alarms.ts'
import { guardSockets } from './guarded-sockets.ts'
import { advertised, type FindIdentity } from './identity.ts'
import { loadLibrary } from './library.ts'
import { createModel, type Model } from './model.ts'
import { createOrders, type Orders } from './orders.ts'
import { whyNotListening } from './port.ts'
import { createServer, instancesOf, TYPES } from './server.ts'
import { readSettings, type Settings } from './settings.ts'
import { createTrust } from './trust.ts'

export interface OpcUaGatewayOptions extends BuildingGatewayOptions {
  readonly findIdentity: FindIdentity
  readonly now: () => number
}

/** A server that listens, with the building in it. */
interface Running {
  readonly server: OPCUAServer
  readonly model: Model
  readonly alarms: Alarms
  readonly orders: Orders
  readonly thumbprint: string
  /** Ends what guards its sockets. */
  readonly release: () => void
}

const RETRY_MIN_MS = 500
const FIRST_ATTEMPT_MS = 5_000
const FAULTS_A_LINE = 1_000
/** As much as the core takes. */
const LONGEST_DETAIL = 4_000

/** Shows a site as an OPC UA server. @throws as {@link readSettings} */
export function createOpcUaGateway(options: OpcUaGatewayOptions): BuildingGateway {
  const { building, log, signal, now } = options
  const settings = readSettings(options.connection)
  const trusts = createTrusts({ settings, now, log, onRefused: () => report() })
  const stopping = new AbortController()
  let running: Running | undefined
  let down: string | null = 'It does not listen yet.'
  let trouble: string | null = null
  let faults = 0
  let starting: Promise<void> | undefined
  let follower: { stop(): Promise<void> } | undefined
  let stopped: Promise<void> | undefined

  function health(): Health {
    const sessions = running?.server.currentSessionCount ?? 0
    const counters = {
      ...{ sessions, points: running?.model.points() ?? 0 },
      ...{ alarms: running?.alarms.standing() ?? 0, ...running?.orders.counts, faults },
    }
    if (down !== null) return { status: 'down', detail: down, counters }
    const shown = `Its certificate's thumbprint is ${running?.thumbprint ?? ''}.`
    const detail = [trouble, `It listens at ${urlOf(settings)}.`, shown, ...trusts.explain()]
      .filter((part) => part !== null)
      .join(' ')
      .slice(0, LONGEST_DETAIL)
    const status = trouble === null ? 'up' : 'degraded'
    return { status, detail, counters, refused: trusts.refused() }
  }

  function report(): void {
    if (stopped === undefined) building.health(health())
  }

  async function startOnce(): Promise<Running> {
    const library = await loadLibrary()
    const identity = await options.findIdentity({
      ...{ library, settings, connectionId: options.connectionId },
    })
    const server = await createServer({
      library,
      settings,
      identity,
      ...trusts,
      trace: options.trace,
    })
    const { addressSpace } = server.engine
    if (addressSpace === null) throw new Error('There is no address space.')
    const types = addressSpace.getNamespaceIndex(TYPES)
    const namespace = addressSpace.registerNamespace(instancesOf(options.connectionId))
    const orders = createOrders({ library, building, log })
    const tools = { library, types, building, orders, now }
    const model: Model = createModel({
      ...{ namespace, tools },
      onGone: (nodeId) => alarms.forget(nodeId),
    })
    const alarms: Alarms = createAlarms({ library, namespace, types, find: model.find })
    server.on('session_activated', report)
    server.on('session_closed', report)
    const release = guardSockets({
      port: settings.port,
      onFault(thrown) {
        faults += 1
        // One line for a flood of them.
        if (faults % FAULTS_A_LINE === 1)
          log.warn('A connection sent what cannot be read, and was ended', {
            ...{ faults, reason: errorMessage(thrown) },
          })
      },
    })
    try {
      await server.start()
    } catch (thrown) {
      release()
      await server.shutdown(0).catch(() => undefined)
      throw thrown
    }
    const thumbprint = thumbprintOf(identity.certificate)
    return { server, model, alarms, orders, thumbprint, release }
  }

  /** Tries until it listens; settles after the first attempt, and tells of each. */
  async function start(firstIsOver: () => void): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        // A server that was made costs a second: the port is looked at first.
        const reason = await whyNotListening(settings)
        if (reason !== null) throw new Error(reason)
        running = await startOnce()
        down = null
        follow(running)
        firstIsOver()
        return report()
      } catch (thrown) {
        down = `It cannot listen at ${urlOf(settings)}: ${errorMessage(thrown)}.`
        report()
        firstIsOver()
      }
      const limits = { minMs: RETRY_MIN_MS, maxMs: settings.listenRetryMaxMs }
      await pause(backoffMs(attempt, limits, Math.random), stopping.signal)
    }
  }

  function follow({ model, alarms }: Running): void {
    if (stopping.signal.aborted) return
    follower = followBuilding({
      building,
      async onSnapshot(snapshot: GatewaySnapshot) {
        await model.replace(snapshot)
        alarms.replace(snapshot.events)
      },
      async onChanges(changes: {
        readonly values: readonly GatewayValue[]
        readonly events: readonly GatewayEvent[]
      }) {
        await model.set(changes.values)
        for (const event of changes.events) alarms.tell(event)
      },
      onTrouble(reason) {
        trouble = reason
        report()
      },
    })
  }

  async function stopOnce(): Promise<void> {
    stopping.abort()
    await starting
    await follower?.stop()
    await running?.server.shutdown(0)
    running?.release()
    down = 'Stopped.'
  }
  const stop = () => (stopped ??= stopOnce())

  return {
    async connect() {
      if (stopped === undefined && !signal.aborted && starting === undefined) {
        signal.addEventListener('abort', stop, { once: true })
        const first = Promise.withResolvers<void>()
        // A busy machine takes long to read the standard's nodes: whoever waits is told that it does not listen yet.
        const limit = setTimeout(first.resolve, FIRST_ATTEMPT_MS)
        starting = start(first.resolve)
        await first.promise
        clearTimeout(limit)
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      await stop()
    },
    health: async () => health(),
  }
}

export const urlOf = (settings: Settings): string =>
  `opc.tcp://${hostOf(advertised(settings))}:${settings.port}`
const hostOf = (name: string): string => (name.includes(':') ? `[${name}]` : name)

/** Lists of clients' and of users' certificates; what they refuse is shown for somebody to decide on. */
function createTrusts(request: {
  readonly settings: Settings
  readonly now: () => number
  readonly log: BuildingGatewayOptions['log']
  readonly onRefused: () => void
}) {
  const { settings, now, log, onRefused } = request
  const trustOf = (list: 'trusted' | 'trustedUsers') =>
    createTrust({
      ...{ list, trusted: settings[list], now },
      onRefused(explanation) {
        log.warn(explanation)
        onRefused()
      },
    })
  const clients = trustOf('trusted')
  const users = trustOf('trustedUsers')
  return {
    ...{ clients, users },
    explain: () => [...clients.explain(), ...users.explain()],
    refused: () => [...clients.refused(), ...users.refused()],
  }
}
