import { join } from 'node:path'
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
