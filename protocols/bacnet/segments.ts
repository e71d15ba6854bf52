import type { Segment } from './apdu.ts'

export type SegmentVerdict =
  /** Acknowledge up to `sequence`; `negative` asks for what is missing after it. */
  | { readonly kind: 'acknowledge'; readonly sequence: number; readonly negative: boolean }
  /** Part of a window: nothing is said yet. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'complete'; readonly sequence: number; readonly parameters: Buffer }
  | { readonly kind: 'too-long' }

/** Longest answer that is put together. */
const MAX_BYTES = 64 * 1024

export interface Assembly {
  take(segment: Segment): SegmentVerdict
}

/**
 * Puts one segmented answer together (ASHRAE 135 clause 5.4). Each request has one of its own, so
 * that answers of several devices do not mix.
 */
export function createAssembly(): Assembly {
  const parts: Buffer[] = []
  let size = 0
  let sinceAck = 0
  return {
    take({ sequence, window, more, bytes }) {
      const expected = parts.length & 255
      if (sequence !== expected) {
        const last = (expected + 255) & 255
        // A copy of what is there already is acknowledged, a leap is not.
        return {
          kind: 'acknowledge',
          sequence: last,
          negative: ((sequence - expected) & 255) < 128,
        }
      }
      size += bytes.length
      if (size > MAX_BYTES) return { kind: 'too-long' }
      // The datagram's memory is not ours to keep.
      parts.push(Buffer.from(bytes))
      if (!more) return { kind: 'complete', sequence, parameters: Buffer.concat(parts) }
      sinceAck += 1
      if (sequence !== 0 && sinceAck < Math.max(1, window)) return { kind: 'wait' }
      sinceAck = 0
      return { kind: 'acknowledge', sequence, negative: false }
    },
  }
}
