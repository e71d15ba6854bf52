import { fileURLToPath } from 'node:url'

/** The plugins that come with the clone: its workspaces. */
export const WORKSPACE_PLUGINS = fileURLToPath(new URL('../../../plugins', import.meta.url))

/** A working plugin of each extension point, to be copied. */
export const TEMPLATES = fileURLToPath(
  new URL('../../../examples/plugin-templates', import.meta.url),
)

export const MANIFEST_SCHEMA = fileURLToPath(
  new URL('../../../schemas/plugin-manifest.schema.json', import.meta.url),
)
