import { keptPort } from '../../../core/testkit/kept-port.ts'
import { createApi } from '../../../examples/demo-building/api.ts'
import { startClientProcess, type TestClient } from '../../../plugins/gateway-opcua/test/client.ts'
import { committedReach, quantile, type Sampled, STEP_WH, sample } from '../latency-probe.ts'
import { openSession } from '../latency-setup.ts'
import { type MqttCore, withMqttCore } from '../mqtt-core.ts'
import { type CovClient, type CovFigures, subscribeToMeters } from './gateways-bacnet.ts'

/** Registers, balances and words on balances: three points of each. */
const METERS = 2_000
const PER_SECOND = 1_111
const SECONDS = 30
const POINTS = 5_000
const SUBSCRIPTIONS = 1_000
const QUIET_READS_MS = 10_000
const LOOK_MS = 1_000
const DEVICE = { type: 8, instance: 260_001 }
const USER = { username: 'bms', password: 'password-of-the-bms' }
const CONNECT_PATIENCE_MS = 60_000

const BARS = {
  /** Of the readings that were sent, in the time in which they were sent and the tail was written. */
  keptShare: 0.98,
  /** As the bench of latency has it. */
  p99Ms: 500,
} as const

export interface Ingest {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Sent and not committed. */
  readonly missing: number
}

export interface Reads {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Points that were good in the worst of all reads. */
  readonly fewestGood: number
}

export interface GatewayFigures {
  readonly alone: Ingest
  readonly served: Ingest
  readonly quietReads: Reads
  readonly reads: Reads
  readonly readsRatio: number
  readonly cov: CovFigures
  readonly subscribed: number
}

/**
 * A building in a core with its database, 1,111 readings a second over MQTT into it, and meanwhile an OPC UA client
 * that reads 5,000 points again and again, and a BACnet client that holds 1,000 subscriptions of changes of value; all
 * of them processes of their own. Beside it the same ingest without gateways, and the same reads without ingest.
 */
export async function loadGateways(): Promise<GatewayFigures> {
  const figures: GatewayFigures[] = []
  await withMqttCore({ meters: METERS, stepWh: STEP_WH }, async (running) => {
    const headers = await openSession(running.core)
    let ordered = 0
    const ingest = async (): Promise<{ readonly figures: Ingest; readonly sampled: Sampled }> => {
      const before = await committedReach(running.pool, METERS + ordered)
      const options = { running, headers, perSecond: PER_SECOND, seconds: SECONDS, ordered }
      const sampled = await sample(options)
      const committed = await committedReach(running.pool, sampled.sent)
      ordered += sampled.publishedAt.length
      const [from = Number.NaN] = sampled.publishedAt
      const seconds = (performance.timeOrigin + performance.now() - from) / 1_000
      const figures = {
        perSecond: (committed - before) / seconds,
        ...shares(sampled.delaysMs),
        missing: sampled.sent - committed + sampled.failed,
      }
      return { figures, sampled }
    }
    const { figures: alone } = await ingest()
    const opened = await openGateways(running, headers)
    const { opcUa, cov, pointIds } = opened
    try {
      const quietReads = readsOf(await opcUa.readAgain({ pointIds, forMs: QUIET_READS_MS }))
      const before = ordered
      const { result, during } = await meanwhile(
        () => opcUa.readAgain({ pointIds, forMs: LOOK_MS }),
        ingest,
      )
      const { figures: served, sampled } = result
      const reads = readsOf({
        wholeMs: during.flatMap(({ wholeMs }) => wholeMs),
        fewestGood: Math.min(...during.map(({ fewestGood }) => fewestGood)),
      })
      const { publishedAt } = sampled
      figures.push({
        ...{ alone, served, quietReads, reads, subscribed: cov.subscribed },
        readsRatio: reads.perSecond / quietReads.perSecond,
        cov: await cov.toldOf({ publishedAt, ordered: before, stepWh: STEP_WH }),
      })
    } finally {
      await opened.close()
    }
  })
  const [measured] = figures
  if (measured === undefined) throw new Error('Nothing was measured.')
  return measured
}

/** Does the one again and again while the other is done. */
async function meanwhile<T, R>(again: () => Promise<T>, work: () => Promise<R>) {
  let isOver = false
  const working = work().finally(() => {
    isOver = true
  })
  const during: T[] = []
  while (!isOver) during.push(await again())
  return { result: await working, during }
}

interface Opened {
  readonly opcUa: TestClient
  readonly cov: CovClient
  readonly pointIds: readonly string[]
  close(): Promise<void>
}

