import type { ServiceBroker } from 'moleculer'
import type {
  Clock,
  ConnectionTest,
  DeviceTemplate,
  Json,
  JsonObject,
  Log,
} from '../contracts/index.ts'
import { assert } from '../kernel/assert.ts'
import { busbarError } from '../kernel/error.ts'
import { copyPlain, createBoundary } from './boundary.ts'
import type { Monotonic } from './calls.ts'
import type { OpenConnection } from './connection-instance.ts'
import {
  createConnections,
  type ReconfigureConnection,
  type TestConnection,
} from './connections.ts'
import { createDraftSearches, type DraftSearches } from './drafts.ts'
import type { FindContribution, GenerationOptions } from './generation.ts'
import { configOf, createLifecycle, type PluginSettings } from './lifecycle.ts'
import { type CallLimits, defaultCallLimits, type ProcessLimits } from './limits.ts'
import { createModuleLoader } from './loader.ts'
import { createPluginLogs, type PluginLogEntry, type PluginLogRequest } from './logs.ts'
import { type Contribution, createManifestReader, type SchemaRole } from './manifest.ts'
import { findContribution, type PluginRecord, pluginStatus, startupOf } from './plugin-records.ts'
import { type PointId, pointSpecs } from './points.ts'
import { prepare, schema } from './prechecks.ts'
import { type CallHandler, createRegistry } from './registry.ts'
import { createRepairs } from './repairs.ts'
import type { Rescan } from './rescan.ts'
import type { Validation } from './schema.ts'
import type { ConnectionStatus, PluginRepair, PluginStatus, StateChange } from './status.ts'
import { createTraces, type Traces } from './traces.ts'

export interface HostOptions {
  /** Started already. */
  readonly broker: ServiceBroker
  readonly log: Log
  /** The domain clock. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly monotonic: Monotonic
  /** Folders whose subfolders are plugins: the workspaces' and those of installed packages. */
  readonly directories: readonly string[]
  readonly settingsOf: (plugin: { readonly pluginId: string }) => Promise<PluginSettings>
  /** Opens a secret of the settings that are kept; without it they are kept in clear. */
  readonly unseal?: (kept: Json) => Json
  /** What a plugin keeps of its own; without it, plugins cannot. */
  readonly kept?: GenerationOptions['kept']
  readonly onRepair: (repair: PluginRepair) => void
  readonly limits?: Partial<CallLimits>
  /** Of plugins that run in a process of their own. */
  readonly processLimits?: Partial<ProcessLimits>
  /** Sends all that crosses through its text form, as another process would need it: for tests. */
  readonly roundTrip?: boolean
}

interface PluginRef {
  readonly pluginId: string
}

export interface PluginConfiguration {
  /** Null: it has none. */
  readonly schema: JsonObject | null
  /** Version that the schema describes. */
  readonly version: number
  readonly config: JsonObject
}

/** A template and whose it is. */
export interface PluginTemplate {
  readonly pluginId: string
  readonly template: DeviceTemplate
}

