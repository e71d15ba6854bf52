import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type Json, type JsonObject, objectAt, resolvePointer } from './json.ts'

/**
 * Classes of texts that the admin UI shows through `say`: `title` of a field or variant, `name` of a resource or a group
 * of them, `value` of a choice, `command` (summary and description of a POST), `help` (description of a field in a
 * form or on an object's page, and of a resource).
 */
export type TextClass = 'title' | 'name' | 'value' | 'command' | 'help'

/** Each text in English with its class; of several classes, the one found first. */
export type Texts = ReadonlyMap<string, TextClass>

/** Operations whose texts no page shows: signing in and setting up have pages with texts of their own. */
const UNSEEN = ['/api/v1/auth/', '/api/v1/setup/', '/api/v1/payments/callback/']
/** Parameters of lists that are no filters. */
const OF_THE_PAGE = ['sort', 'q', 'format', 'archived']
const LISTS = ['oneOf', 'anyOf', 'allOf', 'prefixItems']
const MAPS = ['properties', 'patternProperties']
const ONE = ['items', 'additionalProperties']

interface Collector {
  readonly texts: Map<string, TextClass>
  /** What references lead into. */
  readonly root: JsonObject
  /** Schemas walked already, per place. */
  readonly walked: { readonly form: Set<JsonObject>; readonly answer: Set<JsonObject> }
}
type Place = keyof Collector['walked']

/** Every text of the bundled contract that the admin UI can show. */
export function textsOfContract(document: JsonObject): Texts {
  const collector = collectorOf(document)
  for (const group of listAt(objectAt(document, 'x-ui'), 'groups')) {
    if (isObject(group)) keep(collector, 'name', group.title)
  }
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    const isSeen = path.startsWith('/api/v1/') && !UNSEEN.some((start) => path.startsWith(start))
    if (isSeen && isObject(item)) collectPath(collector, item)
  }
  return collector.texts
}

/** Every text of the plugins' own schemas, which the admin UI shows as forms. */
export function textsOfPlugins({ pluginsDir }: { readonly pluginsDir: string }): Texts {
  const collector = collectorOf({})
  const files = readdirSync(pluginsDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^[^/\\]+[/\\][^/\\]+\.schema\.json$/.test(name))
    .sort()
  for (const file of files) {
    const schema: unknown = JSON.parse(readFileSync(join(pluginsDir, file), 'utf8'))
    if (isObject(schema)) walk({ ...collector, root: schema }, { schema, place: 'form' })
  }
  return collector.texts
}

const collectorOf = (root: JsonObject): Collector => ({
  texts: new Map(),
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
  for (const value of [...listAt(schema, 'enum'), schema.const]) keep(collector, 'value', value)
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
