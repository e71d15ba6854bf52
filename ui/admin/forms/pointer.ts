/** JSON pointers (RFC 6901) and what they lead to. */

export const toPointer = (segments: readonly string[]): string =>
  segments.map((each) => `/${each.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const fromPointer = (pointer: string): string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The pointer that a server gives, as text or as a URI fragment, without a part that names the body. */
export function plainPointer(pointer: string): string {
  const text = pointer.startsWith('#') ? decodeURIComponent(pointer.slice(1)) : pointer
  return text === '' || text.startsWith('/') ? text : `/${text.replaceAll('.', '/')}`
}

/** What a pointer leads to; undefined where nothing is. */
export function at(value: unknown, pointer: string): unknown {
  return fromPointer(pointer).reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  )
}

/** JSON Forms writes a place as `a.0.b`. */
export const pathToPointer = (path: string): string => toPointer(path === '' ? [] : path.split('.'))
