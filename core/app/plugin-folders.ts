import { realpathSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The plugins that come with the clone: its workspaces. */
export const WORKSPACE_PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))

/** Where an instance keeps the plugins that were installed into it. */
export function installedPlugins({ dataDir }: { readonly dataDir: string }): string {
  return join(dataDir, 'plugins')
}

/** Every folder whose subfolders are plugins of the instance; of two with one id, the first counts. */
export function pluginFolders(instance: { readonly dataDir: string }): readonly string[] {
  return [WORKSPACE_PLUGINS, installedPlugins(instance)]
}

/** The folders that plugins were installed into, as they can be taken away again. */
export interface InstalledPlugins {
  /** Whether a plugin's folder is one of them; all others come with Busbar. */
  has(plugin: { readonly directory: string }): boolean
  /** Deletes a plugin's files; one that is not there is no error. */
  delete(plugin: { readonly directory: string }): Promise<void>
}

/** @param folder whose subfolders they are; it need not be there */
export function createInstalledPlugins({ folder }: { readonly folder: string }): InstalledPlugins {
  const has: InstalledPlugins['has'] = ({ directory }) => {
    try {
      return dirname(directory) === realpathSync(folder)
    } catch {
      return false
    }
  }
  return Object.freeze({
    has,
    delete: async ({ directory }) => {
      if (!has({ directory })) return
      // A name with a dot is no plugin: half of one is never found.
      const away = await mkdtemp(join(folder, '.removing-'))
      await rename(directory, join(away, basename(directory)))
      await rm(away, { recursive: true, force: true })
    },
  } satisfies InstalledPlugins)
}
