/** mulberry32: small, fast, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** For tests: frame after frame, each one of these with one to six mutations; most say their true length. */
export function createMutations(request: {
  readonly seed: number
  readonly frames: readonly Buffer[]
}): () => Buffer {
  const { seed, frames } = request
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)

  function mutate(frame: Buffer): Buffer {
    const at = below(frame.length)
    switch (below(7)) {
      case 0:
        frame[at] = (frame[at] ?? 0) ^ (1 << below(8))
        return frame
      case 1:
        frame[at] = below(256)
        return frame
      case 2:
        frame[at] = [0, 0xff, 0x7f, 0x80, 0x3e, 0x3f, 0x55, 0xfe][below(8)] ?? 0
        return frame
      case 3:
        return frame.subarray(0, Math.max(1, at))
      case 4:
        return Buffer.concat([frame.subarray(0, at), Buffer.from([below(256)]), frame.subarray(at)])
      case 5:
        return Buffer.concat([frame, frame.subarray(at)]).subarray(0, 1_476)
      default: {
        const other = frames[below(frames.length)] ?? frame
        return Buffer.concat([frame.subarray(0, at), other.subarray(below(other.length))])
      }
    }
  }

  return () => {
    let frame: Buffer = Buffer.from(frames[below(frames.length)] ?? Buffer.alloc(4))
    for (let left = 1 + below(6); left > 0; left -= 1) frame = mutate(frame)
    if (frame.length >= 4 && random() < 0.85) {
      frame[0] = 0x81
      frame.writeUInt16BE(frame.length, 2)
    }
    return frame
  }
}
