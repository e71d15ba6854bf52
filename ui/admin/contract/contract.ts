import { send } from '../../shared/api/client.ts'
import { resolved, type Schema } from './schema.ts'

/** A command of the contract: a POST on an object or a collection. */
export interface Command {
  readonly operationId: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly roles: readonly string[]
  /** What it takes; null: nothing. */
  readonly body: Schema | null
  readonly answer: Schema | null
  /** Whether its answer is something else than the object, such as the outcome of a test. */
  readonly tells: boolean
}

/** A resource as the contract describes it: everything that generated pages are made of. */
export interface Resource {
  readonly service: string
  readonly one: string
  readonly many: string
  readonly path: string
  readonly description: string
  readonly schema: Schema
  /** Fields that a list shows, in order. */
  readonly columns: readonly string[]
  readonly sortable: readonly string[]
  readonly filters: Readonly<Record<string, Schema>>
  readonly searchable: boolean
  /** Whether what has been removed can be listed as well. */
  readonly archives: boolean
  /** Whether files of many are read and written. */
  readonly bulk: boolean
  /** Whether the list comes as a table for spreadsheets too. */
  readonly tables: boolean
  readonly group: string
  readonly icon: string
  /** How one is called: `{code} {name}`. */
  readonly title: string
  readonly read: readonly string[]
  /** What creating one takes, and who may; null: not by hand. */
  readonly create: Command | null
  readonly update: { readonly body: Schema; readonly roles: readonly string[] } | null
  readonly remove: { readonly roles: readonly string[] } | null
  /** Whether one can be read by its id, and so has a page. */
  readonly single: boolean
  /** Commands on one object. */
  readonly commands: readonly Command[]
  /** Commands on all of them. */
  readonly general: readonly Command[]
}

export interface Contract {
  readonly groups: readonly { readonly id: string; readonly title: string; readonly icon: string }[]
  readonly resources: ReadonlyMap<string, Resource>
  readonly components: Readonly<Record<string, Schema>>
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly 'x-roles'?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Content
  readonly responses?: Readonly<Record<string, Content>>
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}
interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly schema: Schema
}
type PathItem = Readonly<Record<'get' | 'post' | 'patch' | 'delete', Operation | undefined>> & {
  readonly 'x-resource'?: {
    service: string
    schema: string
    one: string
    many: string
    bulk?: boolean
  }
}
interface Look {
  readonly group?: string
  readonly icon?: string
  readonly title?: string
  readonly columns?: readonly string[]
}
interface Document {
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  readonly 'x-ui': {
    readonly groups: Contract['groups']
    readonly resources: Readonly<Record<string, Look>>
  }
}

let loading: Promise<Contract> | null = null

/** The contract of the server that the page talks to, read once. */
export function loadContract(): Promise<Contract> {
  loading ??= send<Document>('GET', '/api/openapi.json').then(
    ({ data }) => readContract(data),
    (thrown: unknown) => {
      loading = null
      throw thrown
    },
  )
  return loading
}

/** Every resource of the document, with what the server says of it and what schemas/ui says of its looks. */
function readContract(document: Document): Contract {
  const { schemas } = document.components
  const entries = Object.entries(document.paths).flatMap(([path, item]) => {
    const named = item['x-resource']
    return named === undefined ? [] : [[path, item, named] as const]
  })
  const resources = entries.map(([path, item, named]): [string, Resource] => {
    const { service, one, many } = named
    const schema = resolved(schemas[named.schema] ?? {}, schemas)
    const look = document['x-ui'].resources[service] ?? {}
    const single = document.paths[`${path}/{id}`]
    const list = parametersOf(item.get)
    return [
      service,
      {
        ...{ service, one, many, path, schema },
        description: schema.description ?? '',
        bulk: named.bulk === true,
        columns: columnsOf(schema, look),
        sortable: sortable(list),
        filters: filtersOf(list, schemas),
        searchable: list.some(({ name }) => name === 'q'),
        archives: list.some(({ name }) => name === 'archived'),
        tables: item.get?.responses?.['200']?.content?.['text/csv'] !== undefined,
        group: look.group ?? 'operations',
        icon: look.icon ?? 'other',
        title: look.title ?? titleOf(schema),
        read: item.get?.['x-roles'] ?? [],
        create: item.post ? commandOf(document, { path, post: item.post, of: named.schema }) : null,
        update: bodyOf(single?.patch, schemas),
        remove: single?.delete ? { roles: single.delete['x-roles'] ?? [] } : null,
        single: single?.get !== undefined,
        commands: commandsOf(document, { start: `${path}/{id}/`, of: named.schema }),
        general: commandsOf(document, { start: `${path}/`, of: named.schema }),
      },
    ]
  })
  return { groups: document['x-ui'].groups, resources: new Map(resources), components: schemas }
}

