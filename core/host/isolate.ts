import type {
  BuildingView,
  Clock,
  ContributionBase,
  DriverEvents,
  JsonObject,
  KeptTexts,
  Log,
  Plugin,
} from '../contracts/index.ts'
import { type BusbarError, busbarError, errorCode } from '../kernel/error.ts'
import { type Boundary, crossError, type Redact } from './boundary.ts'
import { withinLimit } from './calls.ts'
import { asEvents } from './event-shapes.ts'
import { crossingView } from './gateway-shapes.ts'
import type { CallLimits } from './limits.ts'
import type { ModuleLoader } from './loader.ts'
import { type PointId, type PointSpec, pointSpecs } from './points.ts'
import { createRedact } from './redact.ts'
import {
  contributionKey,
  createPluginLog,
  createScope,
  type Loadable,
  type Provided,
} from './scope.ts'
import type { ProcessStatus } from './status.ts'
import { createTraceRedact, crossingTrace } from './trace-crossing.ts'
import type { TraceRecorder } from './traces.ts'

/** Where a plugin's code runs. Whatever runs there is reached through this and nothing else. */
export interface Isolate {
  /**
   * Settles when its code is loaded: at once, unless it runs in a process that is started when it is
   * needed. Whoever bounds a call's time waits for this first.
   * @throws `plugin-load-failed`, `plugin-contribution-invalid`, `plugin-timeout`, and codes of processes
   */
  wake(): Promise<void>
  /** Calls a method of a contribution itself, such as `test` or `compile`. */
  call(request: {
    readonly point: PointId
    readonly type: string
    readonly method: string
    readonly request: unknown
  }): Promise<unknown>
  /** Makes what serves one connection. */
  open(request: OpenInstance): Promise<Instance>
  /** Aborts the plugin's signal, and ends its process where it has one. */
  dispose(): Promise<void>
  /** Where it runs in a process of its own. */
  readonly process?: PluginProcess
}

/** The process of a plugin: started when it is needed, it may end at any time and is started again. */
export interface PluginProcess {
  /** Null while there is none because nobody needs one. */
  status(): ProcessStatus | null
  /** Tells from now on, and at once where it is not running; one at a time is told. */
  watch(watcher: ProcessWatcher): void
}

export interface ProcessWatcher {
  /** It ended though nobody asked it to: what it was doing is lost, and it will be started again. */
  lost(error: BusbarError): void
  /** It runs again, and nothing is connected by it. */
  restored(): void
  /** It crashed too often, and is not started again. */
  stopped(error: BusbarError): void
  /** It was needed for the first time, and the plugin's code could not be loaded: nor will it be tried again. */
  failed(error: BusbarError): void
}

export interface OpenInstance {
  readonly point: PointId
  readonly type: string
  /** The plain part of the contribution's options: connection id, configuration, points. */
  readonly options: JsonObject
  /** Where a driver's events go. */
  readonly events?: DriverEvents
  /** What a gateway may see. */
  readonly building?: BuildingView
  /** Where a driver's or gateway's trace goes. */
  readonly trace?: TraceRecorder
  /** Texts that must never be logged. */
  readonly secrets: readonly string[]
}

export interface Instance {
  call(request: { readonly method: string; readonly request: unknown }): Promise<unknown>
  /** Aborts the instance's signal; nothing that it emits is heard from here on. */
  dispose(): void
}

export interface SharedIsolateOptions {
  readonly manifest: Loadable
  readonly config: JsonObject
  /** Texts of the plugin's own configuration that must never be logged. */
  readonly secrets: readonly string[]
  readonly generation: number
  readonly loader: ModuleLoader
  readonly boundary: Boundary
  readonly limits: Pick<CallLimits, 'importMs' | 'registerMs'>
  readonly log: Log
  readonly clock: Clock
  readonly wallClock: Clock
  /** What a plugin keeps of its own; without it, it cannot. */
  readonly kept?: ((plugin: { readonly pluginId: string }) => KeptTexts) | undefined
}

/**
 * Loads a plugin into the core's own process and lets it register.
 * @throws `plugin-load-failed`, `plugin-contribution-invalid`, `plugin-timeout`
 */
export async function createSharedIsolate(options: SharedIsolateOptions): Promise<Isolate> {
  const { manifest, boundary, limits } = options
  const controller = new AbortController()
  const redact = createRedact(options.secrets)
  const plugin = await importPlugin(options, redact)
  const { scope, provided } = createScope({
    manifest,
    config: boundary(options.config) as JsonObject,
    log: createPluginLog({ log: options.log, fields: { pluginId: manifest.id }, redact }),
    clock: options.clock,
    signal: controller.signal,
    kept: options.kept?.({ pluginId: manifest.id }),
  })
  let contributions: Provided
  try {
    await withinLimit({
      what: `${manifest.id}.register`,
      limitMs: limits.registerMs,
      run: () => plugin.register(scope),
    })
    contributions = provided()
    for (const declared of manifest.contributions) checkMethods(declared, contributions)
  } catch (thrown) {
    controller.abort()
    throw loadError(thrown, redact)
  }

  const find = (of: { readonly point: PointId; readonly type: string }): ContributionBase => {
    const found = contributions.get(contributionKey(of))
    if (!found)
      throw busbarError('plugin-not-available', { detail: `${contributionKey(of)} is not there.` })
    return found
  }
  return Object.freeze({
    wake: async () => undefined,
    call: async (request) => {
      const contribution = find(request)
      mustOffer(request, contribution, pointSpecs[request.point].contribution)
      return boundary(await applyMethod(contribution, request.method, boundary(request.request)))
    },
    open: (request) =>
      openShared({ ...options, contribution: find(request), signal: controller.signal }, request),
    dispose: async () => controller.abort(),
  } satisfies Isolate)
}

