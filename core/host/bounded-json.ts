import type { FieldError } from '../kernel/error.ts'

export interface JsonLimits {
  readonly depth: number
  readonly nodes: number
  readonly properties: number
  readonly items: number
  readonly stringLength: number
  readonly totalLength?: number
}

/** Keys that reach an object's prototype where code is careless. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Writes one reference token of a JSON pointer (RFC 6901). */
export function pointerToken(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** A pointer part of an error message never grows with its input. */
function shown(key: string): string {
  return pointerToken(key.length > 80 ? `${key.slice(0, 80)}…` : key)
}

/**
 * Whether a value is plain JSON within the limits, judged before any validator sees it.
 * @returns the first thing that is wrong, or undefined.
 */
export function findJsonFault(value: unknown, limits: JsonLimits): FieldError | undefined {
  let nodes = 0
  let length = 0

  const text = (pointer: string, candidate: string, what: string): FieldError | undefined => {
    length += candidate.length
    if (candidate.length > limits.stringLength)
      return { pointer, message: `${what} is longer than ${limits.stringLength} characters` }
    if (limits.totalLength !== undefined && length > limits.totalLength)
      return { pointer, message: `all text together is longer than ${limits.totalLength}` }
    return undefined
  }

  const visit = (node: unknown, pointer: string, depth: number): FieldError | undefined => {
    nodes += 1
    if (nodes > limits.nodes)
      return { pointer, message: `there are more than ${limits.nodes} values` }
    if (depth > limits.depth)
      return { pointer, message: `it is nested more than ${limits.depth} levels deep` }
    if (node === null || typeof node === 'boolean') return undefined
    if (typeof node === 'string') return text(pointer, node, 'the text')
    if (typeof node === 'number')
      return Number.isFinite(node) ? undefined : { pointer, message: 'the number is not finite' }
    if (Array.isArray(node)) return visitArray(node, pointer, depth)
    return typeof node === 'object'
      ? visitObject(node, pointer, depth)
      : { pointer, message: `a ${typeof node} is no JSON` }
  }

  const visitArray = (
    node: readonly unknown[],
    pointer: string,
    depth: number,
  ): FieldError | undefined => {
    if (node.length > limits.items)
      return { pointer, message: `there are more than ${limits.items} items` }
    for (const [index, item] of node.entries()) {
      const fault = visit(item, `${pointer}/${index}`, depth + 1)
      if (fault) return fault
    }
    return undefined
  }

  const visitObject = (node: object, pointer: string, depth: number): FieldError | undefined => {
    const prototype: unknown = Object.getPrototypeOf(node)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return { pointer, message: 'an instance of a class is no JSON' }
    const entries = Object.entries(node)
    if (entries.length > limits.properties)
      return { pointer, message: `there are more than ${limits.properties} properties` }
    for (const [key, item] of entries) {
      const below = `${pointer}${shown(key)}`
      if (FORBIDDEN_KEYS.has(key))
        return { pointer: below, message: `the name "${key}" is not allowed` }
      const fault = text(below, key, 'the name') ?? visit(item, below, depth + 1)
      if (fault) return fault
    }
    return undefined
  }

  return visit(value, '', 0)
}
