import { busbarError } from '../../kernel/error.ts'
import { fromWire, toWire } from '../../kernel/wire.ts'

/*
 * How core and plugin process speak over their pipe: [bytes of the rest][bytes of the header]
 * [header, JSON][body, the boundary's text form]. The lengths come first, so that a frame past its
 * bound is refused before any of it is kept or parsed.
 */

const LENGTH_BYTES = 4
/** A header is names and numbers. */
const MAX_HEADER_BYTES = 4_096

/** A frame as it arrived: nothing of it has been judged but its size. */
export interface Frame {
  readonly header: unknown
  /** Text form; empty: there is none. */
  readonly body: string
  /** What it weighs on the pipe. */
  readonly bytes: number
}

/** @throws `not-serialisable` where the body is no plain data, or larger than a frame may be */
export function encodeFrame(
  { header, body }: { readonly header: object; readonly body?: unknown },
  maxBytes: number,
): Buffer {
  const head = JSON.stringify(header)
  const text = body === undefined ? '' : toWire(body)
  const headBytes = Buffer.byteLength(head)
  const bytes = LENGTH_BYTES + headBytes + Buffer.byteLength(text)
  if (bytes > maxBytes)
    throw busbarError('not-serialisable', {
      detail: `It takes ${bytes} bytes, and ${maxBytes} cross at once; hand it over in parts.`,
    })
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes)
  frame.writeUInt32BE(bytes, 0)
  frame.writeUInt32BE(headBytes, LENGTH_BYTES)
  frame.write(head, 2 * LENGTH_BYTES)
  frame.write(text, 2 * LENGTH_BYTES + headBytes)
  return frame
}

/** The data of a body. @throws `not-serialisable` */
export function bodyOf(frame: Pick<Frame, 'body'>): unknown {
  return frame.body === '' ? undefined : fromWire(frame.body)
}

/** Cuts a stream of bytes into frames. */
export interface FrameReader {
  /** False once the stream makes no sense any more: nothing of it can be read from there on. */
  push(chunk: Buffer): boolean
}

/** @param options.onJunk told of a frame whose header is no JSON; reading goes on */
export function createFrameReader(options: {
  readonly maxBytes: number
  readonly onFrame: (frame: Frame) => void
  readonly onJunk: (reason: string) => void
}): FrameReader {
  const { maxBytes, onFrame, onJunk } = options
  let parts: Buffer[] = []
  let held = 0
  /** Bytes that must be there before there is anything to do. */
  let wanted = LENGTH_BYTES

  const take = (all: Buffer): Buffer | undefined => {
    let rest = all
    for (;;) {
      wanted = LENGTH_BYTES
      if (rest.length < LENGTH_BYTES) return rest
      const bytes = rest.readUInt32BE(0)
      if (bytes < LENGTH_BYTES || bytes > maxBytes) return undefined
      wanted = LENGTH_BYTES + bytes
      if (rest.length < wanted) return rest
      const frame = readFrame(rest.subarray(LENGTH_BYTES, wanted))
      if (typeof frame === 'string') onJunk(frame)
      else onFrame(frame)
      rest = rest.subarray(wanted)
    }
  }
  return Object.freeze({
    push: (chunk) => {
      parts.push(chunk)
      held += chunk.length
      if (held < wanted) return true
      const rest = take(parts.length === 1 ? chunk : Buffer.concat(parts, held))
      if (rest === undefined) return false
      parts = rest.length === 0 ? [] : [rest]
      held = rest.length
      return true
    },
  } satisfies FrameReader)
}

/** A frame, or why it is none. */
function readFrame(bytes: Buffer): Frame | string {
  const headBytes = bytes.readUInt32BE(0)
  const bodyStart = LENGTH_BYTES + headBytes
  if (headBytes > MAX_HEADER_BYTES || bodyStart > bytes.length) return 'a header of a wrong length'
  try {
    const header: unknown = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, bodyStart))
    return { header, body: bytes.toString('utf8', bodyStart), bytes: bytes.length }
  } catch {
    return 'a header that is no JSON'
  }
}
