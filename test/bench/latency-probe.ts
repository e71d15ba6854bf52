import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { parseMicros } from '../../core/kernel/decimal.ts'
import type { Child } from '../../examples/demo-building/child.ts'
import type { MetersOrder, MetersState } from './latency-meters.ts'
import { countOf, type MqttCore } from './mqtt-core.ts'

/** 10 Wh a reading, at 1 a kWh. */
export const STEP_WH = 10
export const STEP_MICROS = 10_000n
const WARM_UP_SECONDS = 5
/** Accounts looked at at once. */
const PROBES = 4
const POLL_MS = 5
const BETWEEN_PROBES_MS = 200
/** Nothing more is awaited when nothing more has come for so long. */
const PATIENCE_MS = 20_000

export interface Sampling {
  readonly running: MqttCore
  /** Of a session that may read accounts. */
  readonly headers: Readonly<Record<string, string>>
  readonly perSecond: number
  /** How long is sampled, after the warm-up. */
  readonly seconds: number
  /** Readings that were ordered before this, the first of each meter not counted. */
  readonly ordered?: number
}

export interface Sampled {
  /** From a reading's publishing to the account that shows its charge: milliseconds, ascending. */
  readonly delaysMs: readonly number[]
  /** When each reading was handed to its connection, in order; UTC epoch milliseconds. */
  readonly publishedAt: readonly number[]
  /** Messages that the broker has taken since the meters' start, and those that it has not. */
  readonly sent: number
  readonly failed: number
}

/** A reading, by its place in the order of this sampling, and when its charge was seen. */
interface Seen {
  readonly index: number
  readonly seenAt: number
}

/** Lets the meters report and looks at account after account. */
export async function sample(options: Sampling): Promise<Sampled> {
  const { running, seconds, perSecond } = options
  const startAt = Date.now() + 1_000
  const readings = (WARM_UP_SECONDS + seconds) * perSecond
  const order: MetersOrder = { startAt, readings, perSecond }
  await running.devices.ask(order)
  const from = startAt + WARM_UP_SECONDS * 1_000
  await sleep(from - now())
  const seen: Seen[] = []
  const probe = async (lane: number) => {
    await sleep((lane * BETWEEN_PROBES_MS) / PROBES)
    for (;;) {
      // The next reading but a few: there is time to be at its account before it.
      const index = Math.ceil(((now() - startAt) * perSecond) / 1_000) + PROBES + lane
      if (index >= readings) return
      await sleep(startAt + (index * 1_000) / perSecond - now())
      seen.push({ index, seenAt: await untilCharged(options, index) })
      await sleep(BETWEEN_PROBES_MS)
    }
  }
  await Promise.all(Array.from({ length: PROBES }, (_, lane) => probe(lane)))
  const { publishedAt, sent, failed } = await finished(running.devices)
  const delaysMs = seen
    .map(({ index, seenAt }) => seenAt - (publishedAt[index] ?? Number.NaN))
    .toSorted((a, b) => a - b)
  return { delaysMs, publishedAt, sent, failed }
}

/** Asks for the account of a reading until its balance shows the reading's charge. */
async function untilCharged(
  { running: { core, meters, before }, headers, ordered = 0 }: Sampling,
  index: number,
): Promise<number> {
  const { accountId } = meters[(ordered + index) % meters.length] ?? { accountId: '' }
  // The first reading of each meter came before any order.
  const turns = BigInt(Math.floor((ordered + index) / meters.length) + 2)
  const wanted = (before.get(accountId) ?? 0n) - turns * STEP_MICROS
  const deadline = now() + PATIENCE_MS
  for (;;) {
    const response = await fetch(`${core.url}/api/v1/accounts/${accountId}`, { headers })
    const { purses } = (await response.json()) as {
      readonly purses?: readonly { readonly balance: string }[]
    }
    const balance = purses?.[0]?.balance
    if (balance === undefined) throw new Error(`No balance: ${response.status}.`)
    if (parseMicros(balance) <= wanted) return now()
    if (now() > deadline)
      throw new Error(`A charge was not seen for ${PATIENCE_MS} ms. ${core.complaints()}`)
    await sleep(POLL_MS)
  }
}

/** When the broker has answered every message. */
async function finished(devices: Child): Promise<MetersState> {
  const deadline = now() + PATIENCE_MS
  for (;;) {
    const state = (await devices.ask(null)) as MetersState
    if (state.publishedAt.length > 0) return state
    if (now() > deadline) throw new Error('The broker does not take all messages.')
    await sleep(200)
  }
}

/** Waits until so many readings are committed, or no more come. @returns how many are */
export async function committedReach(pool: Pool, count: number): Promise<number> {
  let last = -1
  let lastAt = now()
  while (last < count && now() - lastAt < PATIENCE_MS) {
    const committed = await countOf(pool, 'SELECT count(*) FROM reading')
    if (committed !== last) lastAt = now()
    last = committed
    await sleep(100)
  }
  return last
}

/** Of ascending figures. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN

const now = () => performance.timeOrigin + performance.now()
