import { afterEach, it } from 'vitest'
import { sendMutations } from './fuzz.ts'

const FRAMES = 1_000_000
const seed = Number(process.env.BUSBAR_SEED ?? Math.floor(Date.now() / 1_000))

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it(`X3: 1,000,000 mutated requests do no harm (seed ${seed})`, async () => {
  await sendMutations({ seed, frames: FRAMES, closers })
}, 600_000)
