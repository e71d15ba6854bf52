import { type BusbarError, busbarError, errorCode, type FieldError } from '../kernel/error.ts'
import { fromWire, toWire } from '../kernel/wire.ts'

/**
 * What passes between the core and a plugin: always a copy, plain and frozen, so that neither side
 * can reach into the other, and so that the same plugin can be put in another process.
 */
export type Boundary = (value: unknown) => unknown

const MAX_DEPTH = 64

/** @param roundTrip sends every value through its text form, as a process boundary would. */
export function createBoundary({ roundTrip }: { readonly roundTrip: boolean }): Boundary {
  if (!roundTrip) return copyPlain
  return (value) => (value === undefined ? undefined : fromWire(toWire(value)))
}

/**
 * A frozen deep copy of plain data (JSON, bigint, Date, bytes); `undefined` properties are left out.
 * @throws `not-serialisable` for whatever is not plain data
 */
export function copyPlain(value: unknown): unknown {
  return copy(value, '', 0)
}

function copy(value: unknown, pointer: string, depth: number): unknown {
  switch (typeof value) {
    case 'boolean':
    case 'string':
    case 'bigint':
    case 'undefined':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw refuse(pointer, `is ${value}`)
      return value
    case 'object':
      return value === null ? null : copyObject(value, pointer, depth)
    default:
      throw refuse(pointer, `is a ${typeof value}`)
  }
}

function copyObject(value: object, pointer: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw refuse(pointer, 'is nested too deeply, or in a cycle')
  if (Array.isArray(value))
    return Object.freeze(
      value.map((item, index) => copy(item, `${pointer}/${index}`, depth + 1) ?? null),
    )
  if (value instanceof Date) return new Date(value)
  if (value instanceof Uint8Array) return Buffer.from(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refuse(pointer, 'is an instance of a class')
  const result: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    const copied = copy(item, `${pointer}/${key}`, depth + 1)
    // Assigning to this one name would set the prototype instead.
    if (key === '__proto__') Object.defineProperty(result, key, { value: copied, enumerable: true })
    else result[key] = copied
  }
  return Object.freeze(result)
}

function refuse(pointer: string, what: string): Error {
  return busbarError('not-serialisable', {
    detail: `${pointer === '' ? 'The value' : pointer.slice(0, 200)} ${what}; only plain data crosses here.`,
  })
}

/** Makes sure that no secret is told in a text. */
export type Redact = (text: string) => string

/**
 * Whatever a plugin threw, as an error of the catalogue. The thrown object itself stays behind: it
 * may be of any class, and its getters are the plugin's code.
 */
export function crossError(thrown: unknown, redact: Redact): BusbarError {
  try {
    const code = errorCode(thrown)
    const detail = redact(
      text(thrown, 'detail') ?? text(thrown, 'message') ?? String(thrown),
    ).slice(0, 500)
    if (code) return busbarError(code, { detail, errors: fields(thrown) })
    const retryable = property(thrown, 'retryable') === true
    return busbarError(retryable ? 'plugin-not-available' : 'plugin-call-failed', { detail })
  } catch {
    return busbarError('plugin-call-failed', { detail: 'It threw something that cannot be read.' })
  }
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined
}

function text(thrown: unknown, name: string): string | undefined {
  const value = property(thrown, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fields(thrown: unknown): FieldError[] {
  const errors = property(thrown, 'errors')
  if (!Array.isArray(errors)) return []
  return errors.slice(0, 20).flatMap((error: unknown) => {
    const pointer = text(error, 'pointer') ?? ''
    const message = text(error, 'message')
    return message === undefined
      ? []
      : [{ pointer: pointer.slice(0, 200), message: message.slice(0, 200) }]
  })
}
