import type { Row, Value } from '../flow/registry/ports.ts'
import { assert } from '../kernel/assert.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { formatMicros, parseMicros } from '../kernel/decimal.ts'
import { formatInstant, parseInstant } from '../kernel/instant.ts'
import { componentOf, listOf, objectOf } from './contract.ts'

type Kind = 'micros' | 'instant' | 'rows' | 'plain'

export interface Field {
  /** Its name on the wire. */
  readonly wire: string
  /** Its name inside: micros bear their unit. */
  readonly own: string
  readonly kind: Kind
  readonly items?: Codec
}

/** Between a resource on the wire and inside: decimal strings and bigint micros, RFC 3339 and instants. */
export interface Codec {
  readonly fields: readonly Field[]
  toWire(row: Row): JsonObject
  /** Only fields that are there are carried over. */
  fromWire(body: JsonObject): Row
}

/** The codec of a component, made from its schema. */
export function codecOf(contract: JsonObject, component: string): Codec {
  const schema = componentOf(contract, component)
  assert(schema.properties !== undefined, `${component} is a component of the contract`)
  return codecOfSchema(schema)
}

function codecOfSchema(schema: JsonObject): Codec {
  const fields = Object.entries(objectOf(schema.properties)).map(([wire, property]) =>
    fieldOf(wire, objectOf(property)),
  )
  // What the row does not tell of is left out where the schema lets it be.
  const required = new Set(listOf(schema.required))
  return Object.freeze({
    fields,
    toWire: (row: Row) =>
      Object.fromEntries(
        fields
          .filter(({ wire, own }) => required.has(wire) || row[own] !== undefined)
          .map((field) => [field.wire, outward(field, row[field.own])]),
      ),
    fromWire: (body: JsonObject) =>
      Object.fromEntries(
        fields.flatMap((field): [string, Value][] => {
          const value = body[field.wire]
          return value === undefined ? [] : [[field.own, inward(field, value)]]
        }),
      ),
  })
}

const MICROS = ['#/components/schemas/MoneyMicros', '#/components/schemas/QuantityMicros']
const INSTANT = '#/components/schemas/Instant'

function fieldOf(wire: string, property: JsonObject): Field {
  const micros = property['x-micros'] === true || MICROS.includes(String(property.$ref))
  if (micros) return { wire, own: `${wire}Micros`, kind: 'micros' }
  if (property.$ref === INSTANT || property.format === 'date-time')
    return { wire, own: wire, kind: 'instant' }
  const items = objectOf(property.items)
  const rows = property.type === 'array' && items.properties !== undefined
  return rows
    ? { wire, own: wire, kind: 'rows', items: codecOfSchema(items) }
    : { wire, own: wire, kind: 'plain' }
}

function outward(field: Field, value: Value | undefined): Json {
  if (value === null || value === undefined) return null
  switch (field.kind) {
    case 'micros':
      return formatMicros(BigInt(String(value)))
    case 'instant':
      return formatInstant(Number(value))
    case 'rows':
      return listOf(value).map((row) => field.items?.toWire(row as Row) ?? null)
    default:
      return value as Json
  }
}

function inward(field: Field, value: Json): Value {
  if (value === null) return null
  switch (field.kind) {
    case 'micros':
      return parseMicros(String(value))
    case 'instant':
      return parseInstant(String(value))
    default:
      return value
  }
}
