import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, createFrameReader, encodeFrame, type Frame } from './frames.ts'

const MAX = 4_096

function readerOf() {
  const frames: Frame[] = []
  const junk: string[] = []
  const reader = createFrameReader({
    maxBytes: MAX,
    onFrame: (frame) => frames.push(frame),
    onJunk: (reason) => junk.push(reason),
  })
  return { reader, frames, junk }
}

describe('frames', () => {
  test('arrive whole and in order, however the pipe cuts them', () => {
    const bodies = fc.array(
      fc.oneof(fc.constant(undefined), fc.string(), fc.bigInt(), fc.array(fc.integer())),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
        const { reader, frames } = readerOf()
        const bytes = Buffer.concat(
          sent.map((body, id) => encodeFrame({ header: { kind: 'call', id }, body }, MAX)),
        )
        let at = 0
        for (const length of [...cuts, bytes.length]) {
          expect(reader.push(bytes.subarray(at, at + length))).toBe(true)
          at += length
        }
        expect(frames.map(({ header }) => header)).toEqual(
          sent.map((_, id) => ({ kind: 'call', id })),
        )
        expect(frames.map(bodyOf)).toEqual(sent)
      }),
    )
  })

  test('P1: of whatever bytes, nothing throws and nothing past the bound is kept', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (chunks) => {
        const { reader, frames } = readerOf()
        for (const chunk of chunks) if (!reader.push(Buffer.from(chunk))) break
        for (const { bytes } of frames) expect(bytes).toBeLessThanOrEqual(MAX)
      }),
    )
  })

  test('a length past the bound ends the reading before anything of it is there', () => {
    const { reader, frames } = readerOf()
    const length = Buffer.alloc(4)
    length.writeUInt32BE(MAX + 1)
    expect(reader.push(length)).toBe(false)
    expect(frames).toEqual([])
  })

  test('a header that is none is junk, and reading goes on behind it', () => {
    const { reader, frames, junk } = readerOf()
    const spoiled = encodeFrame({ header: { kind: 'pong' } }, MAX)
    spoiled.write('x', 8)
    expect(reader.push(spoiled)).toBe(true)
    expect(reader.push(encodeFrame({ header: { kind: 'pong' } }, MAX))).toBe(true)
    expect(junk).toHaveLength(1)
    expect(frames).toHaveLength(1)
  })

  test('what is too large to cross says so to whoever sends it', () => {
    const send = () => encodeFrame({ header: { kind: 'answer' }, body: 'x'.repeat(MAX) }, MAX)
    expect(send).toThrow(expect.objectContaining({ code: 'not-serialisable' }))
  })
})
