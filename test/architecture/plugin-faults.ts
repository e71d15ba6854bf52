import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'

const MANIFEST = 'plugin.json'
const ALWAYS = [MANIFEST, 'package.json', 'README.md', 'quality.json']

/** What a plugin's folder lacks; its manifest is checked against the given schema. Runs none of its code. */
export function pluginFaults({
  folder,
  manifestSchema,
}: {
  readonly folder: string
  readonly manifestSchema: object
}): string[] {
  const has = (file: string): boolean => existsSync(join(folder, file))
  const absent = ALWAYS.filter((file) => !has(file)).map((file) => `has no ${file}`)
  const tested = readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(
    (file) => file.endsWith('.test.ts') && !file.includes('node_modules'),
  )
  const quality = has('quality.json') ? jsonFaults(folder, 'quality.json') : []
  return [
    ...absent,
    ...(tested ? [] : ['has no test']),
    ...quality,
    ...(has(MANIFEST) ? manifestFaults(folder, manifestSchema) : []),
  ]
}

function manifestFaults(folder: string, manifestSchema: object): string[] {
  const unreadable = jsonFaults(folder, MANIFEST)
  if (unreadable.length > 0) return unreadable
  const manifest: unknown = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  if (!ajv.validate(manifestSchema, manifest)) {
    return (ajv.errors ?? []).map(
      ({ instancePath, message }) => `${MANIFEST}${instancePath} ${message}`,
    )
  }
  return schemasNamedIn(manifest).flatMap((file) => jsonFaults(folder, file))
}

/** The files at every key such as `connectionSchema`, at any depth. */
function schemasNamedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key.endsWith('Schema') && typeof item === 'string' ? [item] : schemasNamedIn(item),
  )
}

function jsonFaults(folder: string, file: string): string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return typeof value === 'object' && value !== null ? [] : [`${file} holds no object`]
  } catch (thrown) {
    return [`${file} cannot be read: ${String(thrown)}`]
  }
}