/** The plugins of this process, from their manifests to their connections. */
export interface PluginHost extends DraftSearches {
  /** Finds all plugins, lets all register, then starts all. A plugin's failure is its own. */
  start(): Promise<void>
  /** Stops all connections and plugins. */
  stop(): Promise<void>
  /** False while a plugin that the core cannot do without has failed. */
  ready(): boolean
  list(): readonly PluginStatus[]
  /** @throws `not-found` */
  get(plugin: PluginRef): PluginStatus
  /** The states it was in since the start of this process, oldest first. @throws `not-found` */
  history(plugin: PluginRef): readonly StateChange[]
  /** Its plugin.json as it was read; null where it cannot be. @throws `not-found` */
  manifest(plugin: PluginRef): JsonObject | null
  /** Templates of all plugins whose manifests can be read. */
  deviceTemplates(): readonly PluginTemplate[]
  /** Its icon, an SVG document. @throws `not-found` */
  icon(plugin: PluginRef): string
  /** What it logged lately, and what was logged about it; newest first. @throws `not-found` */
  logs(request: PluginLogRequest): readonly PluginLogEntry[]
  /** What it logged after a line, oldest first. @throws `not-found` */
  logsAfter(request: PluginLogRequest & { readonly sequence: number }): readonly PluginLogEntry[]
  /** Tells of every line about it, until what it gives back is called. */
  listenToLog(request: PluginRef & { readonly told: () => void }): () => void
  connections(): readonly ConnectionStatus[]
  /** What goes over the wires of connections that somebody looks at. */
  readonly traces: Traces
  /** What is declared, whether or not it can be called. @throws `not-found` */
  contribution(of: { readonly point: PointId; readonly type: string }): Contribution
  /** Judges data by one of a contribution's schemas. @throws `not-found` */
  validate(request: {
    readonly point: PointId
    readonly type: string
    readonly role: SchemaRole
    readonly input: unknown
  }): Validation
  /**
   * A plugin's own configuration as it is kept, or as another one is that was kept, in clear and migrated.
   * @throws `not-found`, `plugin-not-available`, `validation-failed`
   */
  settings(request: PluginRef & { readonly kept?: PluginSettings }): Promise<PluginConfiguration>
  /** Takes up plugins that have come, reloads those of another version, lets go of those that are gone. */
  rescan(): Promise<Rescan>
  /**
   * Reads the plugin's files afresh, imports its code afresh and reopens its connections. Where
   * that fails, what ran before runs on.
   */
  reload(plugin: PluginRef): Promise<PluginStatus>
  /** Judges the new configuration, registers the plugin anew with it and reopens its connections. */
  configure(request: PluginRef & { readonly config: JsonObject }): Promise<PluginStatus>
  enable(plugin: PluginRef): Promise<PluginStatus>
  disable(plugin: PluginRef): Promise<PluginStatus>
  /** Disables it and forgets its connections; its files stay. */
  remove(plugin: PluginRef): Promise<PluginStatus>
  /** Lets go of a plugin that was removed; while its files are there, a look finds it again. */
  forget(plugin: PluginRef): void
  openConnection(request: OpenConnection): Promise<ConnectionStatus>
  closeConnection(request: { readonly connectionId: string }): Promise<void>
  /** Tests the new configuration, then reopens the connection with it; else the old one stays. */
  reconfigureConnection(request: ReconfigureConnection): Promise<ConnectionStatus>
  testConnection(request: TestConnection): Promise<ConnectionTest>
}

