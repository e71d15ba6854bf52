import { decodeApdu } from '@busbar/bacnet/apdu'
import { decodeFrame } from '@busbar/bacnet/frames'
import { afterEach, expect, it } from 'vitest'
import { createMutations } from './frames-corpus.ts'
import { sendMutations } from './fuzz.ts'

const FRAMES = 20_000
const DECODED = 200_000
const seed = Number(process.env.BUSBAR_SEED ?? Math.floor(Date.now() / 1_000))

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it(`X4: mutated frames are understood or refused with a reason (seed ${seed})`, () => {
  const next = createMutations(seed)
  const seen = { understood: 0, refused: 0 }
  for (let index = 0; index < DECODED; index += 1) {
    const bytes = next()
    try {
      const frame = decodeFrame(bytes, { host: '192.0.2.1', port: 47_808 })
      if (frame.kind === 'apdu') decodeApdu(frame.apdu)
      seen.understood += 1
    } catch (thrown) {
      // Ours, with a sentence: not a RangeError of some library's.
      if (!(thrown instanceof Error) || thrown.constructor !== Error)
        throw new Error(`${bytes.toString('hex')}: ${String(thrown)}`)
      seen.refused += 1
    }
  }
  expect(seen.refused).toBeGreaterThan(DECODED / 10)
  expect(seen.understood).toBeGreaterThan(DECODED / 100)
})

it(`X3: mutated datagrams are counted by source, none is billed (seed ${seed})`, async () => {
  await sendMutations({ seed, frames: FRAMES, closers })
}, 60_000)
