import { shiftDecimal } from '@busbar/core/contracts'
import type { Decoded, FieldsCodec, FrameField, TlvCodec, Uplink } from './model.ts'

/**
 * What stands in a frame of fixed places. Total: bytes of any kind give values, or say why not.
 * Figures are decimal texts with every digit.
 */
export function decodeFields(codec: FieldsCodec, { bytes, fPort }: Uplink): Decoded {
  const hex = Buffer.from(bytes).toString('hex')
  const frame = codec.frames.find(
    (one) =>
      (one.fPort === undefined || one.fPort === fPort) &&
      (one.length === undefined || one.length === bytes.length) &&
      hex.startsWith(one.startsWith?.toLowerCase() ?? ''),
  )
  if (frame === undefined)
    return {
      document: {},
      faults: [`No frame of the codec fits ${bytes.length} bytes at port ${fPort}.`],
    }
  const document: Record<string, string> = Object.create(null)
  const faults: string[] = []
  takeFields(frame.fields, bytes, { document, faults, once: false })
  return { document, faults }
}

/**
 * What stands in a row of parts; reading ends at the first part that the table does not know. Of a codec of whole
 * frames, one that is not understood to its end gives nothing.
 */
export function decodeTlv(codec: TlvCodec, { bytes }: Uplink): Decoded {
  const hex = Buffer.from(bytes).toString('hex')
  const start = codec.startsWith?.find((each) => hex.startsWith(each.toLowerCase()))
  if (codec.startsWith !== undefined && start === undefined)
    return {
      document: {},
      faults: [`The codec reads no frame that starts with "${hex.slice(0, 4)}".`],
    }
  const document: Record<string, string> = Object.create(null)
  const faults: string[] = []
  const into = { document, faults, once: codec.whole === true }
  readParts(tableOf(codec), { bytes, hex, at: (start?.length ?? 0) / 2 }, into)
  return into.once && faults.length > 0 ? { document: {}, faults } : { document, faults }
}

function readParts(
  table: Table,
  frame: { readonly bytes: Uint8Array; readonly hex: string; readonly at: number },
  into: Reading,
): void {
  const { bytes, hex } = frame
  for (let { at } = frame; at < bytes.length; ) {
    const rest = hex.slice(at * 2, (at + table.longest) * 2)
    const entry = entryOf(table, rest)
    if (entry === undefined) {
      const id = rest.slice(0, table.shortest * 2)
      into.faults.push(`Byte ${at}: the codec knows no "${id}"; the rest cannot be read.`)
      return
    }
    const start = at + entry.id.length / 2
    const part = bytes.subarray(start, start + entry.length)
    if (part.length < entry.length) {
      into.faults.push(`Byte ${at}: "${entry.id.toLowerCase()}" is cut short.`)
      return
    }
    takeFields(entry.fields, part, into)
    at = start + entry.length
  }
}

type TlvEntry = TlvCodec['entries'][number]

interface Table {
  /** Bytes of its ids. */
  readonly shortest: number
  readonly longest: number
  readonly entries: ReadonlyMap<string, TlvEntry>
}

const tables = new WeakMap<TlvCodec, Table>()

function tableOf(codec: TlvCodec): Table {
  let table = tables.get(codec)
  if (table === undefined) {
    const entries = new Map(codec.entries.map((entry) => [entry.id.toLowerCase(), entry]))
    const lengths = codec.entries.map(({ id }) => id.length / 2)
    table = { shortest: Math.min(...lengths), longest: Math.max(...lengths), entries }
    tables.set(codec, table)
  }
  return table
}

/** The part whose id stands here. */
function entryOf({ shortest, longest, entries }: Table, hex: string): TlvEntry | undefined {
  for (let bytes = longest; bytes >= shortest; bytes -= 1) {
    const entry = hex.length < bytes * 2 ? undefined : entries.get(hex.slice(0, bytes * 2))
    if (entry !== undefined) return entry
  }
  return undefined
}

interface Reading {
  readonly document: Record<string, string>
  readonly faults: string[]
  /** Whether a name that comes again is a fault. */
  readonly once: boolean
}

function takeFields(fields: readonly FrameField[], bytes: Uint8Array, into: Reading): void {
  for (const field of fields) {
    if (into.once && Object.hasOwn(into.document, field.name))
      into.faults.push(`"${field.name}" stands there twice.`)
    const part = bytes.subarray(field.offset, field.offset + field.length)
    if (part.length < field.length) {
      into.faults.push(`"${field.name}" lies beyond the end of the frame.`)
      continue
    }
    const raw = rawText(field, part)
    if (raw === undefined) into.faults.push(`"${field.name}" is no ${field.type}.`)
    else if (field.none?.includes(raw) !== true) {
      const word = field.words !== undefined && Object.hasOwn(field.words, raw)
      into.document[field.name] = word
        ? (field.words?.[raw] ?? raw)
        : (shiftDecimal(raw, field.decimalExponent ?? 0) ?? raw)
    }
  }
}

/** The figure, or the text, as it stands there; undefined when it is none. */
function rawText(field: FrameField, part: Uint8Array): string | undefined {
  if (field.type === 'text') return Buffer.from(part).toString('utf8').replaceAll('\0', '')
  const big = Buffer.from(part)
  if (field.endian !== 'big') big.reverse()
  const hex = big.toString('hex')
  if (field.type === 'bcd') return /^\d+$/.test(hex) ? hex.replace(/^0+(?=\d)/, '') : undefined
  if (field.type === 'float') return floatText(big)
  const whole = BigInt(`0x${hex === '' ? '0' : hex}`)
  if (field.type === 'int') return BigInt.asIntN(field.length * 8, whole).toString()
  if (field.bits === undefined) return whole.toString()
  return BigInt.asUintN(field.bits.count, whole >> BigInt(field.bits.first)).toString()
}

function floatText(big: Buffer): string | undefined {
  if (big.length !== 4 && big.length !== 8) return undefined
  const value = big.length === 4 ? shortest(big.readFloatBE()) : big.readDoubleBE()
  return Number.isFinite(value) ? String(value) : undefined
}

/** The shortest decimal that is this float of 32 bits. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}
