import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, startBench } from './bench.ts'
import { startClientProcess } from './client.ts'
import { createRecorder, type Recorder } from './recorder.ts'

const CASE_MS = 300_000
const STREAMS = 600
const AT_ONCE = 20
const SEED = 20_261_122

const client = startClientProcess()
let bench: Bench
let recorder: Recorder
beforeAll(async () => {
  bench = await startBench(client, {
    allowAnonymous: true,
    allowUnencrypted: true,
    maxSessions: 50,
  })
  recorder = await createRecorder(bench.port)
}, CASE_MS)
afterAll(async () => {
  await bench.stop()
  await recorder.close()
  await client.close()
})

/** Deterministic: Numerical Recipes' generator. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One to four changes: a byte, a length, a cut, a part twice. */
function mutate(stream: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(stream)
  for (let left = 1 + random(4); left > 0 && bytes.length > 8; left -= 1) {
    const at = random(bytes.length - 4)
    const kind = random(4)
    if (kind === 0) bytes[at] = random(256)
    else if (kind === 1) bytes.writeUInt32LE(random(2 ** 32 - 1), at)
    else if (kind === 2) bytes = bytes.subarray(0, at + 4)
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1))])
  }
  return bytes
}

/** Sends a stream in one piece, which joins a hello with what follows, and does not wait for the end. */
function send(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(bench.port, '127.0.0.1', () => socket.write(bytes))
    const timer = setTimeout(() => socket.destroy(), 60)
    socket.on('data', () => undefined)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

test(
  `X4: whatever comes over the wire, the process lives and serves (seed ${SEED})`,
  async () => {
    // Without security everything that a client says is there to be changed.
    const { user: _, ...nobody } = bench.access
    const none = { mode: 'None', policy: 'None' } as const
    await client.use({ ...nobody, ...none, url: `opc.tcp://127.0.0.1:${recorder.port}` })
    expect((await client.seen())?.length).toBeGreaterThan(5)
    await client.write({ pointId: 'supply:5/order', value: true })
    await client.history({ pointId: 'meter:5/register.1.8.0', from: 0, to: 1_000, each: 5 })
    await client.alarms()
    await client.leave()
    const streams = recorder.bytes().filter(({ length }) => length > 100)
    expect(streams.length).toBeGreaterThan(0)
    const random = createRandom(SEED)
    for (let done = 0; done < STREAMS; done += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, () => {
          const stream = streams[random(streams.length)] ?? Buffer.alloc(0)
          // Beginnings are tried more than ends that nobody reaches.
          return send(mutate(stream.subarray(0, 200 + random(stream.length)), random))
        }),
      )
    expect(bench.building.writes).toEqual([])
    // What was left half open is ended, and who may come in does.
    await client.use(bench.access)
    expect((await client.seen())?.length).toBeGreaterThan(5)
    expect((await bench.gateway.health()).status).toBe('up')
  },
  CASE_MS,
)