async function importPlugin(options: SharedIsolateOptions, redact: Redact): Promise<Plugin> {
  const { manifest, loader, generation, limits } = options
  let module: unknown
  try {
    module = await withinLimit({
      what: `${manifest.id}: import of its entry`,
      limitMs: limits.importMs,
      run: () => loader.load({ file: manifest.entry, generation }),
    })
  } catch (thrown) {
    throw loadError(thrown, redact)
  }
  const plugin: unknown = isObject(module) ? Reflect.get(module, 'default') : undefined
  if (isPlugin(plugin)) return plugin
  throw busbarError('plugin-load-failed', {
    detail: `${manifest.id}: the entry's default export is not made by definePlugin().`,
  })
}

/** Loading is not a call: whatever else goes wrong there is `plugin-load-failed`. */
export function loadError(thrown: unknown, redact: Redact): Error {
  const error = crossError(thrown, redact)
  if (error.code === 'plugin-timeout' || error.code === 'plugin-contribution-invalid') return error
  return busbarError('plugin-load-failed', { detail: error.detail, cause: thrown })
}

function checkMethods(of: { point: PointId; type: string }, provided: Provided): void {
  const spec = pointSpecs[of.point]
  const methods = required(spec.contribution)
  if (Object.keys(spec.instance).length > 0) methods.push('create')
  const missing = methods.filter(
    (name) => typeof Reflect.get(provided.get(contributionKey(of)) ?? {}, name) !== 'function',
  )
  if (missing.length > 0)
    throw busbarError('plugin-contribution-invalid', {
      detail: `${contributionKey(of)} lacks ${missing.join(', ')}.`,
    })
}

type Methods = PointSpec['instance']

const required = (specs: Methods): string[] =>
  Object.keys(specs).filter((name) => specs[name]?.optional !== true)

/** @throws `unsupported` for a method that a plugin may do without, and this one does */
function mustOffer(
  { method, ...of }: { readonly point: PointId; readonly type: string; readonly method: string },
  target: object,
  specs: Methods,
): void {
  if (specs[method]?.optional === true && Reflect.get(target, method) === undefined)
    throw busbarError('unsupported', {
      detail: `${contributionKey({ point: of.point, type: of.type })} offers no ${method}.`,
    })
}

async function openShared(
  shared: SharedIsolateOptions & {
    readonly contribution: ContributionBase
    readonly signal: AbortSignal
  },
  request: OpenInstance,
): Promise<Instance> {
  const { boundary } = shared
  const controller = new AbortController()
  const secrets = [...shared.secrets, ...request.secrets]
  const redact = createRedact(secrets)
  const isOpen = () => !controller.signal.aborted
  const fields = { pluginId: shared.manifest.id, connectionId: request.options.connectionId ?? '' }
  const options = {
    ...(boundary(request.options) as JsonObject),
    log: createPluginLog({ log: shared.log, fields, redact }),
    clock: shared.wallClock,
    signal: AbortSignal.any([shared.signal, controller.signal]),
    ...(request.events && { events: crossingEvents(request.events, boundary, isOpen) }),
    ...(request.building && { building: crossingView(request.building, boundary, isOpen) }),
    ...(request.trace && {
      trace: crossingTrace(request.trace, {
        ...{ boundary, isOpen, redact: createTraceRedact(secrets), clock: shared.wallClock },
      }),
    }),
  }
  const instance = await applyMethod(shared.contribution, 'create', Object.freeze(options))
  const specs = pointSpecs[request.point].instance
  const missing = required(specs).filter(
    (name) => !isObject(instance) || typeof Reflect.get(instance, name) !== 'function',
  )
  if (!isObject(instance) || missing.length > 0) {
    controller.abort()
    throw busbarError('plugin-contribution-invalid', {
      detail: `What ${contributionKey(request)} creates lacks ${missing.join(', ')}.`,
    })
  }
  return Object.freeze({
    call: async (call) => {
      const { method } = call
      mustOffer({ ...request, method }, instance, specs)
      return boundary(await applyMethod(instance, method, boundary(call.request)))
    },
    dispose: () => controller.abort(),
  } satisfies Instance)
}

/** A driver's way back to the core: the same boundary, and silence once the connection is closed. */
export function crossingEvents(
  events: DriverEvents,
  boundary: Boundary,
  isOpen: () => boolean,
): DriverEvents {
  const deliver = async (run: () => Promise<void>): Promise<void> => {
    if (!isOpen())
      throw busbarError('plugin-not-available', {
        detail: 'The connection is closed; stop emitting.',
      })
    try {
      await run()
    } catch (thrown) {
      // The core's own failure, not the plugin's.
      throw errorCode(thrown) ? crossError(thrown, (text) => text) : busbarError('internal')
    }
  }
  return Object.freeze({
    snapshots: (batch) => deliver(() => events.snapshots(asEvents.snapshots(boundary(batch)))),
    malformed: (input) => deliver(() => events.malformed(asEvents.malformed(boundary(input)))),
    health: (health) => {
      if (isOpen()) events.health(asEvents.health(boundary(health)))
    },
  } satisfies DriverEvents)
}

async function applyMethod(target: object, method: string, argument: unknown): Promise<unknown> {
  const implementation: unknown = Reflect.get(target, method)
  if (typeof implementation !== 'function')
    throw busbarError('plugin-contribution-invalid', { detail: `There is no method ${method}.` })
  return Reflect.apply(implementation, target, [argument])
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isPlugin(value: unknown): value is Plugin {
  return isObject(value) && typeof Reflect.get(value, 'register') === 'function'
}
