import type { Pool } from 'pg'
import { committedReach, quantile, STEP_MICROS, STEP_WH, sample } from './latency-probe.ts'
import { openSession } from './latency-setup.ts'
import { balances, countOf, withMqttCore } from './mqtt-core.ts'
import { report } from './rounds.ts'

/** One reading a second each: 1,111 readings a second, 10,000 meters every nine seconds. */
const METERS = 1_111
const P99_BAR_MS = 500

interface Options {
  readonly json: boolean
  /** How long is sampled, after the warm-up. */
  readonly seconds: number
}

/**
 * From a reading's publishing over MQTT to the balance that the API shows, with all parts on this machine; and whether
 * every message sent is committed and billed: the exit code is 1 where not.
 */
export async function run({ json, seconds }: Options): Promise<void> {
  await withMqttCore({ meters: METERS, stepWh: STEP_WH }, async (running) => {
    const { core, pool, before } = running
    await committedReach(pool, METERS)
    const headers = await openSession(core)
    const sampled = await sample({ running, headers, perSecond: METERS, seconds })
    const { delaysMs: samples, sent, failed } = sampled
    await committedReach(pool, sent)
    const outcome = await accountFor({ pool, sent, before })
    show({ json, seconds, samples, ...outcome, failed })
  })
}

interface Outcome {
  readonly sent: number
  readonly committed: number
  readonly billed: number
  readonly wrongBalances: number
}

/** Compares what was sent with what is in the books. */
async function accountFor({
  pool,
  sent,
  before,
}: {
  readonly pool: Pool
  readonly sent: number
  readonly before: ReadonlyMap<string, bigint>
}): Promise<Outcome> {
  const committed = await countOf(pool, 'SELECT count(*) FROM reading')
  const billed = await countOf(
    pool,
    `SELECT count(*) FROM usage_interval u
      WHERE reverses_id IS NULL AND agreement_id IS NOT NULL AND unrated IS NULL
        AND NOT EXISTS (SELECT FROM usage_interval r WHERE r.reverses_id = u.id)`,
  )
  const each = BigInt(Math.floor(sent / METERS)) * STEP_MICROS
  const after = await balances(pool)
  const wrong = [...before].filter(([accountId, micros]) => after.get(accountId) !== micros - each)
  return { sent, committed, billed, wrongBalances: wrong.length }
}

function show(
  outcome: Outcome & {
    readonly json: boolean
    readonly seconds: number
    readonly samples: readonly number[]
    readonly failed: number
  },
): void {
  const { json, seconds, samples, failed, sent, committed, billed, wrongBalances } = outcome
  const of = (share: number) => Math.round(quantile(samples, share))
  const [p50Ms, p99Ms, maxMs] = [of(0.5), of(0.99), of(1)]
  const agree = failed === 0 && wrongBalances === 0 && sent === committed && sent === billed
  if (!agree) process.exitCode = 1
  const books = { sent, committed, billed, wrongBalances }
  report({
    title:
      `latency: MQTT to the API's balance at ${METERS} readings/s for ${seconds} s; bar: p99 ${P99_BAR_MS} ms. ` +
      (agree ? 'Sent = committed = billed.' : 'WRONG: sent, committed and billed differ.'),
    rows: [{ 'p50, ms': p50Ms, 'p99, ms': p99Ms, 'max, ms': maxMs, ...books }],
    result: { p50Ms, p99Ms, maxMs, samples: samples.length, failed, ...books },
    json,
  })
}
