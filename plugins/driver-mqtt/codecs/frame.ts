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
  takeFields(frame.fields, bytes, { document, faults })
  return { document, faults }
}

/** What stands in a row of parts; reading ends at the first part that the table does not know. */
export function decodeTlv(codec: TlvCodec, { bytes }: Uplink): Decoded {
  const table = tableOf(codec)
  const document: Record<string, string> = Object.create(null)
  const faults: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const id = Buffer.from(bytes.subarray(at, at + table.idBytes)).toString('hex')
    const entry = table.entries.get(id)
    if (entry === undefined) {
      faults.push(`Byte ${at}: the codec knows no "${id}"; the rest cannot be read.`)
      break
    }
    const start = at + table.idBytes
    const part = bytes.subarray(start, start + entry.length)
    if (part.length < entry.length) {
      faults.push(`Byte ${at}: "${id}" is cut short.`)
      break
    }
    takeFields(entry.fields, part, { document, faults })
    at = start + entry.length
  }
  return { document, faults }
}

interface Table {
  readonly idBytes: number
  readonly entries: ReadonlyMap<string, TlvCodec['entries'][number]>
}

const tables = new WeakMap<TlvCodec, Table>()

function tableOf(codec: TlvCodec): Table {
  let table = tables.get(codec)
  if (table === undefined) {
    const entries = new Map(codec.entries.map((entry) => [entry.id.toLowerCase(), entry]))
    table = { idBytes: Math.max(1, (codec.entries[0]?.id.length ?? 2) / 2), entries }
    tables.set(codec, table)
  }
  return table
}

function takeFields(
  fields: readonly FrameField[],
  bytes: Uint8Array,
  into: { readonly document: Record<string, string>; readonly faults: string[] },
): void {
  for (const field of fields) {
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
