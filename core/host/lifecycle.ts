import type { JsonObject } from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'
import { crossError } from './boundary.ts'
import type { Connections } from './connections.ts'
import { discoverPlugins, refuseDuplicates } from './discovery.ts'
import { type Generation, type GenerationOptions, loadGeneration } from './generation.ts'
import { createLocks } from './locks.ts'
import type { Manifest, ManifestReader } from './manifest.ts'
import { asLastError, type PluginRecord, recordsOf } from './plugin-records.ts'
import type { Registry } from './registry.ts'
import { accept } from './schema.ts'

/** What the core keeps of a plugin; secrets in clear. */
export interface PluginSettings {
  readonly enabled: boolean
  readonly config: JsonObject
}

export interface LifecycleOptions extends GenerationOptions {
  readonly directories: readonly string[]
  readonly settingsOf: (plugin: { readonly pluginId: string }) => Promise<PluginSettings>
  readonly reader: ManifestReader
  readonly registry: Registry
  readonly connections: Connections
  /** Filled by {@link startAll}; nobody else adds to it. */
  readonly records: PluginRecord[]
}

/** What is put in force: files read anew or not, code imported anew or not. */
interface Next {
  readonly manifest: Manifest
  readonly config: JsonObject
  readonly fresh: boolean
}

export interface Lifecycle {
  startAll(): Promise<void>
  reload(record: PluginRecord): Promise<void>
  configure(record: PluginRecord, config: JsonObject): Promise<void>
  enable(record: PluginRecord): Promise<void>
  takeDown(record: PluginRecord, state: 'disabled' | 'removed'): Promise<void>
  stopAll(): Promise<void>
}

const failedKey = ({ directory }: PluginRecord): string => `plugin:${directory}:failed`

/** Takes plugins from state to state; one at a time for each plugin. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { records, connections, registry, settingsOf } = options
  const locked = createLocks()

  /** Replaces what runs; where that fails it runs on, and where nothing ran the plugin has failed. */
  const replace = (record: PluginRecord, next: () => Promise<Next>): Promise<void> =>
    locked(record.directory, async () => {
      try {
        await enforce(options, record, await load(options, record, await next()))
      } catch (thrown) {
        if (record.generation) record.lastError = lastErrorOf(options, thrown)
        else fail(options, record, thrown)
        throw thrown
      }
    })

  /** With the files that were read last, or read now where none were good. */
  const again = (record: PluginRecord, config?: JsonObject): Promise<void> =>
    replace(record, async () => {
      const manifest = record.manifest ?? (await readAgain(options, record))
      const settings = config ?? (await settingsOf({ pluginId: manifest.id })).config
      return { manifest, config: settings, fresh: record.imports === 0 }
    })

  return Object.freeze({
    startAll: () => startAll(options),
    reload: (record) =>
      replace(record, async () => {
        const manifest = await readAgain(options, record)
        const { config } = await settingsOf({ pluginId: manifest.id })
        return { manifest, config, fresh: true }
      }),
    configure: (record, config) => again(record, config),
    enable: (record) => again(record),
    takeDown: (record, state) => locked(record.directory, () => takeDown(options, record, state)),
    stopAll: async () => {
      await Promise.all(connections.list().map((connection) => connections.close(connection)))
      for (const record of records) {
        await registry.withdraw({ pluginId: record.id })
        record.generation?.isolate.dispose()
        if (record.generation) record.state = 'disabled'
        record.generation = undefined
      }
    },
  } satisfies Lifecycle)
}

async function startAll(options: LifecycleOptions): Promise<void> {
  const { records, reader, directories } = options
  const found = await discoverPlugins({ directories, reader })
  records.push(...recordsOf(found))
  for (const [index, plugin] of found.entries()) {
    const record = records[index]
    if (record && !plugin.ok) fail(options, record, plugin.error)
  }
  const registered = await Promise.all(records.map((record) => register(options, record)))
  for (const { record, generation } of registered.flatMap((one) => one ?? []))
    await enforce(options, record, generation).catch((thrown: unknown) =>
      fail(options, record, thrown),
    )
}

