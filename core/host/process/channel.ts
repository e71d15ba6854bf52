import type { Duplex } from 'node:stream'
import { createFrameReader, encodeFrame, type Frame } from './frames.ts'

/** Why a channel ended whose other end is gone. */
export const PIPE_CLOSED = 'its pipe was closed'

/** One end of the pipe between core and plugin process. */
export interface Channel {
  /**
   * Makes a frame, a copy of what it is given.
   * @throws `not-serialisable`
   */
  prepare(header: object, body?: unknown): PreparedFrame
  /** Bytes that wait for the other side to read. */
  readonly waitingBytes: number
  /** Settles when what was sent is written; nothing can be sent any more. */
  finish(): Promise<void>
  close(): void
}

export interface PreparedFrame {
  readonly bytes: number
  /** Writes it; frames of one turn of the event loop go out together. Nothing happens at an end. */
  send(): void
}

export function createChannel(options: {
  readonly stream: Duplex
  /** One frame that comes, and one that goes. */
  readonly maxFrameBytes: number
  readonly maxSentBytes: number
  readonly onFrame: (frame: Frame) => void
  readonly onJunk: (reason: string) => void
  /** The other end is gone, or what it sends is no longer frames. */
  readonly onEnd: (reason: string) => void
}): Channel {
  const { stream, maxFrameBytes, maxSentBytes, onFrame, onJunk, onEnd } = options
  const reader = createFrameReader({ maxBytes: maxFrameBytes, onFrame, onJunk })
  let corked = false
  let open = true
  const end = (reason: string): void => {
    if (!open) return
    open = false
    stream.destroy()
    onEnd(reason)
  }
  stream.on('data', (chunk: Buffer) => {
    if (open && !reader.push(chunk)) end('it sent bytes that are no frames')
  })
  // A peer that dies while it is written to is not worth more than its end.
  stream.on('error', () => end(PIPE_CLOSED))
  stream.on('close', () => end(PIPE_CLOSED))
  const write = (frame: Buffer): void => {
    if (!open) return
    if (!corked) {
      corked = true
      stream.cork()
      process.nextTick(() => {
        corked = false
        stream.uncork()
      })
    }
    stream.write(frame)
  }
  return Object.freeze({
    prepare: (header, body) => {
      const frame = encodeFrame({ header, body }, maxSentBytes)
      return { bytes: frame.length, send: () => write(frame) }
    },
    get waitingBytes() {
      return stream.writableLength
    },
    finish: () =>
      new Promise((resolve) => {
        if (open) stream.end(() => resolve())
        else resolve()
      }),
    close: () => {
      open = false
      stream.destroy()
    },
  } satisfies Channel)
}
