import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type Json, type JsonObject, objectAt, resolvePointer } from './json.ts'

/**
 * Classes of texts that the admin UI shows through `say`: `title` of a field or variant, `name` of a resource or a group
 * of them, `command` (summary and description of a POST), `help` (description of a field in a form or on an object's
 * page, and of a resource).
 */
type TextClass = 'title' | 'name' | 'command' | 'help'

interface Found {
  /** Each text in English with its class; of several classes, the one found first. */
  readonly texts: ReadonlyMap<string, TextClass>
  readonly values: ReadonlySet<string>
}

/** Operations whose texts no page shows: signing in and setting up have pages with texts of their own. */
const UNSEEN = ['/api/v1/auth/', '/api/v1/setup/', '/api/v1/payments/callback/']
/** Parameters of lists that are no filters. */
const OF_THE_PAGE = ['sort', 'q', 'format', 'archived']
const LISTS = ['oneOf', 'anyOf', 'allOf', 'prefixItems']
const MAPS = ['properties', 'patternProperties']
const ONE = ['items', 'additionalProperties']

interface Collector {
  readonly texts: Map<string, TextClass>
  /** Values of choices, which the pages put into words (`schemas/ui/words.json`). */
  readonly values: Set<string>
  /** What references lead into. */
  readonly root: JsonObject
  /** Schemas walked already, per place. */
  readonly walked: { readonly form: Set<JsonObject>; readonly answer: Set<JsonObject> }
}
type Place = keyof Collector['walked']

/** Every text of the bundled contract that the admin UI can show, and every value of its choices. */
export function textsOfContract(document: JsonObject): Found {
  const collector = collectorOf(document)
  for (const group of listAt(objectAt(document, 'x-ui'), 'groups')) {
    if (isObject(group)) keep(collector, 'name', group.title)
  }
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    const isSeen = path.startsWith('/api/v1/') && !UNSEEN.some((start) => path.startsWith(start))
    if (isSeen && isObject(item)) collectPath(collector, item)
  }
  return collector
}

/** The same of one schema that is shown as a part of forms. */
export function textsOfSchema({ file }: { readonly file: string }): Found {
  const part: Json = JSON.parse(readFileSync(file, 'utf8'))
  const schema = { properties: { part } }
  const collector = collectorOf(schema)
  walk(collector, { schema, place: 'form' })
  return collector
}

/** The same of the plugins' own schemas, which the admin UI shows as forms. */
export function textsOfPlugins({ pluginsDir }: { readonly pluginsDir: string }): Found {
  const collector = collectorOf({})
  const files = readdirSync(pluginsDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[^/\\]+[/\\][^/\\]+\.schema\.json$/.test(name))
    .sort()
  for (const file of files) {
    const schema: unknown = JSON.parse(readFileSync(join(pluginsDir, file), 'utf8'))
    if (isObject(schema)) walk({ ...collector, root: schema }, { schema, place: 'form' })
  }
  return collector
}

/** Values of every choice of a resource's schema by the file, wherever it stands in it. */
export function valuesOfResources({ resourcesDir }: { readonly resourcesDir: string }) {
  return readdirSync(resourcesDir)
    .sort()
    .map((file) => {
      const schema: Json = JSON.parse(readFileSync(join(resourcesDir, file), 'utf8'))
      return { file, values: [...new Set(valuesIn(schema))] }
    })
}

function valuesIn(schema: Json): string[] {
  if (Array.isArray(schema)) return schema.flatMap(valuesIn)
  if (!isObject(schema)) return []
  const { enum: values, const: only, examples: _examples, default: _default, ...rest } = schema
  const own = [...(Array.isArray(values) ? values : []), only].filter(isWord)
  // What is called `enum` among properties is a field, not a choice.
  return [...own, ...Object.values(rest).flatMap((part) => valuesIn(part ?? null))]
}

/** Signs such as `+` are the same in all languages. */
const isWord = (value: Json | undefined): value is string =>
  typeof value === 'string' && /\p{L}/u.test(value)

