import { type ObjectId, type Octets, objectIdOf, type Tag, unsignedOf } from './tags.ts'

/** A value with an application tag. Numbers are decimal texts with every digit that was sent. */
export type Scalar =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'enumerated'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bits'; readonly bits: readonly boolean[] }
  | { readonly kind: 'object'; readonly id: ObjectId }
  | { readonly kind: 'date'; readonly date: LocalDay }
  | { readonly kind: 'time'; readonly time: LocalTime }

/** What a part of a date or a time is that is not specified. */
export const UNSPECIFIED = 255

/** As ASHRAE 135 clause 20.2.12 has it; a part that is {@link UNSPECIFIED} there is so here. */
export interface LocalDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

export interface LocalTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly hundredths: number
}

const MAX_TEXT = 1_000
const MAX_BITS = 256
/** Up to here single precision tells every whole number from its neighbours. */
const EXACT_INTEGERS = 2 ** 24
/** Below it a number of single precision has fewer bits than others. */
const SMALLEST_NORMAL = 2 ** -126

/** Application tags of clause 20.2.1.4 that are asked for by number. */
export const BIT_STRING = 8

/** @returns undefined for what is no scalar of a known kind. @throws Error where its size is wrong. */
export function scalarOf(tag: Tag): Scalar | undefined {
  return tag.context || tag.children !== undefined ? undefined : scalarAs(tag.number, tag)
}

/** Reads a tag as if it had this application tag: a context tag's kind stands in the standard. */
export function scalarAs(number: number, tag: Tag): Scalar | undefined {
  switch (number) {
    case 0:
      return { kind: 'null' }
    case 1:
      return { kind: 'boolean', value: (tag.context ? octetOf(tag, 0) : tag.flag) === 1 }
    case 2:
      return { kind: 'number', text: integer(tag, false) }
    case 3:
      return { kind: 'number', text: integer(tag, true) }
    case 4:
      return { kind: 'number', text: realText(tag.source.readFloatBE(sized(tag, 4))) }
    case 5:
      return { kind: 'number', text: String(finite(tag.source.readDoubleBE(sized(tag, 8)))) }
    case 7:
      return { kind: 'text', text: textOf(tag) }
    case BIT_STRING:
      return { kind: 'bits', bits: bitsOf(tag) }
    case 9:
      return { kind: 'enumerated', value: unsignedOf(tag) }
    case 10:
      return { kind: 'date', date: dayOf(tag) }
    case 11:
      return { kind: 'time', time: timeOf(tag) }
    case 12:
      return { kind: 'object', id: objectIdOf(tag) }
    default:
      return undefined
  }
}

/** @returns undefined where it has no such octet; what follows in the source is not its own. */
function octetOf({ source, from, to }: Octets, index: number): number | undefined {
  return from + index < to ? source[from + index] : undefined
}

/** @returns where its octets begin, as many as there should be. */
function sized({ from, to }: Octets, size: number): number {
  if (to - from !== size) throw new Error(`has ${to - from} octets where ${size} belong`)
  return from
}

function integer({ source, from, to }: Octets, signed: boolean): string {
  const size = to - from
  if (size === 0 || size > 8) throw new Error('has an integer of no size')
  if (size <= 6)
    return String(signed ? source.readIntBE(from, size) : source.readUIntBE(from, size))
  const value = BigInt(`0x${source.toString('hex', from, to)}`)
  return String(signed ? BigInt.asIntN(size * 8, value) : value)
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Error('has a number that is none (NaN or infinite)')
  return value
}

/** The shortest decimal that names this single-precision number and no other. */
export function realText(value: number): string {
  if (Number.isInteger(finite(value)) && Math.abs(value) < EXACT_INTEGERS) return String(value)
  // Six digits find each decimal of up to six, as far as numbers have all their bits.
  const fewest = Math.abs(value) < SMALLEST_NORMAL ? 1 : 6
  for (let digits = fewest; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return String(shorter)
  }
  return String(Number(value.toPrecision(9)))
}

/** Character sets of clause 20.2.9: 0 UTF-8, 4 UCS-2, 5 ISO 8859-1; others are shown as they come. */
function textOf(tag: Octets): string {
  const { source, from, to } = tag
  const charset = octetOf(tag, 0) ?? 0
  const rest = source.subarray(from + 1, Math.min(to, from + 1 + MAX_TEXT))
  if (charset === 4) return new TextDecoder('utf-16be').decode(rest)
  return rest.toString(charset === 0 ? 'utf8' : 'latin1')
}

function bitsOf(tag: Octets): readonly boolean[] {
  const count = Math.max(0, (tag.to - tag.from - 1) * 8 - unusedBits(tag))
  return Array.from({ length: Math.min(count, MAX_BITS) }, (_, index) => hasBit(tag, index))
}

/** Whether this bit of a bit string is there and set. @throws Error where it is no bit string. */
export function hasBit(tag: Octets, index: number): boolean {
  if (index >= (tag.to - tag.from - 1) * 8 - unusedBits(tag)) return false
  return ((octetOf(tag, 1 + (index >> 3)) ?? 0) & (0x80 >> (index & 7))) !== 0
}

function unusedBits(tag: Octets): number {
  const unused = octetOf(tag, 0) ?? 8
  if (unused > 7) throw new Error('has a bit string of no size')
  return unused
}

function dayOf(tag: Octets): LocalDay {
  const [year = UNSPECIFIED, month = UNSPECIFIED, day = UNSPECIFIED] = fourOf(tag)
  return { year: year === UNSPECIFIED ? UNSPECIFIED : 1900 + year, month, day }
}

function timeOf(tag: Octets): LocalTime {
  const [hour = 0, minute = 0, second = 0, hundredths = 0] = fourOf(tag)
  return { hour, minute, second, hundredths }
}

function fourOf(tag: Octets): Buffer {
  const from = sized(tag, 4)
  return tag.source.subarray(from, from + 4)
}
