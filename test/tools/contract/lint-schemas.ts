import {
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  pointerOf,
  resolvePointer,
} from './json.ts'
import { type SchemaAt, schemasOf } from './schema-walk.ts'

/** Forms, tables and documentation are made from titles and descriptions, so every property has both. */
export function checkSchemas(document: JsonObject): string[] {
  const named = Object.entries(objectAt(document, 'components', 'schemas')).flatMap(
    ([name, schema]) => unexplained(document, schema, `/components/schemas/${name}`),
  )
  const inside = schemasOf(document).flatMap(({ schema, path }) => [
    ...Object.entries(objectAt(schema, 'properties')).flatMap(([name, property]) =>
      unexplained(document, property, pointerOf([...path, 'properties', name])),
    ),
    ...unclosed({ schema, path }),
  ])
  return [...named, ...inside]
}

function unexplained(document: JsonObject, schema: Json, pointer: string): string[] {
  return ['title', 'description']
    .filter((key) => !says({ document, schema, key }))
    .map((key) => `${pointer}: has no ${key}.`)
}

interface Question {
  readonly document: JsonObject
  readonly schema: Json | undefined
  readonly key: string
}

/** Whether a schema, or the one that it refers to, has a text at the key. */
function says({ document, schema, key }: Question): boolean {
  if (!isObject(schema)) return false
  if (typeof schema[key] === 'string' && schema[key] !== '') return true
  return (
    typeof schema.$ref === 'string' &&
    says({ document, schema: resolvePointer(document, schema.$ref), key })
  )
}

/** Unknown fields are refused unless a schema says otherwise in so many words. */
function unclosed({ schema, path }: SchemaAt): string[] {
  const partOfAnother = path.at(-2) === 'allOf'
  const says = 'additionalProperties' in schema || 'unevaluatedProperties' in schema
  return isObject(schema.properties) && schema.type === 'object' && !says && !partOfAnother
    ? [`${pointerOf(path)}: does not say whether it takes additionalProperties.`]
    : []
}
