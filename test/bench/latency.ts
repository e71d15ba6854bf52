import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'pg'
import { parseMicros } from '../../core/kernel/decimal.ts'
import type { Login } from '../../examples/demo-building/broker/access.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import { type CoreProcess, startCore } from '../support/core-process.ts'
import type { MetersConfig, MetersOrder, MetersState } from './latency-meters.ts'
import { fillMqttBuilding, type Meter, openSession } from './latency-setup.ts'
import { report } from './rounds.ts'
import { type BenchServer, startBenchServer } from './server.ts'

/** One reading a second each: 1,111 readings a second, 10,000 meters every nine seconds. */
const METERS = 1_111
const STEP_WH = 10
/** 10 Wh at 1 a kWh. */
const STEP_MICROS = 10_000n
const WARM_UP_SECONDS = 5
/** Accounts looked at at once. */
const PROBES = 4
const POLL_MS = 5
const BETWEEN_PROBES_MS = 200
/** Nothing more is awaited when nothing more has come for so long. */
const PATIENCE_MS = 20_000
const P99_BAR_MS = 500

const brokerScript = new URL('../../examples/demo-building/broker/main.ts', import.meta.url)
const metersScript = new URL('./latency-meters.ts', import.meta.url)
const BUSBAR: Login = {
  user: 'busbar',
  password: 'password-of-busbar',
  publish: [],
  subscribe: ['meters/#'],
}
const GATEWAYS: Login = {
  user: 'gateways',
  password: 'password-of-gateways',
  publish: ['meters/+/reading'],
  subscribe: [],
}

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
  const server = await startBenchServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-bench-core-'))
  const pool = new Pool({ connectionString: server.appUrl, max: 2 })
  const stops: (() => Promise<void>)[] = []
  try {
    const broker = await startChild({
      script: brokerScript,
      config: { logins: [BUSBAR, GATEWAYS], port: 0 },
    })
    stops.unshift(broker.stop)
    const { port } = broker.ready as { readonly port: number }
    const meters = await fillMqttBuilding({
      pool,
      analyze: server.analyze,
      meters: METERS,
      broker: { port, username: BUSBAR.user, password: BUSBAR.password },
    })
    const before = await balances(pool)
    const devices = await startMeters(port, meters)
    stops.unshift(devices.stop)
    const core = await startCore({ env: coreEnv(server, dataDir) })
    stops.unshift(core.stop)
    await committedReach(pool, METERS)
    const samples = await sample({ core, devices, meters, seconds, before })
    const { sent, failed } = await finished(devices)
    await committedReach(pool, sent)
    const outcome = await accountFor({ pool, sent, before })
    show({ json, seconds, samples, ...outcome, failed })
  } finally {
    for (const stop of stops) await stop()
    await pool.end()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function coreEnv({ appUrl, ownerUrl, guardUrl }: BenchServer, dataDir: string) {
  return {
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_GUARD_URL: guardUrl,
    BUSBAR_DATA_DIR: dataDir,
    BUSBAR_LOG_LEVEL: 'warn',
  }
}

function startMeters(port: number, meters: readonly Meter[]): Promise<Child> {
  const config: MetersConfig = {
    port,
    username: GATEWAYS.user,
    password: GATEWAYS.password,
    topics: meters.map(({ topic }) => topic),
    stepWh: STEP_WH,
  }
  return startChild({ script: metersScript, config })
}

/** A reading, by its place in the order of all, and when its charge was seen. */
interface Seen {
  readonly index: number
  readonly seenAt: number
}

interface Sampling {
  readonly core: CoreProcess
  readonly devices: Child
  readonly meters: readonly Meter[]
  readonly seconds: number
  readonly before: ReadonlyMap<string, bigint>
}

/** Lets the meters report and looks at account after account. Milliseconds, ascending. */
async function sample(options: Sampling): Promise<readonly number[]> {
  const { core, devices, meters, seconds } = options
  const headers = await openSession(core)
  const startAt = Date.now() + 1_000
  const readings = (WARM_UP_SECONDS + seconds) * meters.length
  const order: MetersOrder = { startAt, readings }
  await devices.ask(order)
  const from = startAt + WARM_UP_SECONDS * 1_000
  await sleep(from - now())
  const seen: Seen[] = []
  const probe = async (lane: number) => {
    await sleep((lane * BETWEEN_PROBES_MS) / PROBES)
    for (;;) {
      // The next reading but a few: there is time to be at its account before it.
      const index = Math.ceil(((now() - startAt) * meters.length) / 1_000) + PROBES + lane
      if (index >= readings) return
      await sleep(startAt + (index * 1_000) / meters.length - now())
      seen.push({ index, seenAt: await untilCharged(options, headers, index) })
      await sleep(BETWEEN_PROBES_MS)
    }
  }
  await Promise.all(Array.from({ length: PROBES }, (_, lane) => probe(lane)))
  const { publishedAt } = await finished(devices)
  return seen
    .map(({ index, seenAt }) => seenAt - (publishedAt[index] ?? Number.NaN))
    .toSorted((a, b) => a - b)
}

/** Asks for the account of a reading until its balance shows the reading's charge. */
async function untilCharged(
  { core, meters, before }: Sampling,
  headers: Readonly<Record<string, string>>,
  index: number,
): Promise<number> {
  const { accountId } = meters[index % meters.length] ?? { accountId: '' }
  // The first reading of each meter came before the order.
  const turns = BigInt(Math.floor(index / meters.length) + 2)
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

/** Waits until so many readings are committed, or no more come. */
async function committedReach(pool: Pool, count: number): Promise<void> {
  let last = -1
  let lastAt = now()
  while (last < count && now() - lastAt < PATIENCE_MS) {
    const committed = await countOf(pool, 'SELECT count(*) FROM reading')
    if (committed !== last) lastAt = now()
    last = committed
    await sleep(100)
  }
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

/** Micros by account. */
async function balances(pool: Pool): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await pool.query<{ account_id: string; balance_micros: string }>(
    "SELECT account_id, balance_micros FROM ledger_account WHERE account_id IS NOT NULL AND kind = 'cash'",
  )
  return new Map(rows.map((row) => [row.account_id, BigInt(row.balance_micros)]))
}

async function countOf(pool: Pool, text: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(text)
  return Number(rows[0]?.count)
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
  const quantile = (share: number) =>
    Math.round(samples[Math.ceil(samples.length * share) - 1] ?? Number.NaN)
  const [p50Ms, p99Ms, maxMs] = [quantile(0.5), quantile(0.99), quantile(1)]
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

const now = () => performance.timeOrigin + performance.now()
