import type { FieldShape, ResourceShape } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { componentOf, listOf, objectOf, readOperations } from './contract.ts'
import { codecOf, type Field } from './wire.ts'

/**
 * Every resource that the registry serves, as the contract marks it (`x-resource`): what lists, reads and changes it is
 * made of this alone.
 */
export function readResources(contract: JsonObject): readonly ResourceShape[] {
  const operations = readOperations(contract)
  return Object.values(objectOf(contract.paths)).flatMap((item): ResourceShape[] => {
    const { service, schema, registry } = objectOf(objectOf(item)['x-resource'])
    if (registry !== 'edited' && registry !== 'read') return []
    const resource = String(service)
    const component = String(schema)
    const list = operations.get(`${resource}.list`)
    const { fields } = codecOf(contract, component)
    const properties = objectOf(componentOf(contract, component).properties)
    const remove = operations.get(`${resource}.remove`)
    return [
      Object.freeze({
        ...{ resource, component },
        edited: registry === 'edited',
        removable: remove !== undefined && remove.dependents !== null,
        everywhere: list?.scope.kind === 'any',
        forTenants: list?.roles.includes('tenant') === true,
        fields: fields.map((field) => shapeOf(contract, field, objectOf(properties[field.wire]))),
      }),
    ]
  })
}

function shapeOf(contract: JsonObject, { own, kind, wire }: Field, property: JsonObject) {
  const schema = typeof property.$ref === 'string' ? whole(contract, property) : property
  const types = typesOf(schema)
  const target = schema['x-ref']
  const field = { name: own, nullable: types.includes('null') }
  if (wire === 'id') return shape({ ...field, kind: 'id' })
  if (wire === 'version') return shape({ ...field, kind: 'version' })
  if (kind === 'micros' || kind === 'instant') return shape({ ...field, kind })
  if (typeof target === 'string' && types.includes('string'))
    return shape({ ...field, kind: 'reference', resource: target })
  const [type, ...others] = types.filter((each) => each !== 'null')
  const plain = others.length === 0 ? PLAIN[type ?? ''] : undefined
  return shape({ ...field, kind: plain ?? 'json' })
}

const shape = (field: FieldShape): FieldShape => Object.freeze(field)

const PLAIN: Readonly<Record<string, FieldShape['kind']>> = {
  string: 'text',
  boolean: 'boolean',
  integer: 'integer',
  number: 'number',
}

/** A schema with what it refers to, and what stands beside the reference put over it. */
export function whole(contract: JsonObject, { $ref, ...beside }: JsonObject): JsonObject {
  const target = componentOf(contract, String($ref).split('/').at(-1) ?? '')
  return { ...target, ...beside }
}

/** Types that a value may have; of choices, those of the values, and of variants, those of all. */
export function typesOf({
  type,
  enum: values,
  const: only,
  oneOf,
  anyOf,
}: JsonObject): readonly string[] {
  if (typeof type === 'string') return [type]
  if (Array.isArray(type)) return type.map(String)
  const known = only === undefined ? listOf(values) : [only]
  const kinds = known.map((value) => (value === null ? 'null' : typeof value))
  const variants = [...listOf(oneOf), ...listOf(anyOf)].flatMap((each) => typesOf(objectOf(each)))
  return [...new Set([...kinds, ...variants])]
}
