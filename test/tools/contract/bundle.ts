import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { parse } from 'yaml'
import { expandCommands } from './commands.ts'
import { isObject, type Json, type JsonObject, objectAt, resolvePointer } from './json.ts'
import { expandResources } from './resources.ts'

const SCHEMA_FILE = '.schema.json'

/**
 * Joins schemas/openapi.yaml and all schema files into one document. A schema file becomes the component of its name,
 * so the names of types do not depend on who refers to them first (which general bundlers make up as they go);
 * references to any other file are replaced by what they lead to. What generated pages look like (ui/admin.json) comes with
 * it as `x-ui`.
 * @throws Error that names file and reference when one leads nowhere
 */
export function bundleContract({ schemasDir }: { readonly schemasDir: string }): JsonObject {
  const root = join(schemasDir, 'openapi.yaml')
  const read = fileReader()
  const bundler = { root, schemasDir, read, open: [] }
  const document = inline(bundler, { value: read(root), file: root })
  if (!isObject(document)) throw new Error(`${root} is not an OpenAPI document.`)
  const schemas: Record<string, Json> = { ...objectAt(document, 'components', 'schemas') }
  for (const file of schemaFiles(schemasDir)) {
    const name = componentName(file)
    if (schemas[name]) throw new Error(`${file} and another schema are both named ${name}.`)
    schemas[name] = component(inline(bundler, { value: read(file), file }))
  }
  const ui = read(join(schemasDir, 'ui/admin.json'))
  const joined = {
    ...document,
    'x-ui': ui,
    components: { ...objectAt(document, 'components'), schemas },
  }
  return expandResources(expandCommands(joined))
}

/** All schema files below a folder, sorted by path. */
function schemaFiles(schemasDir: string): string[] {
  return readdirSync(schemasDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(SCHEMA_FILE))
    .sort()
    .map((name) => join(schemasDir, name))
}

/** `…/money-micros.schema.json` → `MoneyMicros`. */
function componentName(file: string): string {
  return basename(file, SCHEMA_FILE)
    .split(/[-.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

interface Bundler {
  readonly root: string
  readonly schemasDir: string
  readonly read: (file: string) => Json
  /** References being replaced right now: one that comes again never ends. */
  readonly open: readonly string[]
}

interface Place {
  readonly value: Json
  readonly file: string
}

function inline(bundler: Bundler, { value, file }: Place): Json {
  if (Array.isArray(value)) return value.map((item: Json) => inline(bundler, { value: item, file }))
  if (!isObject(value)) return value
  const { $ref, ...others } = value
  if (typeof $ref !== 'string') return inlineAll(bundler, { value, file })
  const rest = inlineAll(bundler, { value: others, file })
  const target = follow(bundler, { ref: $ref, file })
  return typeof target === 'string' ? { $ref: target, ...rest } : { ...target, ...rest }
}

function inlineAll(
  bundler: Bundler,
  { value, file }: { readonly value: JsonObject; readonly file: string },
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, inline(bundler, { value: item, file })]),
  )
}

/** Where a reference leads in the one document, or, for a file that is no component, what it holds. */
function follow(
  bundler: Bundler,
  { ref, file }: { ref: string; file: string },
): string | JsonObject {
  const [path = '', pointer = ''] = ref.split('#')
  const target = path === '' ? file : join(dirname(file), path)
  const value = resolvePointer(bundler.read(target), pointer)
  const place = `${relative(bundler.schemasDir, file)}: $ref ${ref}`
  if (value === undefined) throw new Error(`${place} leads nowhere.`)
  if (target === bundler.root) return `#${pointer}`
  if (target.endsWith(SCHEMA_FILE)) return `#/components/schemas/${componentName(target)}${pointer}`
  const key = `${target}#${pointer}`
  if (bundler.open.includes(key)) throw new Error(`${place} contains itself.`)
  const inner = { ...bundler, open: [...bundler.open, key] }
  const inlined = inline(inner, { value, file: target })
  if (!isObject(inlined)) throw new Error(`${place} leads to no object.`)
  return inlined
}

/** A component has no identity of its own: `$id` would move the base of its references. */
function component(schema: Json): Json {
  if (!isObject(schema)) return schema
  const { $schema: _dialect, $id: _id, ...rest } = schema
  return rest
}

function fileReader(): (file: string) => Json {
  const cache = new Map<string, Json>()
  return (file) => {
    const cached = cache.get(file)
    if (cached !== undefined) return cached
    const value = parseFile(file)
    cache.set(file, value)
    return value
  }
}

function parseFile(file: string): Json {
  try {
    const text = readFileSync(file, 'utf8')
    const value: Json = file.endsWith('.json') ? JSON.parse(text) : parse(text)
    return value
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${String(cause)}`, { cause })
  }
}
