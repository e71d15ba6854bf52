import { csvOf } from '../../../shared/csv.ts'
import type { Schema } from '../../contract/schema.ts'
import { at } from '../../forms/pointer.ts'

export type Row = Readonly<Record<string, unknown>>

/** A column of a table: its heading, where it lies in a row and what is known of what lies there. */
export interface Column {
  readonly title: string
  readonly pointer: string
  readonly schema: Schema
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The list at a place of an answer; empty where none is there. */
export function rowsAt(answer: unknown, pointer: string): readonly Row[] {
  const found = at(answer, pointer)
  return Array.isArray(found) ? found.filter(isRow) : []
}

/** A value with the schema that tells how it is shown; what no schema describes shows itself by its type. */
export function cellOf(row: Row, { pointer, schema }: Pick<Column, 'pointer' | 'schema'>) {
  const value = at(row, pointer)
  const known = Object.keys(schema).length > 0
  return { value, schema: known ? schema : { type: Array.isArray(value) ? 'array' : typeof value } }
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** As the server tells it: exact figures, instants in UTC. */
export const csvOfRows = (columns: readonly Column[], rows: readonly Row[]): string =>
  csvOf([
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ pointer }) => textOf(at(row, pointer)))),
  ])
