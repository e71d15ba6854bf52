import { isObject, type Json, type JsonObject, objectAt } from './json.ts'

type Path = readonly (string | number)[]

export interface SchemaAt {
  readonly schema: JsonObject
  readonly path: Path
}

const ONE = [
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
]
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const MAPS = ['properties', 'patternProperties', 'dependentSchemas', '$defs']

/** Every schema of the document: the components, those in operations, and those inside of these. */
export function schemasOf(document: JsonObject): SchemaAt[] {
  const components = Object.entries(objectAt(document, 'components', 'schemas')).flatMap(
    ([name, schema]) => within(schema, ['components', 'schemas', name]),
  )
  return [
    ...components,
    ...carriersOf(document).flatMap(({ schema, path }) =>
      within(schema.schema, [...path, 'schema']),
    ),
  ]
}

/** Everything that carries a schema and perhaps examples of it: parameters, headers, media types. */
export function carriersOf(document: JsonObject): SchemaAt[] {
  const { schemas: _schemas, ...components } = objectAt(document, 'components')
  return [...carriers(document.paths, ['paths']), ...carriers(components, ['components'])]
}

function carriers(value: Json | undefined, path: Path): SchemaAt[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => carriers(item, [...path, index]))
  }
  if (!isObject(value)) return []
  const here = isObject(value.schema) ? [{ schema: value, path }] : []
  const below = Object.entries(value)
    .filter(([key]) => !['schema', 'example', 'examples'].includes(key))
    .flatMap(([key, item]) => carriers(item, [...path, key]))
  return [...here, ...below]
}

function within(schema: Json | undefined, path: Path): SchemaAt[] {
  if (!isObject(schema)) return []
  const children = [
    ...ONE.map((key): [Path, Json | undefined] => [[key], schema[key]]),
    ...LISTS.flatMap((key) => {
      const list = schema[key]
      return Array.isArray(list)
        ? list.map((item: Json, index): [Path, Json] => [[key, index], item])
        : []
    }),
    ...MAPS.flatMap((key) =>
      Object.entries(objectAt(schema, key)).map(([name, item]): [Path, Json] => [
        [key, name],
        item,
      ]),
    ),
  ]
  return [{ schema, path }, ...children.flatMap(([at, child]) => within(child, [...path, ...at]))]
}