export async function createHost(options: HostOptions): Promise<PluginHost> {
  const { broker, clock, wallClock, monotonic, directories, settingsOf } = options
  const logs = createPluginLogs({ log: options.log, wallClock })
  const { log } = logs
  const records: PluginRecord[] = []
  const loader = createModuleLoader()
  const traces = createTraces({ wallClock })
  const shared: GenerationOptions = {
    ...{ loader, log, clock, wallClock, monotonic, kept: options.kept, traces },
    repairs: createRepairs({ onRepair: options.onRepair }),
    boundary: createBoundary({ roundTrip: options.roundTrip ?? false }),
    limits: { ...defaultCallLimits, ...options.limits },
    ...(options.processLimits && { processLimits: options.processLimits }),
  }
  const find: FindContribution = (of) => findContribution(records, of)
  const connections = createConnections({ ...shared, find })
  const lifecycle = createLifecycle({
    ...{ ...shared, directories, settingsOf, records, connections },
    unseal: options.unseal ?? ((kept) => kept),
    reader: await createManifestReader(),
    registry: createRegistry({ broker, handle: dispatch({ find, connections }) }),
  })

  const found = (pluginId: string): PluginRecord => {
    const record = records.find(({ id }) => id === pluginId)
    if (record) return record
    throw busbarError('not-found', { detail: `There is no plugin "${pluginId}".` })
  }
  const change =
    (act: (record: PluginRecord) => Promise<void>) =>
    async ({ pluginId }: PluginRef): Promise<PluginStatus> => {
      const record = found(pluginId)
      await act(record)
      return pluginStatus(record, connections.list())
    }
  return Object.freeze({
    start: async () => {
      assert(records.length === 0, 'the host is started once')
      await lifecycle.startAll()
    },
    stop: async () => {
      await lifecycle.stopAll()
      traces.close()
      loader.dispose()
    },
    ready: () =>
      records.every((record) => startupOf(record) === 'optional' || record.state !== 'failed'),
    list: () => records.map((record) => pluginStatus(record, connections.list())),
    connections: () => connections.list(),
    traces,
    contribution: (of) => declaredContribution(records, of),
    validate: ({ role, input, ...of }) =>
      schema(declaredContribution(records, of), role).validate(input),
    get: ({ pluginId }) => pluginStatus(found(pluginId), connections.list()),
    history: ({ pluginId }) => [...found(pluginId).history],
    manifest: ({ pluginId }) => found(pluginId).manifest?.document ?? null,
    deviceTemplates: () => templatesOf(records),
    icon: ({ pluginId }) => iconOf(found(pluginId)),
    logs: (request) => {
      const { id: pluginId } = found(request.pluginId)
      return logs.list({ ...request, pluginId })
    },
    logsAfter: (request) => {
      const { id: pluginId } = found(request.pluginId)
      return logs.after({ ...request, pluginId })
    },
    listenToLog: logs.listen,
    settings: async ({ pluginId, kept: given }) => {
      const { manifest } = found(pluginId)
      if (!manifest)
        throw busbarError('plugin-not-available', { detail: 'Its manifest cannot be read.' })
      const kept = given ?? (await settingsOf({ pluginId }))
      const config = configOf({ unseal: options.unseal ?? ((value) => value) }, manifest, kept)
      return {
        schema: manifest.configSchema?.document ?? null,
        version: manifest.configVersion,
        config,
      }
    },
    rescan: async () => {
      const rescan = await lifecycle.rescan()
      for (const pluginId of rescan.removed) logs.forget({ pluginId })
      return rescan
    },
    reload: change(lifecycle.reload),
    configure: ({ pluginId, config }) =>
      change((record) => lifecycle.configure(record, config))({ pluginId }),
    enable: change(lifecycle.enable),
    disable: change((record) => lifecycle.takeDown(record, 'disabled')),
    remove: change((record) => lifecycle.takeDown(record, 'removed')),
    forget: ({ pluginId }) => {
      const record = found(pluginId)
      if (record.state !== 'removed')
        throw busbarError('conflict', { detail: `Plugin "${pluginId}" is ${record.state}.` })
      records.splice(records.indexOf(record), 1)
      logs.forget({ pluginId })
    },
    openConnection: connections.open,
    closeConnection: connections.close,
    reconfigureConnection: connections.reconfigure,
    testConnection: connections.test,
    ...createDraftSearches({ find }),
  } satisfies PluginHost)
}

function templatesOf(records: readonly PluginRecord[]): readonly PluginTemplate[] {
  return records.flatMap(({ id: pluginId, manifest }) =>
    (manifest?.deviceTemplates ?? []).map((template) => ({ pluginId, template })),
  )
}

function iconOf({ id, manifest }: PluginRecord): string {
  if (typeof manifest?.icon === 'string') return manifest.icon
  throw busbarError('not-found', { detail: `Plugin "${id}" has no icon.` })
}

/** Takes a call from the broker to the connection or the contribution that it means. */
function dispatch(to: {
  readonly find: FindContribution
  readonly connections: ReturnType<typeof createConnections>
}): CallHandler {
  return async (call) => {
    const { point, type, method, connectionId, request } = call
    if (Object.hasOwn(pointSpecs[point].instance, method)) {
      if (connectionId === undefined)
        throw busbarError('not-found', { detail: `${method}: say which connection is meant.` })
      return to.connections.call({ ...call, connectionId })
    }
    const { declared, invoke, isolate } = to.find({ point, type })
    const spec = pointSpecs[point].contribution[method]
    assert(spec, `${point}.${method} is a method of the point`)
    const prepared = prepare(declared, method, request)
    if (prepared.kind === 'answer') return copyPlain(prepared.result)
    const run = () => isolate.call({ point, type, method, request: prepared.request })
    return prepared.finish(await invoke({ method, spec, request: prepared.request, run }))
  }
}

function declaredContribution(
  records: readonly PluginRecord[],
  of: { readonly point: PointId; readonly type: string },
): Contribution {
  const all = records.flatMap(({ manifest }) => manifest?.contributions ?? [])
  const found = all.find(({ point, type }) => point === of.point && type === of.type)
  if (found) return found
  throw busbarError('not-found', { detail: `No plugin contributes ${of.point}/${of.type}.` })
}
