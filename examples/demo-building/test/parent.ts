import { createInterface } from 'node:readline'
import { DEFAULT_CLOCK } from '../building/site.ts'
import { openKeep } from '../keep.ts'
import { startSurroundings } from '../surroundings.ts'

/** Starts what surrounds Busbar in the demo and says which processes that are, for a test that ends this one. */
const [dataDir = ''] = process.argv.slice(2)
const keep = openKeep(dataDir, DEFAULT_CLOCK.startAt)
const clock = { ...DEFAULT_CLOCK, wallAt: Date.now() }
const surroundings = await startSurroundings({ dataDir, clock, keep })
process.stdout.write(`${JSON.stringify({ pids: surroundings.pids, reach: surroundings.reach })}\n`)
createInterface({ input: process.stdin }).once('line', async () => {
  await surroundings.stop()
  process.exit(0)
})
