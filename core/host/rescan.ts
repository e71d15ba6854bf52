import { type Found, findPluginFolders, readPlugins } from './discovery.ts'
import type { Manifest, ManifestReader } from './manifest.ts'
import type { PluginRecord } from './plugin-records.ts'

/** What a look at the plugins' folders came to, by ids; how each fares is in its status. */
export interface Rescan {
  readonly added: readonly string[]
  readonly reloaded: readonly string[]
  readonly removed: readonly string[]
}

/** What can be done with records, one record at a time. */
interface RescanOptions {
  readonly directories: readonly string[]
  readonly reader: ManifestReader
  readonly records: PluginRecord[]
  readonly readAgain: (record: PluginRecord) => Promise<Manifest>
  readonly reload: (record: PluginRecord) => Promise<void>
  readonly drop: (record: PluginRecord) => Promise<void>
  readonly take: (found: readonly Found[]) => Promise<readonly PluginRecord[]>
}

/** Brings the records in line with what lies in the plugins' folders now. */
export async function rescan(options: RescanOptions): Promise<Rescan> {
  const { records, reader, directories } = options
  const folders = await findPluginFolders(directories)
  const removed: string[] = []
  for (const record of [...records]) {
    if (folders.includes(record.directory)) continue
    await options.drop(record)
    records.splice(records.indexOf(record), 1)
    removed.push(record.id)
  }
  const reloaded: string[] = []
  for (const record of records) if (await refreshed(options, record)) reloaded.push(record.id)
  const fresh = folders.filter((folder) => records.every(({ directory }) => directory !== folder))
  const known = records.flatMap(({ manifest }) => manifest ?? [])
  const taken = await options.take(await readPlugins({ folders: fresh, reader, known }))
  return { added: taken.map(({ id }) => id), reloaded, removed }
}

/** Reloads a plugin whose files are of another version, or can be read at last; a failure stands in its status. */
async function refreshed(options: RescanOptions, record: PluginRecord): Promise<boolean> {
  const manifest = await options.readAgain(record).catch(() => undefined)
  // One that could never be read stays as it is; one that ran is told what is wrong with its files now.
  if (manifest === undefined && record.manifest === undefined) return false
  if (manifest?.version === record.manifest?.version) return false
  if (record.state === 'disabled' || record.state === 'removed') {
    record.manifest = manifest ?? record.manifest
    return manifest !== undefined
  }
  await options.reload(record).catch(() => undefined)
  return true
}
