import { isObject, type Json, type JsonObject, objectAt } from './json.ts'

/**
 * Expands `x-commands` of the contract into operations: a command is a POST with a body or none, an
 * answer, roles and a scope, so that is all the contract says of one.
 * @throws Error for an entry that lacks a field
 */
export function expandCommands(document: JsonObject): JsonObject {
  const { 'x-commands': entries, ...rest } = document
  if (!Array.isArray(entries)) return document
  const paths: Record<string, Json> = { ...objectAt(document, 'paths') }
  for (const entry of entries) {
    if (!isObject(entry)) throw new Error('x-commands: an entry is no object.')
    const path = textOf(entry, 'path')
    paths[path] = { ...objectAt(paths, path), post: operationOf(entry, path) }
  }
  return { ...rest, paths }
}

function operationOf(entry: JsonObject, path: string): JsonObject {
  const { status = 200, schema } = objectAt(entry, 'answers')
  const parameters: Json[] = []
  if (path.includes('{id}')) parameters.push({ $ref: '#/components/parameters/Id' })
  if (path.includes('{pluginId}')) parameters.push({ $ref: '#/components/parameters/PluginId' })
  if (path.includes('{version}')) parameters.push({ $ref: '#/components/parameters/KeptVersion' })
  if (entry.idempotent === true) parameters.push({ $ref: '#/components/parameters/IdempotencyKey' })
  return {
    operationId: textOf(entry, 'operation'),
    summary: textOf(entry, 'summary'),
    description: textOf(entry, 'description'),
    tags: [textOf(entry, 'tag')],
    security: [{ session: [] }, { apiKey: [] }],
    'x-roles': entry.roles ?? [],
    'x-scope': entry.scope ?? {
      subject: textOf(entry, 'operation').split('.')[0] ?? '',
      at: '/path/id',
    },
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(typeof entry.body === 'string'
      ? { requestBody: { required: true, content: contentOf(entry.body) } }
      : {}),
    responses: {
      [String(status)]: {
        description: 'Done',
        ...(typeof schema === 'string' ? { content: contentOf(schema) } : {}),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

function contentOf(component: string): JsonObject {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${component}` } } }
}

function textOf(entry: JsonObject, key: string): string {
  const value = entry[key]
  if (typeof value !== 'string') throw new Error(`x-commands: ${key} is missing.`)
  return value
}
