/** Plain JSON, as schema files and the contract are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object at a key, or an empty one. */
export function objectAt(value: Json | undefined, ...keys: readonly string[]): JsonObject {
  let at: Json | undefined = value
  for (const key of keys) at = isObject(at) ? at[key] : undefined
  return isObject(at) ? at : {}
}

/** What a JSON pointer (`/a/b`, RFC 6901) leads to. */
export function resolvePointer(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value
  for (const part of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = at[Number(key)]
    else at = isObject(at) ? at[key] : undefined
  }
  return at
}

export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
