import type { Clock, JsonObject, KeptTexts, Log } from '../../contracts/index.ts'
import type { Redact } from '../boundary.ts'
import type { Monotonic } from '../calls.ts'
import { crossingView } from '../gateway-shapes.ts'
import { limitOf } from '../invoker.ts'
import { crossingEvents, type Instance, type Isolate, type OpenInstance } from '../isolate.ts'
import { type CallLimits, defaultProcessLimits, type ProcessLimits } from '../limits.ts'
import { type PointId, pointSpecs } from '../points.ts'
import { createRedact } from '../redact.ts'
import { contributionKey, createPluginLog, type Loadable } from '../scope.ts'
import { createTraceRedact, recordBatch } from '../trace-crossing.ts'
import { createTextAnswers } from './kept.ts'
import type { LinkOptions } from './link.ts'
import { createSupervisor, type Supervisor, type Taken } from './supervisor.ts'

export interface ProcessIsolateOptions {
  readonly manifest: Loadable & { readonly directory: string; readonly workers: boolean }
  readonly config: JsonObject
  /** Texts of the plugin's own configuration that must never be logged. */
  readonly secrets: readonly string[]
  readonly limits: Pick<CallLimits, 'importMs' | 'registerMs' | 'methodFactor'>
  readonly processLimits?: Partial<ProcessLimits>
  readonly log: Log
  /** The domain clock. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly monotonic: Monotonic
  /** What a plugin keeps of its own; without it, it cannot. */
  readonly kept?: ((plugin: { readonly pluginId: string }) => KeptTexts) | undefined
  /** In [0, 1): spreads restarts; Math.random unless given. */
  readonly random?: () => number
}

/**
 * A plugin in a process of its own, which is started and lets the plugin register when it is first
 * needed. What is called while that process is away fails retryably; what was under way when it ended
 * fails with `plugin-crashed`.
 */
export function createProcessIsolate(options: ProcessIsolateOptions): Isolate {
  const { limits } = options
  const secrets = new Set(options.secrets)
  /** By connection: what their log lines must not tell. */
  const redact: Redact = (text) => createRedact([...secrets])(text)
  const supervisor = supervise(options, redact)
  const limitMsOf = (point: PointId, method: string, request: unknown): number => {
    const spec = pointSpecs[point].contribution[method] ?? pointSpecs[point].instance[method]
    return limitOf(spec ?? { limitMs: 0 }, request) * limits.methodFactor
  }
  let lastInstance = 0

  const open = async (request: OpenInstance): Promise<Instance> => {
    const { point, type } = request
    for (const secret of request.secrets) secrets.add(secret)
    lastInstance += 1
    const instance = lastInstance
    // Kept for as long as the connection lives.
    const taken = await supervisor.take()
    const { link } = taken
    const traceRedact = createTraceRedact([...secrets])
    const dispose = listen(taken, instance, { ...request, traceRedact })
    const traced = request.trace?.isOn === true
    try {
      await link.ask({
        ...{ question: { kind: 'open', point, type, instance, traced }, body: request.options },
        ...{ what: `${contributionKey(request)}.create`, limitMs: limits.registerMs },
      })
    } catch (thrown) {
      dispose()
      throw thrown
    }
    return Object.freeze({
      call: ({ method, request: body }) =>
        link.ask({
          ...{ question: { kind: 'call', point, type, method, instance }, body },
          what: `${contributionKey(request)}.${method}`,
          limitMs: limitMsOf(point, method, body),
        }),
      dispose,
    } satisfies Instance)
  }

  return Object.freeze({
    wake: supervisor.wake,
    call: async ({ point, type, method, request }) => {
      const { link, giveBack } = await supervisor.take()
      try {
        return await link.ask({
          ...{ question: { kind: 'call', point, type, method }, body: request },
          what: `${contributionKey({ point, type })}.${method}`,
          limitMs: limitMsOf(point, method, request),
        })
      } finally {
        giveBack()
      }
    },
    open,
    dispose: () => supervisor.end(),
    process: supervisor,
  } satisfies Isolate)
}

/**
 * Hears what an instance hands over and asks, until it is disposed of by what this gives back. What
 * crosses was frozen where it was read, and is judged on the other side of these.
 */
function listen(
  { link, giveBack }: Taken,
  instance: number,
  {
    events,
    building,
    trace,
    traceRedact,
  }: Pick<OpenInstance, 'events' | 'building' | 'trace'> & { readonly traceRedact: Redact },
): () => void {
  let isOpen = true
  const crossing = [(value: unknown) => value, () => isOpen] as const
  link.listen(instance, {
    ...(events && { events: crossingEvents(events, ...crossing) }),
    ...(building && { building: crossingView(building, ...crossing) }),
    ...(trace && { trace: (batch) => recordBatch(trace, batch, traceRedact) }),
  })
  const unwatch = trace?.watch((isOn) => link.trace(instance, isOn))
  return () => {
    if (!isOpen) return
    isOpen = false
    unwatch?.()
    link.dispose(instance)
    giveBack()
  }
}

function supervise(options: ProcessIsolateOptions, redact: Redact): Supervisor {
  const { manifest, config, limits, clock, wallClock, monotonic } = options
  const { id, entry, directory, workers } = manifest
  const contributions = manifest.contributions.map(({ point, type }) => ({ point, type }))
  const texts = options.kept?.({ pluginId: id })
  const onLog: LinkOptions['onLog'] = ({ level, connectionId }, { message, data }) => {
    const fields = { pluginId: id, ...(connectionId !== null && { connectionId }) }
    createPluginLog({ log: options.log, fields, redact })[level](message, data)
  }
  return createSupervisor({
    ...{ directory, workers, clock, wallClock, monotonic, onLog, redact },
    onText: createTextAnswers(texts),
    plugin: { id, entry, contributions, config, keeps: texts !== undefined },
    calls: { importMs: limits.importMs, registerMs: limits.registerMs },
    limits: { ...defaultProcessLimits, ...options.processLimits },
    random: options.random ?? Math.random,
  })
}
