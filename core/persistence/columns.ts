import { busbarError } from '../kernel/error.ts'
import type { Instant } from '../kernel/instant.ts'

/**
 * Arrays for `unnest`. Figures go as PostgreSQL's own binary arrays: no digits are written here and
 * read there, which on wide batches costs more than the insert. Texts go as array literals.
 * Source: PostgreSQL, src/backend/utils/adt/arrayfuncs.c, array_recv.
 */
export type Column = Buffer | string

type Integer = bigint | number | string | null

const BIGINT = 20
const TIMESTAMPTZ = 1184
const HEADER_BYTES = 20
const ELEMENT_BYTES = 12
const WORD = 2 ** 32

/** PostgreSQL counts from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1)

/** A `bigint[]`; null stays null. */
export function integers<Row>(rows: readonly Row[], pick: (row: Row) => Integer): Buffer {
  const column = new ArrayWriter(BIGINT, rows.length)
  for (const row of rows) column.integer(pick(row))
  return column.end()
}

/** A `timestamptz[]`; null stays null. */
export function instants<Row>(rows: readonly Row[], pick: (row: Row) => Instant | null): Buffer {
  const column = new ArrayWriter(TIMESTAMPTZ, rows.length)
  for (const row of rows) {
    const at = pick(row)
    column.integer(at === null ? null : (at - EPOCH_MS) * 1000)
  }
  return column.end()
}

/** A one-dimensional array of 64-bit elements while it is written. */
class ArrayWriter {
  readonly #buffer: Buffer
  readonly #view: DataView
  #at = HEADER_BYTES

  constructor(type: number, length: number) {
    this.#buffer = Buffer.allocUnsafeSlow(HEADER_BYTES + length * ELEMENT_BYTES)
    this.#view = new DataView(this.#buffer.buffer)
    // Dimensions, whether there are nulls, the elements' type; length and lower bound.
    this.#view.setInt32(0, length === 0 ? 0 : 1)
    this.#view.setInt32(4, 0)
    this.#view.setInt32(8, type)
    this.#view.setInt32(12, length)
    this.#view.setInt32(16, 1)
  }

  integer(value: Integer): void {
    if (value === null) {
      this.#view.setInt32(4, 1)
      this.#view.setInt32(this.#at, -1)
      this.#at += 4
      return
    }
    this.#view.setInt32(this.#at, 8)
    if (typeof value === 'bigint') this.#bigint(value)
    else this.#number(value)
    this.#at += ELEMENT_BYTES
  }

  #number(value: number | string): void {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) {
      this.#bigint(BigInt(value))
      return
    }
    const high = Math.floor(number / WORD)
    this.#view.setInt32(this.#at + 4, high)
    this.#view.setUint32(this.#at + 8, number - high * WORD)
  }

  #bigint(value: bigint): void {
    // Eight bytes would drop what does not fit, where digits are refused.
    if (BigInt.asIntN(64, value) !== value)
      throw busbarError('validation-failed', { detail: `${value} is too large to be kept.` })
    this.#view.setBigInt64(this.#at + 4, value)
  }

  end(): Buffer {
    return this.#at === HEADER_BYTES
      ? this.#buffer.subarray(0, 12)
      : this.#buffer.subarray(0, this.#at)
  }
}

/** Ids as they are. */
export function idList(ids: readonly string[]): string {
  return `{${ids.join(',')}}`
}

const SPECIAL = /["\\]/
const ESCAPED = /["\\]/g

/** Any text; null stays null. */
export function texts<Row>(rows: readonly Row[], pick: (row: Row) => string | null): string {
  let text = '{'
  let separator = ''
  let last: string | null = null
  let literal = 'NULL'
  for (const row of rows) {
    const value = pick(row)
    // Most columns repeat a few words.
    if (value !== last) {
      literal = textLiteral(value)
      last = value
    }
    text += separator + literal
    separator = ','
  }
  return `${text}}`
}

function textLiteral(value: string | null): string {
  if (value === null) return 'NULL'
  return SPECIAL.test(value) ? `"${value.replace(ESCAPED, '\\$&')}"` : `"${value}"`
}

export function booleans<Row>(rows: readonly Row[], pick: (row: Row) => boolean): string {
  let text = '{'
  let separator = ''
  for (const row of rows) {
    text += separator + (pick(row) ? 't' : 'f')
    separator = ','
  }
  return `${text}}`
}