async function register(
  options: LifecycleOptions,
  record: PluginRecord,
): Promise<{ record: PluginRecord; generation: Generation } | undefined> {
  const { manifest } = record
  if (!manifest) return undefined
  try {
    const { enabled, config } = await options.settingsOf({ pluginId: record.id })
    if (!enabled) {
      record.state = 'disabled'
      return undefined
    }
    const generation = await load(options, record, { manifest, config, fresh: true })
    record.state = 'tested'
    return { record, generation }
  } catch (thrown) {
    fail(options, record, thrown)
    return undefined
  }
}

/** Judges the configuration, then runs the plugin's register(); nothing can be called yet. */
async function load(
  options: LifecycleOptions,
  record: PluginRecord,
  { manifest, config, fresh }: Next,
): Promise<Generation> {
  const judged = judgeConfig(manifest, config)
  if (!record.generation) record.state = 'configured'
  if (fresh) record.imports += 1
  const generation = Math.max(0, record.imports - 1)
  return loadGeneration(options, { manifest, config: judged, generation })
}

/** Puts a loaded generation in force in place of what was. */
async function enforce(
  options: LifecycleOptions,
  record: PluginRecord,
  generation: Generation,
): Promise<void> {
  const previous = record.generation
  record.id = generation.manifest.id
  record.manifest = generation.manifest
  record.generation = generation
  await options.registry.publish(generation.manifest)
  record.state = 'enabled'
  record.lastError = null
  options.repairs.resolve({ key: failedKey(record) })
  await options.connections.reopenAll({ pluginId: record.id })
  previous?.isolate.dispose()
}

function fail(options: LifecycleOptions, record: PluginRecord, thrown: unknown): void {
  record.state = 'failed'
  record.lastError = lastErrorOf(options, thrown)
  const { id: pluginId, lastError } = record
  options.log.error(`Plugin ${pluginId} failed.`, { pluginId, ...lastError })
  options.repairs.open({ key: failedKey(record), pluginId, error: lastError })
}

function lastErrorOf({ wallClock }: LifecycleOptions, thrown: unknown) {
  return asLastError(
    crossError(thrown, (text) => text),
    wallClock.now(),
  )
}

async function readAgain(options: LifecycleOptions, record: PluginRecord): Promise<Manifest> {
  const manifest = await options.reader.read({ directory: record.directory })
  const others = options.records.filter((other) => other !== record)
  refuseDuplicates(
    manifest,
    others.flatMap((other) => other.manifest ?? []),
  )
  if (record.manifest && record.manifest.id !== manifest.id)
    throw busbarError('plugin-manifest-invalid', {
      detail: `plugin.json/id: "${record.manifest.id}" cannot become "${manifest.id}"; an id is kept for ever.`,
    })
  return manifest
}

async function takeDown(
  options: LifecycleOptions,
  record: PluginRecord,
  state: 'disabled' | 'removed',
): Promise<void> {
  const { connections, registry, repairs } = options
  const { generation, id: pluginId } = record
  record.state = state
  await connections.suspendAll({ pluginId })
  record.generation = undefined
  await registry.withdraw({ pluginId })
  generation?.isolate.dispose()
  repairs.resolve({ key: failedKey(record) })
  if (state === 'disabled') return
  for (const connection of connections.list())
    if (connection.pluginId === pluginId) await connections.close(connection)
}

/** @throws `validation-failed` */
function judgeConfig(manifest: Manifest, config: JsonObject): JsonObject {
  if (manifest.configSchema) return accept(manifest.configSchema.validate(config), 'config')
  if (Object.keys(config).length === 0) return config
  throw busbarError('validation-failed', {
    detail: `config: "${manifest.id}" has no configuration of its own; leave it empty.`,
  })
}
