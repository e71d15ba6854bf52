import { connectAsync } from 'mqtt'
import type { PointBinding } from '../../../core/contracts/index.ts'
import { alternate, type Measured } from '../rounds.ts'
import { end, forked, nextOf } from './child.ts'
import { createCounter, makeDriver } from './drivers.ts'
import type { FromFirehose } from './mqtt-firehose.ts'

const METERS = 1_000
const MESSAGES = 40_000
const VALUES_PER_MESSAGE = 2
const ROUNDS = 6
const FILTER = 'bench/#'

export interface Firehose {
  readonly url: string
  /** Hands out the messages of a round to whoever subscribed, until all are acknowledged. */
  flood(): Promise<void>
}

export async function withFirehose<T>(work: (firehose: Firehose) => Promise<T>): Promise<T> {
  const file = new URL('./mqtt-firehose.ts', import.meta.url)
  const { child, said } = await forked<{ readonly port: number }>(file, [String(METERS)])
  const flood = async () => {
    const acknowledged = nextOf<FromFirehose>(child)
    child.send({ send: MESSAGES })
    await acknowledged
  }
  try {
    return await work({ url: `mqtt://127.0.0.1:${said.port}`, flood })
  } finally {
    await end(child)
  }
}

/**
 * Messages per second until the last is acknowledged: through driver-mqtt to a core that takes everything at once,
 * beside a bare subscriber of mqtt.js that counts them.
 */
export function compareMqtt() {
  return withFirehose(async (firehose) => {
    const ours = () => throughDriver(firehose)
    const ceiling = () => throughClient(firehose)
    // Once unmeasured: libraries are loaded, both sides run compiled.
    await ours()
    await ceiling()
    return alternate({ rounds: ROUNDS, ours, ceiling })
  })
}

/** The meters' points: a register and a power in each message. */
export const mqttPoints: readonly PointBinding[] = Array.from({ length: METERS }, (_, meter) => {
  const address = (pointer: string) => ({ format: 'json', topic: `bench/${meter}`, pointer })
  return [
    { pointId: `${meter}-e`, role: 'register' as const, unit: 'kWh', address: address('/kwh') },
    { pointId: `${meter}-p`, role: 'power' as const, unit: 'W', address: address('/w') },
  ]
}).flat()

async function throughDriver({ url, flood }: Firehose): Promise<Measured> {
  const counter = createCounter()
  const up = Promise.withResolvers<void>()
  const driver = makeDriver({
    ...{ name: 'mqtt', points: mqttPoints, onValues: counter.add, onUp: up.resolve },
    connection: { url, protocolVersion: 4 },
  })
  await driver.connect()
  await up.promise
  const measured = await timed(() => counter.until(MESSAGES * VALUES_PER_MESSAGE, flood))
  await driver.stop()
  return measured
}

async function throughClient({ url, flood }: Firehose): Promise<Measured> {
  const counter = createCounter()
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 })
  client.on('message', () => counter.add(1))
  await client.subscribeAsync(FILTER, { qos: 1 })
  const measured = await timed(() => counter.until(MESSAGES, flood))
  await client.endAsync(true)
  return measured
}

async function timed(work: () => Promise<void>): Promise<Measured> {
  const started = performance.now()
  await work()
  return { count: MESSAGES, seconds: (performance.now() - started) / 1_000 }
}
