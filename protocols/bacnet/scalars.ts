import { type ObjectId, objectIdOf, type Tag, unsignedOf } from './tags.ts'

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

/** As ASHRAE 135 clause 20.2.12 has it; a part that is 255 there is not specified. */
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
/** Up to here single precision tells every whole number from its neighbours. */
const EXACT_INTEGERS = 2 ** 24
const UNSPECIFIED = 255

/** @returns undefined for what is no scalar of a known kind. @throws Error where its size is wrong. */
export function scalarOf(tag: Tag): Scalar | undefined {
  return tag.context || tag.children !== undefined ? undefined : scalarAs(tag.number, tag)
}

/** Reads a tag as if it had this application tag: a context tag's kind stands in the standard. */
export function scalarAs(number: number, tag: Tag): Scalar | undefined {
  const { bytes } = tag
  switch (number) {
    case 0:
      return { kind: 'null' }
    case 1:
      return { kind: 'boolean', value: (tag.context ? bytes[0] : tag.flag) === 1 }
    case 2:
      return { kind: 'number', text: integer(bytes, false) }
    case 3:
      return { kind: 'number', text: integer(bytes, true) }
    case 4:
      return { kind: 'number', text: realText(sized(bytes, 4).readFloatBE(0)) }
    case 5:
      return { kind: 'number', text: finite(sized(bytes, 8).readDoubleBE(0)) }
    case 7:
      return { kind: 'text', text: textOf(bytes) }
    case 8:
      return { kind: 'bits', bits: bitsOf(bytes) }
    case 9:
      return { kind: 'enumerated', value: unsignedOf(tag) }
    case 10:
      return { kind: 'date', date: dayOf(sized(bytes, 4)) }
    case 11:
      return { kind: 'time', time: timeOf(sized(bytes, 4)) }
    case 12:
      return { kind: 'object', id: objectIdOf(tag) }
    default:
      return undefined
  }
}

function sized(bytes: Buffer, size: number): Buffer {
  if (bytes.length !== size) throw new Error(`has ${bytes.length} octets where ${size} belong`)
  return bytes
}

function integer(bytes: Buffer, signed: boolean): string {
  if (bytes.length === 0 || bytes.length > 8) throw new Error('has an integer of no size')
  const value = BigInt(`0x${bytes.toString('hex')}`)
  return String(signed ? BigInt.asIntN(bytes.length * 8, value) : value)
}

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new Error('has a number that is none (NaN or infinite)')
  return String(value)
}

/** The shortest decimal that names this single-precision number and no other. */
export function realText(value: number): string {
  finite(value)
  if (Number.isInteger(value) && Math.abs(value) < EXACT_INTEGERS) return String(value)
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return String(shorter)
  }
  return String(Number(value.toPrecision(9)))
}

/** Character sets of clause 20.2.9: 0 UTF-8, 4 UCS-2, 5 ISO 8859-1; others are shown as they come. */
function textOf(bytes: Buffer): string {
  const [charset = 0] = bytes
  const rest = bytes.subarray(1, 1 + MAX_TEXT)
  if (charset === 4) return new TextDecoder('utf-16be').decode(rest)
  return rest.toString(charset === 0 ? 'utf8' : 'latin1')
}

function bitsOf(bytes: Buffer): readonly boolean[] {
  const [unused = 8] = bytes
  if (unused > 7) throw new Error('has a bit string of no size')
  const count = Math.max(0, (bytes.length - 1) * 8 - unused)
  const bits: boolean[] = []
  for (let index = 0; index < Math.min(count, 256); index += 1)
    bits.push(((bytes[1 + (index >> 3)] ?? 0) & (0x80 >> (index & 7))) !== 0)
  return bits
}

function dayOf(bytes: Buffer): LocalDay {
  const [year = UNSPECIFIED, month = UNSPECIFIED, day = UNSPECIFIED] = bytes
  return { year: year === UNSPECIFIED ? UNSPECIFIED : 1900 + year, month, day }
}

function timeOf(bytes: Buffer): LocalTime {
  const [hour = 0, minute = 0, second = 0, hundredths = 0] = bytes
  return { hour, minute, second, hundredths }
}
