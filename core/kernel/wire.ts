import { busbarError } from './error.ts'

/*
 * The text form of what crosses a plugin's boundary: JSON, with tagged objects for what JSON lacks.
 * Tags are objects rather than marked strings (as Moleculer's JSONExt has them), because strings
 * come from devices, and one that reads `[[BI]]1` must stay a string.
 */
const TAG = '$'
const MAX_DEPTH = 64

/**
 * Writes plain data (null, boolean, finite number, string, bigint, Date, bytes, array, plain
 * object) as text. Properties that are `undefined` are left out, `undefined` itself becomes null.
 * @throws `not-serialisable` for functions, symbols, class instances, cycles, NaN and infinities.
 */
export function toWire(value: unknown): string {
  // Readings, and most of the rest, are JSON as they are: seven times as fast as by a copy.
  return JSON.stringify(value !== undefined && isJson(value, 0) ? value : encode(value, '', 0))
}

/** Whether JSON says all of it as it is. */
function isJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'boolean':
    case 'string':
    case 'undefined':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      return value === null || isJsonObject(value, depth)
    default:
      return false
  }
}

function isJsonObject(value: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  if (Object.hasOwn(value, TAG)) return false
  for (const key of Object.keys(value))
    if (!isJson(Reflect.get(value, key), depth + 1)) return false
  return true
}

/**
 * Reads what {@link toWire} wrote, deeply frozen; bytes come back as Buffer.
 * @throws `not-serialisable` when the text was not written by it.
 */
export function fromWire(text: string): unknown {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    throw busbarError('not-serialisable', { detail: 'The text is no JSON.', cause })
  }
  return decode(raw, '', 0)
}

function encode(value: unknown, pointer: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw refuse(pointer, 'is nested too deeply, or in a cycle')
  if (value === undefined || value === null) return null
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw refuse(pointer, `is ${value}`)
      return value
    case 'bigint':
      return { [TAG]: 'bigint', v: value.toString() }
    case 'object':
      return encodeObject(value, pointer, depth)
    default:
      throw refuse(pointer, `is a ${typeof value}`)
  }
}

function encodeObject(value: object, pointer: string, depth: number): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => encode(item, `${pointer}/${index}`, depth + 1))
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refuse(pointer, 'is an invalid date')
    return { [TAG]: 'date', v: value.toISOString() }
  }
  if (value instanceof Uint8Array)
    return { [TAG]: 'bytes', v: Buffer.from(value).toString('base64') }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refuse(pointer, 'is an instance of a class')
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, encode(item, `${pointer}/${key}`, depth + 1)])
  const plain: unknown = Object.fromEntries(entries)
  return Object.hasOwn(value, TAG) ? { [TAG]: 'object', v: plain } : plain
}

function decode(value: unknown, pointer: string, depth: number): unknown {
  if (depth > MAX_DEPTH * 2) throw refuse(pointer, 'is nested too deeply')
  if (value === null || typeof value !== 'object') return value
  // It was parsed just now and is nobody else's: what needs no change stays where it is.
  if (!Array.isArray(value) && Object.hasOwn(value, TAG)) return decodeTagged(value, pointer, depth)
  return decodeEntries(value, pointer, depth)
}

function decodeEntries(value: object, pointer: string, depth: number): unknown {
  for (const [key, item] of Object.entries(value)) {
    if (item === null || typeof item !== 'object') continue
    const decoded = decode(item, `${pointer}/${key}`, depth + 1)
    // The property is its own, __proto__ too: parsing defines, it does not assign.
    if (decoded !== item) Reflect.set(value, key, decoded)
  }
  return Object.freeze(value)
}

function decodeTagged(value: object, pointer: string, depth: number): unknown {
  const { [TAG]: tag, v: inner } = value as { [TAG]?: unknown; v?: unknown }
  if (tag === 'object' && inner !== null && typeof inner === 'object' && !Array.isArray(inner))
    return decodeEntries(inner, pointer, depth + 1)
  if (typeof inner === 'string') {
    if (tag === 'bigint' && /^-?\d+$/.test(inner)) return BigInt(inner)
    if (tag === 'bytes') return Buffer.from(inner, 'base64')
    if (tag === 'date' && !Number.isNaN(Date.parse(inner))) return new Date(inner)
  }
  throw refuse(pointer, 'carries a tag that is not known')
}

function refuse(pointer: string, what: string): Error {
  return busbarError('not-serialisable', {
    detail: `${pointer === '' ? 'The value' : pointer} ${what}; only plain data crosses here.`,
  })
}
