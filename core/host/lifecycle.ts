import type { Json, JsonObject } from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'
import { migrateConfig } from './config-migration.ts'
import type { Connections } from './connections.ts'
import { discoverPlugins, type Found, refuseDuplicates } from './discovery.ts'
import { type Generation, type GenerationOptions, loadGeneration } from './generation.ts'
import { createLocks } from './locks.ts'
import type { Manifest, ManifestReader } from './manifest.ts'
import {
  fail,
  failedKey,
  isLoaded,
  lastErrorOf,
  processKey,
  watchProcess,
} from './plugin-failure.ts'
import { enter, type PluginRecord, recordsOf, startupOf } from './plugin-records.ts'
import type { Registry } from './registry.ts'
import { type Rescan, rescan } from './rescan.ts'
import { accept } from './schema.ts'
import { mapSecrets } from './secrets.ts'

/** What the core keeps of a plugin; its secrets may be sealed. */
export interface PluginSettings {
  readonly enabled: boolean
  readonly config: JsonObject
  /** Version of the schema that the configuration was saved by; 1 unless given. */
  readonly configVersion?: number
}

export interface LifecycleOptions extends GenerationOptions {
  readonly directories: readonly string[]
  readonly settingsOf: (plugin: { readonly pluginId: string }) => Promise<PluginSettings>
  /** Opens a secret of the kept settings. */
  readonly unseal: (kept: Json) => Json
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
  /** Loaded now, so that whoever asked for it learns whether it works; else when it is needed. */
  readonly awake: boolean
}

export interface Lifecycle {
  startAll(): Promise<void>
  reload(record: PluginRecord): Promise<void>
  configure(record: PluginRecord, config: JsonObject): Promise<void>
  enable(record: PluginRecord): Promise<void>
  takeDown(record: PluginRecord, state: 'disabled' | 'removed'): Promise<void>
  /** Finds what has come, gone or changed its version since. */
  rescan(): Promise<Rescan>
  stopAll(): Promise<void>
}

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
      const inForce =
        config ?? configOf(options, manifest, await settingsOf({ pluginId: manifest.id }))
      return { manifest, config: inForce, fresh: record.imports === 0, awake: true }
    })

  const reload = (record: PluginRecord): Promise<void> =>
    replace(record, async () => {
      const manifest = await readAgain(options, record)
      const settings = await settingsOf({ pluginId: manifest.id })
      const config = configOf(options, manifest, settings)
      return { manifest, config, fresh: true, awake: true }
    })
  const drop = (record: PluginRecord): Promise<void> =>
    locked(record.directory, () => takeDown(options, record, 'removed'))

  return Object.freeze({
    startAll: () => startAll(options),
    reload,
    configure: (record, config) => again(record, config),
    enable: (record) => again(record),
    takeDown: (record, state) => locked(record.directory, () => takeDown(options, record, state)),
    rescan: () =>
      locked('', () =>
        rescan({
          ...options,
          ...{ reload, drop },
          take: (found) => take(options, found, { awake: true }),
          readAgain: (record) => readAgain(options, record),
        }),
      ),
    stopAll: async () => {
      await Promise.all(connections.list().map((connection) => connections.close(connection)))
      for (const record of records) {
        await registry.withdraw({ pluginId: record.id })
        await record.generation?.isolate.dispose()
        if (record.generation) enter(record, 'disabled', options.wallClock.now())
        record.generation = undefined
      }
    },
  } satisfies Lifecycle)
}

async function startAll(options: LifecycleOptions): Promise<void> {
  const { reader, directories } = options
  // Nobody waits at a start for what may never be needed.
  await take(options, await discoverPlugins({ directories, reader }), { awake: false })
}

/** Keeps what was found, lets all of it register, then starts all of it. */
async function take(
  options: LifecycleOptions,
  found: readonly Found[],
  how: Pick<Next, 'awake'>,
): Promise<readonly PluginRecord[]> {
  const { records } = options
  const taken = recordsOf(found, records)
  records.push(...taken)
  for (const record of taken) enter(record, record.state, options.wallClock.now())
  for (const [index, plugin] of found.entries()) {
    const record = taken[index]
    if (record && !plugin.ok) fail(options, record, plugin.error)
  }
  const registered = await Promise.all(taken.map((record) => register(options, record, how)))
  for (const { record, generation } of registered.flatMap((one) => one ?? []))
    await enforce(options, record, generation).catch((thrown: unknown) =>
      fail(options, record, thrown),
    )
  return taken
}

async function register(
  options: LifecycleOptions,
  record: PluginRecord,
  how: Pick<Next, 'awake'>,
): Promise<{ record: PluginRecord; generation: Generation } | undefined> {
  const { manifest } = record
  if (!manifest) return undefined
  try {
    const settings = await options.settingsOf({ pluginId: record.id })
    if (!settings.enabled) {
      enter(record, 'disabled', options.wallClock.now())
      return undefined
    }
    const config = configOf(options, manifest, settings)
    // What the core cannot do without is known to work before the core says that it is ready.
    const awake = how.awake || startupOf(record) === 'required'
    const generation = await load(options, record, { manifest, config, fresh: true, awake })
    if (isLoaded(generation)) enter(record, 'tested', options.wallClock.now())
    return { record, generation }
  } catch (thrown) {
    fail(options, record, thrown)
    return undefined
  }
}

/**
 * The kept configuration in clear, in the form of the manifest's version.
 * @throws `validation-failed`, `secret-unreadable`
 */
export function configOf(
  { unseal }: Pick<LifecycleOptions, 'unseal'>,
  manifest: Manifest,
  { config, configVersion = 1 }: PluginSettings,
): JsonObject {
  const { configSchema, configVersion: to, configMigrations: migrations } = manifest
  const migrated = migrateConfig({ config, from: configVersion, to, migrations })
  if (configSchema === null) return migrated
  return mapSecrets({ schema: configSchema.document, value: migrated, replace: unseal })
}

/** Judges the configuration, then runs the plugin's register(); nothing can be called yet. */
async function load(
  options: LifecycleOptions,
  record: PluginRecord,
  { manifest, config, fresh, awake }: Next,
): Promise<Generation> {
  const judged = judgeConfig(manifest, config)
  if (!record.generation) enter(record, 'configured', options.wallClock.now())
  if (fresh) record.imports += 1
  const generation = Math.max(0, record.imports - 1)
  return loadGeneration(options, { manifest, config: judged, generation, awake })
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
  enter(record, 'enabled', options.wallClock.now())
  record.lastError = null
  options.repairs.resolve({ key: failedKey(record) })
  options.repairs.resolve({ key: processKey(record) })
  watchProcess(options, record, generation)
  await options.connections.reopenAll({ pluginId: record.id })
  await previous?.isolate.dispose()
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
  enter(record, state, options.wallClock.now())
  await connections.suspendAll({ pluginId })
  record.generation = undefined
  await registry.withdraw({ pluginId })
  await generation?.isolate.dispose()
  repairs.resolve({ key: failedKey(record) })
  repairs.resolve({ key: processKey(record) })
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
