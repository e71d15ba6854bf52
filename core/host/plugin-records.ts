import { basename } from 'node:path'
import type { Health, JsonObject, LocalizedText } from '../contracts/index.ts'
import { type BusbarError, busbarError, errorMessage } from '../kernel/error.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Found } from './discovery.ts'
import type { ActiveContribution, Generation } from './generation.ts'
import type { Contribution, Manifest, ManifestClaim } from './manifest.ts'
import { contributionKey } from './scope.ts'
import type {
  ConnectionStatus,
  LastError,
  PluginState,
  PluginStatus,
  StateChange,
} from './status.ts'

/** What the host keeps of one plugin. */
export interface PluginRecord {
  id: string
  readonly directory: string
  /** The last manifest that was read well. */
  manifest: Manifest | undefined
  readonly claim: ManifestClaim | undefined
  /** Changed by {@link enter} alone. */
  state: PluginState
  /** The states it was in, oldest first; the last is the one it is in. */
  readonly history: StateChange[]
  /** What is in force; there exactly while enabled. */
  generation: Generation | undefined
  /** How often its module was imported. */
  imports: number
  lastError: LastError | null
}

const READY = 'Ready: its process starts when it is first needed, such as by a connection.'

/** State changes kept of a plugin. */
const KEPT_CHANGES = 100

/** Takes a plugin into a state, and keeps when. */
export function enter(record: PluginRecord, state: PluginState, at: Instant): void {
  record.state = state
  if (record.history.at(-1)?.state === state) return
  record.history.push(Object.freeze({ state, at }))
  if (record.history.length > KEPT_CHANGES) record.history.shift()
}

/** A plugin as others see it. */
export function pluginStatus(
  record: PluginRecord,
  connections: readonly ConnectionStatus[],
): PluginStatus {
  const { id, directory, manifest, lastError } = record
  const health = healthOf(record, connections)
  const state = record.state === 'enabled' && health.status !== 'up' ? 'degraded' : record.state
  const title: LocalizedText = manifest?.title ?? { en: id }
  return Object.freeze({
    ...{ id, directory, title, state, health, lastError },
    version: manifest?.version ?? null,
    api: manifest?.api ?? null,
    description: manifest?.description ?? null,
    isolation: manifest?.isolation ?? null,
    process: record.generation?.isolate.process?.status() ?? null,
    hasIcon: (manifest?.icon ?? null) !== null,
    startup: startupOf(record),
    network: manifest?.network ?? [],
    workers: manifest?.workers ?? false,
    dashboardWidgets: manifest?.dashboardWidgets ?? [],
    pages: manifest?.pages ?? [],
    contributions: (manifest?.contributions ?? []).map((contribution) => ({
      point: contribution.point,
      type: contribution.type,
      title: contribution.title,
      capabilities: contribution.capabilities,
      schemas: documentsOf(contribution),
    })),
  })
}

/** Its schemas as written, by their roles. */
function documentsOf({ schemas }: Contribution): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(Object.entries(schemas).map(([role, { document }]) => [role, document]))
}

/** The failure policy, also of a plugin whose manifest was refused. */
export function startupOf({ manifest, claim }: PluginRecord): 'optional' | 'required' {
  return manifest?.startup ?? claim?.startup ?? 'optional'
}

/** Records of what was found; an id goes to the plugin that is well before one that only claims it. */
export function recordsOf(
  found: readonly Found[],
  known: readonly PluginRecord[] = [],
): PluginRecord[] {
  const taken = new Set([
    ...known.map(({ id }) => id),
    ...found.flatMap((plugin) => (plugin.ok ? [plugin.manifest.id] : [])),
  ])
  return found.map((plugin) => {
    const { directory } = plugin
    const blank = { directory, generation: undefined, imports: 0, lastError: null }
    if (plugin.ok) {
      const { manifest } = plugin
      return {
        ...blank,
        history: [],
        id: manifest.id,
        manifest,
        claim: undefined,
        state: 'installed',
      }
    }
    const { claim } = plugin
    const id = freeId(claim.id ?? `refused:${basename(directory)}`, directory, taken)
    taken.add(id)
    return { ...blank, history: [], id, manifest: undefined, claim, state: 'failed' }
  })
}

function freeId(wanted: string, directory: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  const base = `refused:${basename(directory)}`
  let id = base
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`
  return id
}

function healthOf(record: PluginRecord, connections: readonly ConnectionStatus[]): Health {
  const { generation, state, lastError, id } = record
  const process = generation?.isolate.process?.status()
  const starting = process?.state === 'starting' && lastError === null
  const gone = process && process.state !== 'running' && !starting
  if (!generation || state === 'failed' || gone)
    return { status: 'down', detail: lastError?.detail ?? `It is ${state}.` }
  const tripped = [...generation.contributions.values()].filter((active) => active.tripped())
  const own = connections.filter(({ pluginId }) => pluginId === id)
  const failed = own.filter((connection) => connection.state === 'failed')
  const degraded = own.filter((connection) => connection.state === 'degraded')
  const counters = {
    connections: own.length,
    failedConnections: failed.length,
    degradedConnections: degraded.length,
  }
  const [first] = tripped
  if (first)
    return {
      status: 'degraded',
      detail: `${contributionKey(first.declared)} keeps crashing and is not called.`,
      counters,
    }
  if (failed.length > 0)
    return {
      status: 'degraded',
      detail: `${failed.length} of ${own.length} connections could not be opened.`,
      counters,
    }
  // A device that is away degrades its connection, not the plugin.
  if (starting) return { status: 'up', detail: 'Its process is starting.', counters }
  if (generation.isolate.process && !process) return { status: 'up', detail: READY, counters }
  return { status: 'up', detail: 'Running.', counters }
}

/** The contribution in force. @throws `not-found`, `plugin-not-available` */
export function findContribution(
  records: Iterable<PluginRecord>,
  of: { readonly point: string; readonly type: string },
): ActiveContribution {
  const key = contributionKey(of)
  let declaredBy: PluginRecord | undefined
  for (const record of records) {
    const active = record.generation?.contributions.get(key)
    if (active) return active
    if (record.manifest?.contributions.some((declared) => contributionKey(declared) === key))
      declaredBy ??= record
  }
  if (declaredBy)
    throw busbarError('plugin-not-available', {
      detail: `${key} is contributed by "${declaredBy.id}", which is ${declaredBy.state}.`,
    })
  throw busbarError('not-found', {
    detail: `No plugin contributes ${key}: install one that does, or check the name.`,
  })
}

export function asLastError(error: BusbarError, at: number): LastError {
  return Object.freeze({ code: error.code, detail: error.detail || errorMessage(error), at })
}
