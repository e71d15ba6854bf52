import { fileURLToPath } from 'node:url'

/** A working plugin of each extension point, to be copied. */
export const TEMPLATES = fileURLToPath(
  new URL('../../../examples/plugin-templates', import.meta.url),
)

export const MANIFEST_SCHEMA = fileURLToPath(
  new URL('../../../schemas/plugin-manifest.schema.json', import.meta.url),
)
