import type { JsonObject, Log } from '../contracts/index.ts'
import type { Redact } from './boundary.ts'
import { type Bulkhead, createBreaker, createBulkhead, type Monotonic } from './calls.ts'
import { createInvoker, type Invoker } from './invoker.ts'
import type { Isolate } from './isolate.ts'
import { createIsolate, type IsolateOptions } from './isolation.ts'
import type { CallLimits } from './limits.ts'
import type { Contribution, Manifest } from './manifest.ts'
import type { ConnectionPointId, PointId } from './points.ts'
import { createRedact } from './redact.ts'
import type { Repairs } from './repairs.ts'
import { contributionKey } from './scope.ts'
import { secretTexts } from './secrets.ts'
import type { Traces } from './traces.ts'

/** A contribution that can be called. */
export interface ActiveContribution {
  readonly declared: Contribution
  readonly isolate: Isolate
  /** Shared by the contribution itself and all of its connections. */
  readonly bulkhead: Bulkhead
  readonly invoke: Invoker
  readonly tripped: () => boolean
}

/** One load of a plugin: its code, its configuration, its contributions. */
export interface Generation {
  readonly manifest: Manifest
  readonly isolate: Isolate
  readonly contributions: ReadonlyMap<string, ActiveContribution>
}

export interface GenerationOptions
  extends Omit<IsolateOptions, 'manifest' | 'config' | 'secrets' | 'generation'> {
  readonly limits: CallLimits
  readonly repairs: Repairs
  readonly traces: Traces
}

/** Loads a plugin and lets it register. Nothing of it can be reached yet. @throws as the isolate does */
export async function loadGeneration(
  options: GenerationOptions,
  plugin: {
    readonly manifest: Manifest
    readonly config: JsonObject
    readonly generation: number
    /** Load its code now, also where it would wait until it is needed. */
    readonly awake: boolean
  },
): Promise<Generation> {
  const { manifest, config } = plugin
  const secrets = manifest.configSchema
    ? secretTexts({ schema: manifest.configSchema.document, value: config })
    : []
  const isolate = await createIsolate({ ...options, ...plugin, secrets })
  if (plugin.awake) await woken(isolate)
  const redact = createRedact(secrets)
  const contributions = new Map<string, ActiveContribution>()
  for (const declared of manifest.contributions)
    contributions.set(contributionKey(declared), activate(options, { declared, isolate, redact }))
  return Object.freeze({ manifest, isolate, contributions })
}

async function woken(isolate: Isolate): Promise<void> {
  try {
    await isolate.wake()
  } catch (thrown) {
    await isolate.dispose()
    throw thrown
  }
}

function activate(
  options: GenerationOptions,
  of: { readonly declared: Contribution; readonly isolate: Isolate; readonly redact: Redact },
): ActiveContribution {
  const { declared, isolate, redact } = of
  const bulkhead = createBulkhead(options.limits)
  const guarded = guardedInvoker(options, {
    label: contributionKey(declared),
    key: `plugin:${declared.pluginId}:${contributionKey(declared)}:crashes`,
    pluginId: declared.pluginId,
    bulkhead,
    redact,
  })
  const invoke: Invoker = async (invocation) => {
    // Not within the call's own time: to start a process takes longer than many a call may.
    await isolate.wake()
    return guarded.invoke(invocation)
  }
  return Object.freeze({ declared, isolate, bulkhead, ...guarded, invoke })
}

/** An invoker with a breaker of its own, which opens and resolves a repair item. */
export function guardedInvoker(
  options: {
    readonly limits: CallLimits
    readonly monotonic: Monotonic
    readonly repairs: Repairs
    readonly log: Log
  },
  of: {
    readonly label: string
    readonly key: string
    readonly pluginId: string
    readonly connectionId?: string
    readonly bulkhead: Bulkhead
    readonly redact: Redact
  },
): { readonly invoke: Invoker; readonly tripped: () => boolean } {
  const { limits, monotonic, repairs, log } = options
  const { label, key, pluginId, connectionId, bulkhead, redact } = of
  const subject = { pluginId, ...(connectionId !== undefined && { connectionId }) }
  const breaker = createBreaker({
    ...limits,
    monotonic,
    onTrip: (detail) => {
      log.error(`${label} keeps crashing: it is not called for a while.`, { ...subject, detail })
      repairs.open({ key, ...subject, error: { code: 'plugin-call-failed', detail } })
    },
    onRecover: () => repairs.resolve({ key }),
  })
  const { methodFactor } = limits
  const onError = ({ code, detail }: { code: string; detail: string }): void =>
    log.warn(`${label} failed.`, { ...subject, code, detail })
  const invoke = createInvoker({ label, bulkhead, breaker, methodFactor, redact, onError })
  return { invoke, tripped: () => breaker.tripped }
}

/** Finds the contribution in force. @throws `not-found`, `plugin-not-available` */
export type FindContribution = (of: {
  readonly point: PointId | ConnectionPointId
  readonly type: string
}) => ActiveContribution
