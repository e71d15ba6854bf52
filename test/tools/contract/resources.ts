import { isObject, type Json, type JsonObject, objectAt } from './json.ts'

/**
 * Expands `x-resources` of the contract into paths and components: list, get, create and update are the same for every
 * resource, so the contract says only how resources differ. Fields of a schema that are `readOnly` are left out of what
 * is sent, those marked `x-fixed` out of changes.
 * @throws Error for an entry that names no schema or no such field
 */
export function expandResources(document: JsonObject): JsonObject {
  const { 'x-resources': entries, ...rest } = document
  if (!Array.isArray(entries)) return document
  const resources = entries.map(readResource)
  const schemas = { ...objectAt(document, 'components', 'schemas') }
  const paths: Record<string, Json> = { ...objectAt(document, 'paths') }
  for (const resource of resources) {
    const own = objectAt(schemas, resource.schema)
    if (!isObject(own.properties)) throw new Error(`${resource.service}: no such schema.`)
    const schema = resource.remove === null ? own : archivable(own)
    schemas[resource.schema] = schema
    for (const [name, component] of Object.entries(componentsOf({ resource, schema }))) {
      if (schemas[name] !== undefined) throw new Error(`${name} is the name of another schema.`)
      schemas[name] = component
    }
    // Commands of its own may stand beside what every resource has.
    for (const [path, item] of Object.entries(pathsOf({ resource, schema })))
      paths[path] = { ...objectAt(paths, path), ...objectAt(item) }
  }
  const components = { ...objectAt(document, 'components'), schemas }
  return { ...rest, paths, components }
}

interface Resource {
  readonly service: string
  readonly schema: string
  readonly path: string
  readonly tag: string
  readonly one: string
  readonly many: string
  readonly read: readonly Json[]
  /** Roles that may create and change; none: it is read only. */
  readonly write: readonly Json[]
  readonly listScope: Json
  readonly createScope: Json
  readonly updateScope: Json
  readonly filters: readonly string[]
  readonly sort: readonly string[]
  /** Who may take one out of use, and what may not depend on it then; null: nobody can. */
  readonly remove: { readonly roles: readonly Json[]; readonly dependents: readonly Json[] } | null
  /** Fields that hold the text of the parameter `q`; none: there is no such parameter. */
  readonly search: readonly string[]
  /** Whether its create and update go by a service of its own. */
  readonly own: boolean
  /** Fields by which people tell one from another; none: by its id alone. */
  readonly key: readonly string[]
  /** Whether files of many are read and written. */
  readonly bulk: boolean
}

interface Subject {
  readonly resource: Resource
  readonly schema: JsonObject
}

function readResource(entry: Json): Resource {
  if (!isObject(entry)) throw new Error('x-resources: an entry is no object.')
  const text = (key: string): string => {
    const value = entry[key]
    if (typeof value !== 'string') throw new Error(`x-resources: ${key} is missing.`)
    return value
  }
  const list = (key: string): readonly Json[] => {
    const value = entry[key]
    return Array.isArray(value) ? value : []
  }
  const service = text('service')
  const object = { subject: service, at: '/path/id' }
  return {
    service,
    schema: text('schema'),
    path: text('path'),
    tag: text('tag'),
    one: text('one'),
    many: text('many'),
    read: list('read'),
    write: list('write'),
    listScope: entry.listScope ?? 'list',
    createScope: entry.createScope ?? { subject: 'sites', at: '/body/siteId' },
    updateScope: entry.updateScope ?? object,
    filters: list('filters').map(String),
    sort: ['id', ...list('sort').map(String)],
    remove: isObject(entry.remove)
      ? { roles: arrayOf(entry.remove.roles), dependents: arrayOf(entry.remove.dependents) }
      : null,
    search: list('search').map(String),
    own: entry.own === true,
    key: list('key').map(String),
    bulk: entry.bulk === true,
  }
}

/** `account` → `an account`; by sound, as far as letters tell it: a unit, a user. */
const a = (noun: string): string => `${/^(?:[aeio]|u(?!s|ni))/i.test(noun) ? 'an' : 'a'} ${noun}`

function arrayOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** A schema with the instant at which one was taken out of use. */
function archivable(schema: JsonObject): JsonObject {
  const archivedAt: Json = {
    type: ['string', 'null'],
    format: 'date-time',
    title: 'Removed',
    description: 'When it was removed; null while it is in use.',
    readOnly: true,
  }
  return { ...schema, properties: { ...objectAt(schema, 'properties'), archivedAt } }
}

/** What is sent to make and to change one, and a page of them. */
function componentsOf({ resource, schema }: Subject): Record<string, Json> {
  const { schema: name, one, many } = resource
  const page: Json = {
    title: `Page of ${many}`,
    description: `Some ${many}, and where to go on.`,
    type: 'object',
    additionalProperties: false,
    required: ['items', 'nextCursor'],
    properties: {
      items: {
        type: 'array',
        title: 'Items',
        description: 'In the order that was asked for.',
        items: { $ref: `#/components/schemas/${name}` },
      },
      nextCursor: {
        type: ['string', 'null'],
        title: 'Next cursor',
        description: 'Send it as `cursor` to go on; null: this was the last page.',
      },
    },
  }
  if (resource.write.length === 0) return { [`${name}Page`]: page }
  const fields = Object.entries(objectAt(schema, 'properties')).filter(
    ([, field]) => !(isObject(field) && field.readOnly === true),
  )
  const required = fields.filter(([, field]) => isRequired(field)).map(([key]) => key)
  const changes = fields.filter(([, field]) => !(isObject(field) && field['x-fixed'] === true))
  return {
    [`${name}Page`]: page,
    [`${name}Create`]: {
      ...closed(`New ${one}`, `What makes ${a(one)}.`),
      required,
      properties: Object.fromEntries(fields),
    },
    [`${name}Update`]: {
      ...closed(`Change of ${a(one)}`, 'Fields that are left out stay as they are.'),
      minProperties: 1,
      properties: Object.fromEntries(changes.map(([key, field]) => [key, undefaulted(field)])),
    },
  }
}

const closed = (title: string, description: string) => ({
  title,
  description,
  type: 'object',
  additionalProperties: false,
})

/** A field must be sent unless it may be null or has a default. */
function isRequired(field: Json): boolean {
  if (!isObject(field) || field.default !== undefined) return false
  return !(Array.isArray(field.type) && field.type.includes('null'))
}

function undefaulted(field: Json): Json {
  if (!isObject(field)) return field
  const { default: _default, ...rest } = field
  return rest
}

const PROBLEM = { default: { $ref: '#/components/responses/Problem' } }
const BOTH = [{ session: [] }, { apiKey: [] }]

