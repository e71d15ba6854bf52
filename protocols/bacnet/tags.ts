/** Octets where they came, from `from` up to `to`: they are not copied. */
export interface Octets {
  readonly source: Buffer
  readonly from: number
  readonly to: number
}

/**
 * A tag of ASHRAE 135 clause 20.2, as it stands in a service's parameters. What is constructed has
 * children; what is primitive has octets; an application Boolean has its value in `flag`.
 */
export interface Tag extends Octets {
  readonly number: number
  readonly context: boolean
  readonly children: readonly Tag[] | undefined
  readonly flag: number
}

/** @throws Error with what is wrong, for a person. */
export function fault(reason: string): never {
  throw new Error(reason)
}

/** An octet of an APDU's head. @throws Error where it ends before. */
export function octet(bytes: Buffer, at: number): number {
  return bytes[at] ?? fault('ends within its head')
}

/** The context tag of this number, which must be next. */
export interface TagReader {
  /** @throws Error where the next tag is another. */
  take(number: number): Tag
  takeIf(number: number): Tag | undefined
  isAtEnd(): boolean
}

export function readTags(tags: readonly Tag[]): TagReader {
  let at = 0
  const takeIf: TagReader['takeIf'] = (number) => {
    const tag = tags[at]
    if (tag?.context !== true || tag.number !== number) return undefined
    at += 1
    return tag
  }
  return {
    takeIf,
    take: (number) => takeIf(number) ?? fault(`lacks its parameter ${number}`),
    isAtEnd: () => at === tags.length,
  }
}

/** Unsigned and enumerated values, up to 32 bits. @throws Error where it is longer. */
export function unsignedOf({ source, from, to }: Octets): number {
  const size = to - from
  if (size === 1) return octet(source, from)
  return size === 0 || size > 4 ? fault('has a number of no size') : source.readUIntBE(from, size)
}

export interface ObjectId {
  readonly type: number
  readonly instance: number
}

export const isSameObject = (one: ObjectId, other: ObjectId): boolean =>
  one.type === other.type && one.instance === other.instance

export function objectIdOf({ source, from, to }: Octets): ObjectId {
  if (to - from !== 4) return fault('has an object id of no size')
  const packed = source.readUInt32BE(from)
  return { type: packed >>> 22, instance: packed & 0x3fffff }
}

export function childrenOf({ children }: Tag): readonly Tag[] {
  return children ?? fault('has a plain value where a list belongs')
}
