import { decodeFrame } from '@busbar/bacnet/frames'
import { createMutations } from '@busbar/bacnet/mutations'
import { decodeRequest } from '@busbar/bacnet/requests'
import { afterEach, expect, it } from 'vitest'
import { REQUESTS } from './frames-corpus.ts'
import { sendMutations } from './fuzz.ts'

const FRAMES = 10_000
const DECODED = 200_000
const seed = Number(process.env.BUSBAR_SEED ?? Math.floor(Date.now() / 1_000))

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it(`X4: mutated requests are understood or refused with a reason (seed ${seed})`, () => {
  const next = createMutations({ seed, frames: REQUESTS })
  const seen = { understood: 0, refused: 0 }
  for (let index = 0; index < DECODED; index += 1) {
    const bytes = next()
    try {
      const frame = decodeFrame(bytes, { host: '192.0.2.1', port: 47_808 })
      const request = frame.kind === 'apdu' ? decodeRequest(frame.apdu) : undefined
      if (request?.kind === 'invalid') seen.refused += 1
      else seen.understood += 1
    } catch (thrown) {
      // Ours, with a sentence: not a RangeError of some library's.
      if (!(thrown instanceof Error) || thrown.constructor !== Error)
        throw new Error(`${bytes.toString('hex')}: ${String(thrown)}`)
      seen.refused += 1
    }
  }
  expect(seen.refused).toBeGreaterThan(DECODED / 10)
  expect(seen.understood).toBeGreaterThan(DECODED / 10)
})

it('the frames to begin from are understood', () => {
  const kinds = REQUESTS.slice(0, 22).map((bytes) => {
    const frame = decodeFrame(bytes, { host: '192.0.2.1', port: 47_808 })
    return frame.kind === 'apdu' ? decodeRequest(frame.apdu).kind : frame.kind
  })
  expect(kinds).toEqual([
    ...['who-is', 'who-is', 'who-has', 'who-has', 'call', 'call', 'call', 'call', 'call'],
    ...['call', 'call', 'call', 'call', 'call', 'unsupported', 'unsupported', 'unsupported'],
    ...['segmented', 'outcome', 'outcome', 'outcome', 'outcome'],
  ])
})

it(`X3: mutated datagrams are counted, and none of them writes (seed ${seed})`, async () => {
  await sendMutations({ seed, frames: FRAMES, closers })
}, 60_000)
