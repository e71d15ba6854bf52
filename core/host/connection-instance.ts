import type {
  BuildingView,
  DriverEvents,
  Health,
  JsonObject,
  PointBinding,
} from '../contracts/index.ts'
import type { BusbarError } from '../kernel/error.ts'
import { copyPlain, crossError } from './boundary.ts'
import { withinLimit } from './calls.ts'
import { asEvents } from './event-shapes.ts'
import { type ActiveContribution, type GenerationOptions, guardedInvoker } from './generation.ts'
import type { Instance } from './isolate.ts'
import { type ConnectionPointId, pointSpecs } from './points.ts'
import { acceptPoints, prepare, schema } from './prechecks.ts'
import { createRedact } from './redact.ts'
import { accept } from './schema.ts'
import { secretTexts } from './secrets.ts'

interface Common {
  /** Stable across restarts. */
  readonly connectionId: string
  readonly type: string
  /** Judged by the contribution's connection schema before any plugin code runs. */
  readonly connection: JsonObject
}

interface OpenDriverConnection extends Common {
  readonly point: 'meterDrivers'
  readonly points: readonly PointBinding[]
  readonly guardPublicKeyPem: string
  readonly events: DriverEvents
}

interface OpenGatewayConnection extends Common {
  readonly point: 'buildingGateways'
  readonly building: BuildingView
}

export type OpenConnection =
  | OpenDriverConnection
  | OpenGatewayConnection
  | (Common & {
      readonly point: Exclude<ConnectionPointId, 'meterDrivers' | 'buildingGateways'>
    })

/** What serves one connection, started. */
export interface LiveConnection {
  readonly health: Health
  call(request: { readonly method: string; readonly request: unknown }): Promise<unknown>
  readonly tripped: () => boolean
  /** Ends it within its time limit, by force if need be; gives the error where force was needed. */
  stop(): Promise<BusbarError | undefined>
  /** What served it is gone already: nothing is called any more. */
  abandon(): void
}

const ASSUMED_HEALTH: Health = Object.freeze({ status: 'up', detail: 'Open.' })

/**
 * The request with configuration and addresses judged and completed by the contribution's schemas.
 * @throws `validation-failed`; no plugin code has run
 */
export function judgeConnection<R extends OpenConnection>(
  { declared }: ActiveContribution,
  request: R,
): R {
  const judged = schema(declared, 'connection').validate(request.connection)
  const connection = accept(judged, 'connection')
  if (request.point !== 'meterDrivers') return { ...request, connection }
  return { ...request, connection, points: acceptPoints(declared, request.points) }
}

/**
 * Makes an instance for a judged connection and starts it.
 * @throws what creating or starting it threw, as a code of the catalogue; nothing is left then
 */
export async function openLive(
  options: GenerationOptions,
  active: ActiveContribution,
  request: OpenConnection,
  onHealth: (health: Health) => void,
): Promise<LiveConnection> {
  const { point, type, connectionId } = request
  const { declared, isolate, bulkhead } = active
  const { limits, repairs } = options
  const spec = pointSpecs[point]
  const pluginId = declared.pluginId
  const secrets = secretTexts({
    schema: schema(declared, 'connection').document,
    value: request.connection,
  })
  const redact = createRedact(secrets)
  const crashesKey = `connection:${connectionId}:crashes`
  const { invoke, tripped } = guardedInvoker(options, {
    label: `${point}/${type}`,
    key: crashesKey,
    ...{ pluginId, connectionId, bulkhead, redact },
  })

  const call: LiveConnection['call'] = async ({ method, request: argument }) => {
    const prepared = prepare(declared, method, argument)
    if (prepared.kind === 'answer') return copyPlain(prepared.result)
    const methodSpec = spec.instance[method] ?? { limitMs: 0 }
    const run = () => instance.call({ method, request: prepared.request })
    const invocation = { method, spec: methodSpec, request: prepared.request, run }
    return prepared.finish(await invoke(invocation))
  }

  const stop = async (): Promise<BusbarError | undefined> => {
    repairs.resolve({ key: crashesKey })
    const method = spec.stops
    try {
      // Neither breaker nor bulkhead: what ails must be stoppable too.
      if (method)
        await withinLimit({
          what: `${point}/${type}.${method}`,
          limitMs: (spec.instance[method]?.limitMs ?? 0) * limits.methodFactor,
          run: () => instance.call({ method, request: undefined }),
        })
      return undefined
    } catch (thrown) {
      const error = crossError(thrown, redact)
      // With its process everything of it ended.
      return error.code === 'plugin-crashed' ? undefined : error
    } finally {
      instance.dispose()
    }
  }

  const abandon = (): void => {
    repairs.resolve({ key: crashesKey })
    instance.dispose()
  }

  const trace = options.traces.recorder({ connectionId })
  const opening = isolate.open({
    ...{ point, type, secrets, options: plainOptions(request) },
    ...(isTraced(request) && { trace }),
    ...(request.point === 'meterDrivers' && { events: heard(request.events, onHealth) }),
    ...(request.point === 'buildingGateways' && {
      building: { ...request.building, health: telling(request.building, onHealth) },
    }),
  })
  const instance = await withinLimit({
    what: `${point}/${type}.create`,
    limitMs: limits.registerMs,
    run: () => opening,
  }).catch((thrown: unknown) => {
    discardLate(opening)
    throw crossError(thrown, redact)
  })
  if (!spec.starts) return Object.freeze({ health: ASSUMED_HEALTH, call, tripped, stop, abandon })
  try {
    const health = asEvents.health(await call({ method: spec.starts, request: undefined }))
    return Object.freeze({ health, call, tripped, stop, abandon })
  } catch (thrown) {
    await stop()
    throw crossError(thrown, redact)
  }
}

/** Devices and building management systems are spoken to by wires that people look into. */
function isTraced({ point }: Pick<OpenConnection, 'point'>): boolean {
  return point === 'meterDrivers' || point === 'buildingGateways'
}

function plainOptions(request: OpenConnection): JsonObject {
  const { connectionId, connection } = request
  if (request.point !== 'meterDrivers') return { connectionId, connection }
  const points: readonly PointBinding[] = request.points
  return {
    ...{ connectionId, connection, guardPublicKeyPem: request.guardPublicKeyPem },
    points: points.map(({ pointId, role, unit, address }) => ({ pointId, role, unit, address })),
  }
}

function heard(events: DriverEvents, onHealth: (health: Health) => void): DriverEvents {
  return {
    snapshots: (batch) => events.snapshots(batch),
    malformed: (input) => events.malformed(input),
    health: (health) => {
      onHealth(health)
      events.health(health)
    },
  }
}

/** What a gateway tells of itself is its connection's status. */
function telling(building: BuildingView, onHealth: (health: Health) => void) {
  return (health: Health): void => {
    onHealth(health)
    building.health(health)
  }
}

/** An instance that came after its time limit is of no use to anyone. */
function discardLate(opening: Promise<Instance>): void {
  opening.then(
    (instance) => instance.dispose(),
    () => undefined,
  )
}