const collectorOf = (root: JsonObject): Collector => ({
  texts: new Map(),
  values: new Set(),
  root,
  walked: { form: new Set(), answer: new Set() },
})

function keep({ texts }: Collector, kind: TextClass, text: Json | undefined): void {
  if (typeof text === 'string' && /\p{L}/u.test(text) && !texts.has(text)) texts.set(text, kind)
}

const listAt = (value: JsonObject, key: string): readonly Json[] => {
  const list = value[key]
  return Array.isArray(list) ? list : []
}

function collectPath(collector: Collector, item: JsonObject): void {
  const named = item['x-resource']
  if (isObject(named)) {
    keep(collector, 'name', named.one)
    keep(collector, 'name', named.many)
    const schema = objectAt(collector.root, 'components', 'schemas', String(named.schema))
    collectResource(collector, schema)
  }
  for (const method of ['get', 'post', 'patch', 'delete']) {
    const operation = item[method]
    if (isObject(operation)) collectOperation(collector, { method, operation })
  }
}

/** An object's page explains itself and each of its fields. */
function collectResource(collector: Collector, schema: JsonObject): void {
  keep(collector, 'help', schema.description)
  for (const field of Object.values(objectAt(schema, 'properties'))) {
    if (isObject(field)) keep(collector, 'help', merged(collector, field).description)
  }
}

function collectOperation(
  collector: Collector,
  { method, operation }: { readonly method: string; readonly operation: JsonObject },
): void {
  if (method === 'post') {
    keep(collector, 'command', operation.summary)
    keep(collector, 'command', operation.description)
  }
  for (const parameter of listAt(operation, 'parameters')) {
    if (!isObject(parameter) || parameter.in !== 'query') continue
    if (OF_THE_PAGE.includes(String(parameter.name))) continue
    const schema = objectAt(parameter, 'schema')
    keep(collector, 'title', merged(collector, schema).title)
    walk(collector, { schema, place: 'answer' })
  }
  walk(collector, { schema: contentOf(operation.requestBody), place: 'form' })
  for (const [status, answer] of Object.entries(objectAt(operation, 'responses'))) {
    if (status.startsWith('2')) walk(collector, { schema: contentOf(answer), place: 'answer' })
  }
}

const contentOf = (carrier: Json | undefined): JsonObject =>
  objectAt(carrier, 'content', 'application/json', 'schema')

/** A schema over what its reference leads to, as the page shows it. */
function merged(collector: Collector, schema: JsonObject): JsonObject {
  const target = targetOf(collector, schema)
  return target === undefined ? schema : { ...merged(collector, target), ...schema }
}

function targetOf({ root }: Collector, { $ref }: JsonObject): JsonObject | undefined {
  const target = typeof $ref === 'string' ? resolvePointer(root, $ref.slice(1)) : undefined
  return isObject(target) ? target : undefined
}

/** Names of the choices of a schema, and what is inside of it: all of that a form or a table shows. */
function walk(
  collector: Collector,
  { schema, place }: { readonly schema: JsonObject; readonly place: Place },
): void {
  if (collector.walked[place].has(schema)) return
  collector.walked[place].add(schema)
  const target = targetOf(collector, schema)
  if (target !== undefined) walk(collector, { schema: target, place })
  for (const value of [...listAt(schema, 'enum'), schema.const])
    if (isWord(value)) collector.values.add(value)
  for (const child of childrenOf(schema)) {
    const { title, description } = merged(collector, child)
    keep(collector, 'title', title)
    if (place === 'form') keep(collector, 'help', description)
    walk(collector, { schema: child, place })
  }
}

const childrenOf = (schema: JsonObject): JsonObject[] =>
  [
    ...ONE.map((key) => schema[key]),
    ...LISTS.flatMap((key) => listAt(schema, key)),
    ...MAPS.flatMap((key) => Object.values(objectAt(schema, key))),
  ].filter(isObject)