function pathsOf({ resource, schema }: Subject): Record<string, Json> {
  const { service, path, one, many, schema: name, tag, read, write } = resource
  const common = { tags: [tag], security: BOTH }
  const answer = (status: string, description: string, body: string, headers?: JsonObject) => ({
    [status]: {
      description,
      ...(headers === undefined ? {} : { headers }),
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${body}` } } },
    },
    ...PROBLEM,
  })
  const versioned = objectAt(schema, 'properties').version !== undefined
  const etag = versioned ? { ETag: { $ref: '#/components/headers/ETag' } } : undefined
  const body = (component: string) => ({
    required: true,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } },
  })
  const object = { subject: service, at: '/path/id' }
  const collection: Record<string, Json> = {
    get: {
      operationId: `${service}.list`,
      summary: `List ${many}`,
      description: `The ${many} that the caller may see, page by page.`,
      ...common,
      'x-roles': read,
      'x-scope': resource.listScope,
      ...(resource.search.length === 0 ? {} : { 'x-search': resource.search }),
      parameters: listParameters({ resource, schema }),
      responses: listResponses(name),
    },
  }
  const item: Record<string, Json> = {
    parameters: [{ $ref: '#/components/parameters/Id' }],
    get: {
      operationId: `${service}.get`,
      summary: `Get ${a(one)}`,
      description: `One ${one} by its id.`,
      ...common,
      'x-roles': read,
      'x-scope': resource.listScope === 'any' ? 'any' : object,
      responses: answer('200', `The ${one}`, name, etag),
    },
  }
  if (write.length > 0) {
    collection.post = {
      operationId: `${service}.create`,
      summary: `Create ${a(one)}`,
      description: `Makes ${a(one)}.`,
      ...common,
      'x-roles': write,
      'x-scope': resource.createScope,
      requestBody: body(`${name}Create`),
      responses: answer('201', 'Made', name, etag),
    }
  }
  if (write.length > 0 && versioned) {
    item.patch = {
      operationId: `${service}.update`,
      summary: `Change ${a(one)}`,
      description: `Changes ${a(one)}; fields that are left out stay as they are.`,
      ...common,
      'x-roles': write,
      'x-scope': resource.updateScope,
      parameters: [{ $ref: '#/components/parameters/IfMatch' }],
      requestBody: body(`${name}Update`),
      responses: answer('200', 'Changed', name, etag),
    }
  }
  // Whoever makes pages of the contract finds the resource here, and the registry what it serves.
  const registry = write.length > 0 && !resource.own ? 'edited' : 'read'
  const { key, bulk } = resource
  for (const field of key)
    if (!isObject(objectAt(schema, 'properties')[field]))
      throw new Error(`${service}: there is no field ${field}.`)
  if (bulk && key.length === 0) throw new Error(`${service}: what is bulk has a key.`)
  collection['x-resource'] = {
    ...{ service, schema: name, one, many, registry },
    ...(key.length === 0 ? {} : { key }),
    ...(bulk ? { bulk } : {}),
  }
  if (resource.remove !== null) {
    item.delete = {
      operationId: `${service}.remove`,
      summary: `Remove ${a(one)}`,
      description: `Takes ${a(one)} out of use, for good: it is listed no longer and cannot be chosen or changed. What refers to it stays, and so does what it did. It is refused while something depends on it, with a list.`,
      ...common,
      'x-roles': resource.remove.roles,
      'x-scope': resource.updateScope,
      'x-dependents': resource.remove.dependents,
      parameters: [{ $ref: '#/components/parameters/IfMatch' }],
      responses: answer('200', 'Removed', name, etag),
    }
  }
  return { [path]: collection, [`${path}/{id}`]: item }
}

const ARCHIVED: Json = {
  name: 'archived',
  in: 'query',
  description: 'Whether what has been removed is listed as well.',
  schema: { type: 'boolean', default: false },
}

/** A page, or all of it as a table. */
function listResponses(name: string): JsonObject {
  return {
    '200': {
      description: 'A page; or all that the filters leave, as a table for spreadsheets',
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${name}Page` } },
        'text/csv': { schema: { type: 'string' } },
      },
    },
    ...PROBLEM,
  }
}

const FORMAT: Json = {
  name: 'format',
  in: 'query',
  description:
    'csv: everything that the filters leave, streamed as RFC 4180 in UTF-8 (cursor and limit do not count); `Accept: text/csv` asks for the same.',
  schema: { type: 'string', enum: ['json', 'csv'], default: 'json' },
}

function searchParameters({ service, search }: Resource, fields: JsonObject): Json[] {
  if (search.length === 0) return []
  for (const name of search)
    if (!isObject(fields[name])) throw new Error(`${service}: there is no field ${name}.`)
  return [
    {
      name: 'q',
      in: 'query',
      description: `Only those that hold this text, in any case, in ${search.join(', ')}.`,
      schema: { type: 'string', minLength: 1, maxLength: 100 },
    },
  ]
}

function listParameters({ resource, schema }: Subject): Json[] {
  const fields = objectAt(schema, 'properties')
  const filters = resource.filters.map((name): Json => {
    const field = fields[name]
    if (!isObject(field)) throw new Error(`${resource.service}: there is no field ${name}.`)
    const { readOnly: _readOnly, 'x-fixed': _fixed, default: _default, ...filter } = field
    return { name, in: 'query', description: `Only those with this value.`, schema: filter }
  })
  const orders = resource.sort.flatMap((name) => [name, `-${name}`])
  const sort: Json = {
    name: 'sort',
    in: 'query',
    description: 'Field to sort by; with a minus, the other way round.',
    schema: { type: 'string', enum: orders, default: 'id' },
  }
  return [
    { $ref: '#/components/parameters/PageCursor' },
    { $ref: '#/components/parameters/PageLimit' },
    sort,
    ...searchParameters(resource, fields),
    FORMAT,
    ...filters,
    ...(resource.remove === null ? [] : [ARCHIVED]),
  ]
}
