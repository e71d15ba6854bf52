import type { Instant } from '@busbar/core/contracts'

/** One value in a run of bytes. */
export interface FrameField {
  readonly name: string
  /** Bytes before it. */
  readonly offset: number
  /** Bytes that it takes: at most 8, text more. */
  readonly length: number
  readonly type: 'uint' | 'int' | 'float' | 'bcd' | 'text'
  /** The smaller end comes first unless given. */
  readonly endian?: 'little' | 'big'
  /** -2 turns 1234 into 12.34, exactly. */
  readonly decimalExponent?: number
  /** Of an unsigned figure, only these bits, counted from the smallest. */
  readonly bits?: { readonly first: number; readonly count: number }
  /** Words for figures, such as 1 for open. */
  readonly words?: Readonly<Record<string, string>>
  /** Figures that mean that there is no value, such as 65535. */
  readonly none?: readonly string[]
}

/** Values at fixed places; of several frames the first that fits counts. */
export interface FieldsCodec {
  readonly type: 'fields'
  readonly frames: readonly {
    readonly fPort?: number
    /** Bytes of the whole frame. */
    readonly length?: number
    /** What it starts with, hexadecimal. */
    readonly startsWith?: string
    readonly fields: readonly FrameField[]
  }[]
}

/** A row of parts, each with an id and a length that the table knows, such as Milesight's or those of M-Bus. */
export interface TlvCodec {
  readonly type: 'tlv'
  /** What a frame starts with before its first part, hexadecimal; one that starts otherwise is none of the codec. */
  readonly startsWith?: readonly string[]
  /** Whether a frame counts only if all of it is understood and each value stands in it once. */
  readonly whole?: boolean
  readonly entries: readonly {
    /** Hexadecimal; where several fit, the longest is meant. */
    readonly id: string
    readonly length: number
    readonly fields: readonly FrameField[]
  }[]
}

/** JavaScript with the usual `decodeUplink({ bytes, fPort })`, run in a sandbox. */
export interface ScriptCodec {
  readonly type: 'script'
  readonly script: string
}

/** Bytes that move something, hexadecimal; named as the value that reports it. */
export interface CodecCommand {
  readonly fPort: number
  readonly on: string
  readonly off: string
}

export type CodecSettings = (FieldsCodec | TlvCodec | ScriptCodec) & {
  readonly name: string
  readonly commands?: Readonly<Record<string, CodecCommand>>
  /** Makes the device report at once. */
  readonly query?: { readonly fPort: number; readonly data: string }
}

export interface Uplink {
  readonly bytes: Uint8Array
  readonly fPort: number
  readonly receivedAt: Instant
}

/** What a codec made of an uplink. */
export interface Decoded {
  readonly document: unknown
  /** What could not be understood of it; the rest counts. */
  readonly faults: readonly string[]
}