const parametersOf = (operation: Operation | undefined) =>
  (operation?.parameters ?? []).filter(({ $ref }) => $ref === undefined)

function sortable(parameters: readonly Parameter[]): readonly string[] {
  const sort = parameters.find(({ name }) => name === 'sort')
  return (sort?.schema.enum ?? []).map(String).filter((name) => !name.startsWith('-'))
}

const OF_THE_PAGE = ['sort', 'q', 'format', 'archived']

function filtersOf(parameters: readonly Parameter[], schemas: Contract['components']) {
  return Object.fromEntries(
    parameters
      .filter((parameter) => parameter.in === 'query' && !OF_THE_PAGE.includes(parameter.name))
      .map(({ name, schema }) => [name, resolved(schema, schemas)]),
  )
}

const HIDDEN = ['id', 'version', 'archivedAt']
/** Fields that say what a thing is called, the best first. */
const NAMES = ['name', 'title', 'code', 'serial']
const COLUMNS = 7

/** The descriptor's columns, or the first fields that fit a cell. */
function columnsOf(schema: Schema, { columns }: Look): readonly string[] {
  const fields = Object.entries(schema.properties ?? {})
  const known = columns?.filter((name) => schema.properties?.[name] !== undefined)
  if (known !== undefined && known.length > 0) return known
  const names = fields
    .filter(
      ([name, field]) =>
        !HIDDEN.includes(name) && !['object', 'array'].includes(String(field.type)),
    )
    .map(([name]) => name)
  // What a thing is called comes first, where it belongs last.
  const rank = (name: string) => (NAMES.includes(name) ? 0 : name === 'siteId' ? 2 : 1)
  return names.sort((a, b) => rank(a) - rank(b)).slice(0, COLUMNS)
}

function titleOf({ properties = {} }: Schema): string {
  return `{${NAMES.find((name) => properties[name] !== undefined) ?? 'id'}}`
}

function bodyOf(operation: Operation | undefined, schemas: Contract['components']) {
  const body = operation?.requestBody?.content?.['application/json']?.schema
  if (operation === undefined || body === undefined) return null
  return { body: resolved(body, schemas), roles: operation['x-roles'] ?? [] }
}

function commandsOf(
  document: Document,
  { start, of }: { readonly start: string; readonly of: string },
): Command[] {
  return Object.entries(document.paths).flatMap(([path, { post }]) => {
    const verb = path.startsWith(start) ? path.slice(start.length) : ''
    if (!/^[a-z-]+$/.test(verb) || post === undefined) return []
    return [commandOf(document, { path, post, of })]
  })
}

function commandOf(
  { components: { schemas } }: Document,
  { path, post, of }: { readonly path: string; readonly post: Operation; readonly of: string },
): Command {
  const { operationId, summary, description } = post
  const answer = answerOf(post)
  return {
    ...{ operationId, path, summary, description },
    roles: post['x-roles'] ?? [],
    body: bodyOf(post, schemas)?.body ?? null,
    answer: answer === null ? null : resolved(answer, schemas),
    tells: answer !== null && answer.$ref !== `#/components/schemas/${of}`,
  }
}

function answerOf({ responses = {} }: Operation): Schema | null {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))
  return success?.[1].content?.['application/json']?.schema ?? null
}

/** Filter of a resource that takes the id of one of another. */
export const fieldTo = ({ filters }: Resource, service: string): string | undefined =>
  Object.keys(filters).find((field) => filters[field]?.['x-ref'] === service)

/** Resources whose items name an item of this one, and by which field. */
export function relatedTo(contract: Contract, service: string) {
  return [...contract.resources.values()].flatMap((resource) =>
    Object.entries(resource.filters).flatMap(([field, schema]) =>
      schema['x-ref'] === service ? [{ resource, field }] : [],
    ),
  )
}
