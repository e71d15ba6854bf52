import type { Json, JsonObject } from '../kernel/canonical.ts'
import { componentOf, listOf, objectOf } from './contract.ts'

/** A column of a table: a field, or a field of a field. */
export interface Column {
  /** Names of the fields on the way, joined by dots. */
  readonly name: string
  readonly at: readonly string[]
}

/** Schemas may contain themselves. */
const DEPTH = 4

/** The columns of a component, in its own order: objects whose fields the schema names are laid out flat. */
export function columnsOf(contract: JsonObject, component: string): readonly Column[] {
  return Object.freeze(columnsIn(contract, componentOf(contract, component), []))
}

/** As `columnsOf`, of any schema with properties. */
export function columnsIn(
  contract: JsonObject,
  schema: JsonObject,
  at: readonly string[],
): Column[] {
  return Object.entries(objectOf(schema.properties)).flatMap(([field, property]) => {
    const place = [...at, field]
    const inner = resolved(contract, objectOf(property))
    const flat = listOf(inner.oneOf).length === 0 && inner.properties !== undefined
    if (flat && place.length < DEPTH) return columnsIn(contract, inner, place)
    return [Object.freeze({ name: place.join('.'), at: Object.freeze(place) })]
  })
}

function resolved(contract: JsonObject, schema: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema
  return resolved(contract, componentOf(contract, schema.$ref.split('/').at(-1) ?? ''))
}

/** So that spreadsheets know UTF-8 when they see it. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** The line of the columns' names. */
export function headerLine(columns: readonly Column[]): string {
  return lineOf(columns.map(({ name }) => name))
}

/** One item as a line (RFC 4180); what is a list within it stands as JSON in its cell. */
export function itemLine(columns: readonly Column[], item: JsonObject): string {
  return lineOf(
    columns.map(({ at }) =>
      textOf(at.reduce<Json | undefined>((value, key) => objectOf(value)[key], item)),
    ),
  )
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(defused(cell))).join(',')}\r\n`
}

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const NUMBER = /^-\d+(\.\d+)?$/

/** What a spreadsheet would take for a formula is made text by an apostrophe; negative numbers are none. */
function defused(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