/** A connection of each gateway, as an integrator makes it, and its client. */
async function openGateways(
  { core, pool, meters }: MqttCore,
  headers: Readonly<Record<string, string>>,
): Promise<Opened> {
  const api = createApi({ url: core.url, cookie: headers.cookie ?? '' })
  const { rows } = await pool.query<{ id: string }>('SELECT id::text FROM site')
  const siteId = rows[0]?.id ?? ''
  const gateway = (pluginId: string, type: string, config: object) =>
    api.create('connections', {
      ...{ siteId, pluginId, extensionPoint: 'buildingGateways', type, name: type },
      config: { ...config, exposure: { personalData: true } },
    })
  const opcUa = startClientProcess()
  try {
    const { application } = await opcUa.identity({})
    const [port, udpPort] = [await keptPort(), await keptPort()]
    await gateway('gateway-opcua', 'opcua', {
      port,
      ...USER,
      trusted: [{ thumbprint: application }],
    })
    await gateway('gateway-bacnet', 'bacnet-device', {
      ...{ port: udpPort, deviceInstance: DEVICE.instance, maxSubscriptions: SUBSCRIPTIONS },
    })
    const url = `opc.tcp://127.0.0.1:${port}`
    await opcUa.use({ url, mode: 'SignAndEncrypt', policy: 'Basic256Sha256', user: USER })
    const all = await pointsOf(opcUa)
    const cov = await subscribeToMeters({
      ...{ port: udpPort, device: DEVICE, meters, subscriptions: SUBSCRIPTIONS },
    })
    return {
      ...{ opcUa, cov, pointIds: all.slice(0, POINTS) },
      async close() {
        await cov.close()
        await opcUa.close()
      },
    }
  } catch (thrown) {
    await opcUa.close()
    throw thrown
  }
}

/** What the gateway shows, once it shows enough. */
async function pointsOf(opcUa: TestClient): Promise<readonly string[]> {
  const deadline = performance.now() + CONNECT_PATIENCE_MS
  for (;;) {
    const seen = (await opcUa.seen()) ?? []
    const good = seen.filter(([, { good: isGood }]) => isGood).map(([pointId]) => pointId)
    if (good.length >= POINTS) return good
    if (performance.now() > deadline) throw new Error(`It shows ${good.length} points alone.`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

function shares(sorted: readonly number[]) {
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }
}

function readsOf({
  wholeMs,
  fewestGood,
}: {
  readonly wholeMs: readonly number[]
  readonly fewestGood: number
}): Reads {
  const sorted = wholeMs.toSorted((a, b) => a - b)
  const seconds = wholeMs.reduce((sum, ms) => sum + ms, 0) / 1_000
  return { perSecond: (wholeMs.length * POINTS) / seconds, ...shares(sorted), fewestGood }
}

type Row = {
  readonly what: string
  readonly value: string | number
  readonly bar?: number
  readonly met?: 'yes' | 'NO'
}

/** Every point in every read, every subscription told of the last value, every reading written in its time. */
export function servedAll(figures: GatewayFigures): boolean {
  return readAll(figures) && toldAll(figures) && keptUp(figures)
}

const readAll = ({ reads }: GatewayFigures) => reads.fewestGood === POINTS
const toldAll = ({ cov, subscribed }: GatewayFigures) =>
  cov.lost === 0 && subscribed === SUBSCRIPTIONS
const keptUp = ({ served }: GatewayFigures) =>
  served.missing === 0 && served.perSecond >= PER_SECOND * BARS.keptShare

/** As the field's table says it. */
export function gatewayRows(figures: GatewayFigures): readonly Row[] {
  const { alone, served, quietReads, reads, readsRatio, cov } = figures
  const ms = (value: number) => Math.round(value)
  const met = (is: boolean) => (is ? ('yes' as const) : ('NO' as const))
  return [
    { what: 'gateways: served all', value: met(servedAll(figures)) },
    {
      what: `gateways: OPC UA, ${POINTS} points read again and again: good in the worst read`,
      ...{ value: reads.fewestGood, bar: POINTS, met: met(readAll(figures)) },
    },
    {
      what: `gateways: OPC UA, points/s while ingest runs, and without it; ratio ${readsRatio.toFixed(2)}`,
      value: `${ms(reads.perSecond)}, ${ms(quietReads.perSecond)}`,
    },
    {
      what: 'gateways: OPC UA, ms of a whole read while ingest runs, and without it: p50/p99',
      value: `${ms(reads.p50Ms)}/${ms(reads.p99Ms)}, ${ms(quietReads.p50Ms)}/${ms(quietReads.p99Ms)}`,
    },
    {
      what: `gateways: COV, subscriptions of ${SUBSCRIPTIONS} not told of the last value`,
      value: cov.lost,
      ...{ bar: 0, met: met(toldAll(figures)) },
    },
    {
      what: 'gateways: COV, notifications beside changes due; the rest went with a later one',
      value: `${cov.told} of ${cov.due}`,
    },
    {
      what: 'gateways: COV, ms from MQTT publish to notification: p50/p99',
      value: `${ms(cov.p50Ms)}/${ms(cov.p99Ms)}`,
    },
    {
      what: `gateways: readings/s committed meanwhile, of ${PER_SECOND}; without gateways ${ms(alone.perSecond)}`,
      value: ms(served.perSecond),
      bar: ms(PER_SECOND * BARS.keptShare),
      met: met(keptUp(figures)),
    },
    {
      what: `gateways: ms from MQTT publish to balance meanwhile, p99; without gateways ${ms(alone.p99Ms)}`,
      ...{ value: ms(served.p99Ms), bar: BARS.p99Ms, met: met(served.p99Ms < BARS.p99Ms) },
    },
  ]
}
