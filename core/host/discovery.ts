import { access, readdir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BusbarError, busbarError, errorCode, errorMessage } from '../kernel/error.ts'
import type { Manifest, ManifestClaim, ManifestReader } from './manifest.ts'

/** A plugin's folder, with what reading it came to. */
export type Found =
  | { readonly ok: true; readonly directory: string; readonly manifest: Manifest }
  | {
      readonly ok: false
      readonly directory: string
      readonly error: BusbarError
      /** What plugin.json claims, as far as it could be read. */
      readonly claim: ManifestClaim
    }

/**
 * Finds the folders that hold both a package.json and a plugin.json: directly below each of the
 * directories (`plugins/*`, `node_modules/*`), or below a scope (`node_modules/@acme/*`). A
 * directory that is not there holds none. Order: as given, then by name.
 */
export async function findPluginFolders(
  directories: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const directory of directories)
    for (const folder of await foldersBelow(directory))
      if (
        (await exists(join(folder, 'package.json'))) &&
        (await exists(join(folder, 'plugin.json')))
      )
        // A workspace is linked into node_modules: it is one plugin all the same.
        found.add(await realpath(folder))
  return [...found]
}

async function foldersBelow(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => [])
  const folders: string[] = []
  for (const name of names.filter((candidate) => !candidate.startsWith('.')).sort()) {
    const path = join(directory, name)
    if (name.startsWith('@')) folders.push(...(await foldersBelow(path)))
    else folders.push(path)
  }
  return folders
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * Reads every plugin found. An id or a contribution's type that came before is an error of the
 * later plugin alone.
 */
export async function discoverPlugins(request: {
  readonly directories: readonly string[]
  readonly reader: ManifestReader
}): Promise<readonly Found[]> {
  const folders = await findPluginFolders(request.directories)
  return readPlugins({ ...request, folders, known: [] })
}

/** Reads the plugins of these folders, which come after those that are known. */
export async function readPlugins(request: {
  readonly folders: readonly string[]
  readonly reader: ManifestReader
  readonly known: readonly Manifest[]
}): Promise<readonly Found[]> {
  const found: Found[] = []
  const manifests: Manifest[] = [...request.known]
  for (const directory of request.folders) {
    try {
      const manifest = await request.reader.read({ directory })
      refuseDuplicates(manifest, manifests)
      manifests.push(manifest)
      found.push({ ok: true, directory, manifest })
    } catch (thrown) {
      const claim = await request.reader.claim({ directory })
      found.push({ ok: false, directory, error: asManifestError(thrown), claim })
    }
  }
  return found
}

/** @throws `plugin-duplicate` where one of the others has the manifest's id or one of its types. */
export function refuseDuplicates(manifest: Manifest, others: readonly Manifest[]): void {
  for (const other of others) {
    if (other.id === manifest.id)
      throw busbarError('plugin-duplicate', {
        detail: `plugin.json/id: "${manifest.id}" is the id of the plugin in ${basename(other.directory)} already.`,
      })
    for (const { point, type } of manifest.contributions)
      if (other.contributions.some((known) => known.point === point && known.type === type))
        throw busbarError('plugin-duplicate', {
          detail: `plugin.json/contributes/${point}: "${type}" is contributed by "${other.id}" already.`,
        })
  }
}

function asManifestError(thrown: unknown): BusbarError {
  const code = errorCode(thrown)
  if (code !== undefined && thrown instanceof Error) return thrown as BusbarError
  return busbarError('plugin-manifest-invalid', { detail: errorMessage(thrown), cause: thrown })
}
