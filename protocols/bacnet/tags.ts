/**
 * A tag of ASHRAE 135 clause 20.2, as it stands in a service's parameters. What is constructed has
 * children; what is primitive has bytes; an application Boolean has its value in `flag`.
 */
export interface Tag {
  readonly number: number
  readonly context: boolean
  readonly children?: readonly Tag[]
  readonly bytes: Buffer
  readonly flag: number
}

const MAX_DEPTH = 12
const NOTHING = Buffer.alloc(0)

/** @throws Error with what is wrong, for a person. */
export function fault(reason: string): never {
  throw new Error(reason)
}

/** An octet of an APDU's head. @throws Error where it ends before. */
export function octet(bytes: Buffer, at: number): number {
  return bytes[at] ?? fault('ends within its head')
}

/** Takes all bytes as tags, in one pass and linear time. @throws Error where a tag does not fit. */
export function parseTags(bytes: Buffer): readonly Tag[] {
  const top: Tag[] = []
  const open: { readonly number: number; readonly siblings: Tag[] }[] = []
  let into = top
  let at = 0
  const next = () => (at < bytes.length ? bytes.readUInt8(at++) : fault('ends within a tag'))

  function begin(number: number): void {
    if (open.length === MAX_DEPTH) fault('is nested too deep')
    const children: Tag[] = []
    into.push({ number, context: true, children, bytes: NOTHING, flag: 0 })
    open.push({ number, siblings: into })
    into = children
  }

  function end(number: number): void {
    const opened = open.pop()
    if (opened?.number !== number) fault('closes a tag that is not open')
    else into = opened.siblings
  }

  function plain(number: number, context: boolean, kind: number): void {
    if (kind > 5) fault('has a tag of no kind')
    const isBoolean = !context && number === 1
    const length = isBoolean ? 0 : kind === 5 ? extendedLength(next) : kind
    if (at + length > bytes.length) fault('has a tag longer than itself')
    into.push({ number, context, bytes: bytes.subarray(at, at + length), flag: kind })
    at += length
  }

  while (at < bytes.length) {
    const initial = next()
    const context = (initial & 8) !== 0
    const number = initial >> 4 === 15 ? next() : initial >> 4
    const kind = initial & 7
    if (context && kind === 6) begin(number)
    else if (context && kind === 7) end(number)
    else plain(number, context, kind)
  }
  if (open.length > 0) fault('leaves a tag open')
  return top
}

function extendedLength(next: () => number): number {
  const first = next()
  if (first < 254) return first
  const octets = first === 254 ? 2 : 4
  let length = 0
  for (let index = 0; index < octets; index += 1) length = length * 256 + next()
  return length
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
export function unsignedOf({ bytes, children }: Tag): number {
  if (children !== undefined || bytes.length === 0 || bytes.length > 4)
    return fault('has a number of no size')
  return bytes.readUIntBE(0, bytes.length)
}

export interface ObjectId {
  readonly type: number
  readonly instance: number
}

export function objectIdOf({ bytes, children }: Tag): ObjectId {
  if (children !== undefined || bytes.length !== 4) return fault('has an object id of no size')
  const packed = bytes.readUInt32BE(0)
  return { type: packed >>> 22, instance: packed & 0x3fffff }
}

export function childrenOf({ children }: Tag): readonly Tag[] {
  return children ?? fault('has a plain value where a list belongs')
}
