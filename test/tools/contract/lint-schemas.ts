import {
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  pointerOf,
  resolvePointer,
} from './json.ts'
import { carriersOf, type SchemaAt, schemasOf } from './schema-walk.ts'

/**
 * Forms, tables and documentation are made from titles and descriptions, so every property has both; and pages lead to
 * what a property names, so every property that holds the id of a resource says of which.
 */
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
  const referring = [
    ...schemasOf(document).map(({ schema, path }) => ({
      ...{ path: [...path, 'properties'] },
      fields: objectAt(schema, 'properties'),
    })),
    // What lists are narrowed by is chosen by name as well.
    ...carriersOf(document).flatMap(({ schema: { in: place, name, schema }, path }) =>
      place === 'query' && schema !== undefined
        ? [{ path, fields: { [String(name)]: schema } }]
        : [],
    ),
  ].flatMap((each) => unreferred(document, each))
  return [...named, ...inside, ...referring]
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

/** `meteringPointId`, or `fromAccountId`: the id of a resource by its name. */
function unreferred(
  document: JsonObject,
  { fields, path }: { readonly fields: JsonObject; readonly path: SchemaAt['path'] },
): string[] {
  const services = Object.values(objectAt(document, 'paths')).flatMap((item) => {
    const { service } = objectAt(item, 'x-resource')
    return typeof service === 'string' ? [service] : []
  })
  const names = services.map((service) => `${service.replace(/s$/, '')}Id`.toLowerCase())
  return Object.entries(fields).flatMap(([name, property]) => {
    const isNamed = /Ids?$/.test(name) && names.some((each) => nameEnds(name, each))
    const items = objectAt(property, 'items')
    const refers = [property, items].some((one) => says({ document, schema: one, key: 'x-ref' }))
    return isNamed && !refers
      ? [`${pointerOf([...path, name])}: has no x-ref to the resource that it names.`]
      : []
  })
}

/** Whether a field's last words are those: `fromAccountId` ends with `accountid`, `lastPaymentOrderId` does not with `derid`. */
function nameEnds(name: string, end: string): boolean {
  const one = name.replace(/s$/, '')
  const at = one.length - end.length
  if (at < 0 || one.slice(at).toLowerCase() !== end) return false
  return at === 0 || /[A-Z]/.test(one.charAt(at))
}

/** Unknown fields are refused unless a schema says otherwise in so many words. */
function unclosed({ schema, path }: SchemaAt): string[] {
  const partOfAnother = path.at(-2) === 'allOf'
  const says = 'additionalProperties' in schema || 'unevaluatedProperties' in schema
  return isObject(schema.properties) && schema.type === 'object' && !says && !partOfAnother
    ? [`${pointerOf(path)}: does not say whether it takes additionalProperties.`]
    : []
}
