import type {
  Clock,
  ContributionBase,
  DriverEvents,
  JsonObject,
  Log,
  Plugin,
} from '../contracts/index.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import { type Boundary, crossError, type Redact } from './boundary.ts'
import { withinLimit } from './calls.ts'
import { asEvents } from './event-shapes.ts'
import type { CallLimits } from './limits.ts'
import type { ModuleLoader } from './loader.ts'
import type { Manifest } from './manifest.ts'
import { type PointId, pointSpecs } from './points.ts'
import { contributionKey, createPluginLog, createScope, type Provided } from './scope.ts'
import { createRedact } from './secrets.ts'

/** Where a plugin's code runs. Whatever runs there is reached through this and nothing else. */
export interface Isolate {
  /** Calls a method of a contribution itself, such as `test` or `compile`. */
  call(request: {
    readonly point: PointId
    readonly type: string
    readonly method: string
    readonly request: unknown
  }): Promise<unknown>
  /** Makes what serves one connection. */
  open(request: OpenInstance): Promise<Instance>
  /** Aborts the plugin's signal. */
  dispose(): void
}

interface OpenInstance {
  readonly point: PointId
  readonly type: string
  /** The plain part of the contribution's options: connection id, configuration, points. */
  readonly options: JsonObject
  /** Where a driver's events go. */
  readonly events?: DriverEvents
  /** Texts that must never be logged. */
  readonly secrets: readonly string[]
}

export interface Instance {
  call(request: { readonly method: string; readonly request: unknown }): Promise<unknown>
  /** Aborts the instance's signal; nothing that it emits is heard from here on. */
  dispose(): void
}

export interface SharedIsolateOptions {
  readonly manifest: Manifest
  readonly config: JsonObject
  /** Texts of the plugin's own configuration that must never be logged. */
  readonly secrets: readonly string[]
  readonly generation: number
  readonly loader: ModuleLoader
  readonly boundary: Boundary
  readonly limits: CallLimits
  readonly log: Log
  readonly clock: Clock
  readonly wallClock: Clock
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
    call: async (request) =>
      boundary(await applyMethod(find(request), request.method, boundary(request.request))),
    open: (request) =>
      openShared({ ...options, contribution: find(request), signal: controller.signal }, request),
    dispose: () => controller.abort(),
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
function loadError(thrown: unknown, redact: Redact): Error {
  const error = crossError(thrown, redact)
  if (error.code === 'plugin-timeout' || error.code === 'plugin-contribution-invalid') return error
  return busbarError('plugin-load-failed', { detail: error.detail, cause: thrown })
}

function checkMethods(of: { point: PointId; type: string }, provided: Provided): void {
  const spec = pointSpecs[of.point]
  const methods = Object.keys(spec.contribution)
  if (Object.keys(spec.instance).length > 0) methods.push('create')
  const missing = methods.filter(
    (name) => typeof Reflect.get(provided.get(contributionKey(of)) ?? {}, name) !== 'function',
  )
  if (missing.length > 0)
    throw busbarError('plugin-contribution-invalid', {
      detail: `${contributionKey(of)} lacks ${missing.join(', ')}.`,
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
  const redact = createRedact([...shared.secrets, ...request.secrets])
  const fields = { pluginId: shared.manifest.id, connectionId: request.options.connectionId ?? '' }
  const options = {
    ...(boundary(request.options) as JsonObject),
    log: createPluginLog({ log: shared.log, fields, redact }),
    clock: shared.wallClock,
    signal: AbortSignal.any([shared.signal, controller.signal]),
    ...(request.events && {
      events: crossingEvents(request.events, boundary, () => !controller.signal.aborted),
    }),
  }
  const instance = await applyMethod(shared.contribution, 'create', Object.freeze(options))
  const specs = pointSpecs[request.point].instance
  const methods = Object.keys(specs).filter((name) => specs[name]?.optional !== true)
  const missing = methods.filter(
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
      if (specs[method]?.optional === true && Reflect.get(instance, method) === undefined)
        throw busbarError('unsupported', {
          detail: `${contributionKey(request)} offers no ${method}.`,
        })
      return boundary(await applyMethod(instance, method, boundary(call.request)))
    },
    dispose: () => controller.abort(),
  } satisfies Instance)
}

/** A driver's way back to the core: the same boundary, and silence once the connection is closed. */
function crossingEvents(
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
