import { fault, type Octets, type Tag } from './tags.ts'

const MAX_DEPTH = 12
const OPENING = 6
const CLOSING = 7
/** No tag says so of itself. */
const END = 8
const NONE: readonly Tag[] = []

/**
 * Goes over a service's parameters from tag to tag, each octet once, and makes nothing of them but what it is asked
 * for: answers with many values are read without an object for each tag.
 */
export class Cursor implements Octets {
  readonly source: Buffer
  /** Of the tag where it stands; all of them are those of the last one at the end. */
  number = 0
  context = false
  from = 0
  to = 0
  /** Below 6 a plain value, and its length or, of an application Boolean, the value itself. */
  private kind = END
  private at: number

  constructor(source: Buffer, at = 0) {
    this.source = source
    this.at = at
  }

  /** Moves on to the next tag. @returns false at the end. @throws Error where it does not fit. */
  next(): boolean {
    if (this.at >= this.source.length) {
      this.kind = END
      return false
    }
    const initial = this.octet()
    this.context = (initial & 8) !== 0
    this.number = initial >> 4 === 15 ? this.octet() : initial >> 4
    this.kind = initial & 7
    const length = this.length()
    this.from = this.at
    this.to = this.at + length
    if (this.to > this.source.length) fault('has a tag longer than itself')
    this.at = this.to
    return true
  }

  /** Whether it stands at the plain context tag of this number. */
  isPlain(number: number): boolean {
    return this.context && this.number === number && this.kind < OPENING
  }

  isOpening(number: number): boolean {
    return this.kind === OPENING && this.number === number
  }

  isClosing(number: number): boolean {
    return this.kind === CLOSING && this.number === number
  }

  /** @returns itself, at the plain context tag of this number. @throws Error where it stands elsewhere. */
  plain(number: number): this {
    return this.isPlain(number) ? this : fault(`lacks its parameter ${number}`)
  }

  /** @returns itself, at the opening tag of this number. @throws Error where it stands elsewhere. */
  opening(number: number): this {
    return this.isOpening(number) ? this : fault(`lacks its parameter ${number}`)
  }

  /** All that follows, up to the closing tag that belongs to the opening one where it stands. */
  group(): readonly Tag[] {
    return this.tagsUntil(this.number, 1)
  }

  /** All that follows. */
  rest(): readonly Tag[] {
    return this.tagsUntil(undefined, 0)
  }

  private tagsUntil(closing: number | undefined, depth: number): readonly Tag[] {
    let tags: Tag[] | undefined
    while (this.next()) {
      const { number, context, source, from, to, kind } = this
      if (kind === CLOSING) {
        if (number !== closing) fault('closes a tag that is not open')
        return tags ?? NONE
      }
      if (kind === OPENING && depth === MAX_DEPTH) fault('is nested too deep')
      const children = kind === OPENING ? this.tagsUntil(number, depth + 1) : undefined
      const tag = { number, context, children, source, from, to, flag: kind }
      // Most have one: an array that is begun empty makes room for many.
      if (tags === undefined) tags = [tag]
      else tags.push(tag)
    }
    if (closing !== undefined) fault('leaves a tag open')
    return tags ?? NONE
  }

  private octet(): number {
    const octet = this.source[this.at] ?? fault('ends within a tag')
    this.at += 1
    return octet
  }

  private length(): number {
    const { kind, context, number } = this
    if (kind < 5) return !context && number === 1 ? 0 : kind
    if (kind > 5) return context ? 0 : fault('has a tag of no kind')
    if (!context && number === 1) return 0
    const first = this.octet()
    if (first < 254) return first
    let length = 0
    for (let left = first === 254 ? 2 : 4; left > 0; left -= 1) length = length * 256 + this.octet()
    return length
  }
}

/** Takes all bytes from there on as tags, in one pass and linear time. @throws Error where a tag does not fit. */
export function parseTags(bytes: Buffer, from = 0): readonly Tag[] {
  return new Cursor(bytes, from).rest()
}
