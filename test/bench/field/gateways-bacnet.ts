import { type Bms, type Decoded, startBms } from '../../../plugins/gateway-bacnet/test/bms.ts'
import type { Told } from '../../../plugins/gateway-bacnet/test/bms-child.ts'
import { quantile } from '../latency-probe.ts'
import type { Meter } from '../latency-setup.ts'

const ACCUMULATOR = 23
const OBJECT_LIST = 76
const DESCRIPTION = 28
/** bacstack has 255 requests under way at most. */
const AT_ONCE = 100
const LIFETIME_S = 3_600
const LOOK_MS = 100
const PATIENCE_MS = 10_000
/** A gateway that has just started shows its objects a while later. */
const START_MS = 60_000
/** What answers late or not at all is asked again, as management systems do. */
const TRIES = 5
const NO_ANSWER = 'ERR_TIMEOUT'

interface ObjectId {
  readonly type: number
  readonly instance: number
}

/** A management system that is told of changes of value, and what came of it. */
export interface CovClient {
  /** Of the subscriptions so far. */
  readonly subscribed: number
  /**
   * What was told of readings, once each subscription was told of its meter's last one or nothing more comes.
   * @param readings when each was published, in the order of the meters
   */
  toldOf(readings: {
    readonly publishedAt: readonly number[]
    readonly ordered: number
    readonly stepWh: number
  }): Promise<CovFigures>
  close(): Promise<void>
}

export interface CovFigures {
  /** Changes of the subscribed objects. */
  readonly due: number
  /** Notifications that told of one of them each. */
  readonly told: number
  /** Changes that a later one overtook before they were told: of a value the latest is told. */
  readonly overtaken: number
  /** Subscriptions that were not told of the last value. */
  readonly lost: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Subscribes to the counters of as many meters, every other one with confirmed notifications. */
export async function subscribeToMeters(request: {
  readonly port: number
  readonly device: ObjectId
  readonly meters: readonly Meter[]
  readonly subscriptions: number
}): Promise<CovClient> {
  const { port, device, meters, subscriptions } = request
  const bms = await startBms(port)
  const places = new Map(meters.map(({ meteringPointId }, at) => [meteringPointId, at]))
  const objects = await enoughOf(() => countersOf(bms, device), subscriptions)
  let subscribed = 0
  for (const { object, meteringPointId } of objects.slice(0, subscriptions)) {
    const processId = places.get(meteringPointId)
    if (processId === undefined) throw new Error(`No meter serves ${meteringPointId}.`)
    const confirmed = subscribed % 2 === 0
    const ask = { object, processId, confirmed, lifetimeS: LIFETIME_S }
    const { error } = await asked(bms, { do: 'subscribe', ...ask })
    if (error !== undefined) throw new Error(error)
    subscribed += 1
  }
  // How each of them is now is told at once.
  await hear(bms, new Map(), (heard) => heard.size === subscribed)
  return {
    subscribed,
    async toldOf({ publishedAt, ordered, stepWh }) {
      // The first reading of each meter came before any order, and was one step.
      const lastOf = (meter: number) => {
        const turns = Math.floor((ordered + publishedAt.length - 1 - meter) / meters.length)
        return (turns + 2) * stepWh
      }
      const heard = await hear(bms, new Map(), (now) =>
        [...now].every(([meter, told]) => told.at(-1)?.value === lastOf(meter)),
      )
      const delays: number[] = []
      let lost = subscribed - heard.size
      for (const [meter, told] of heard) {
        if (told.at(-1)?.value !== lastOf(meter)) lost += 1
        for (const { value, at } of told) {
          const reading = (Number(value) / stepWh - 2) * meters.length + meter
          const published = publishedAt[reading - ordered]
          if (published !== undefined) delays.push(at - published)
        }
      }
      const mine = new Set(heard.keys())
      const due = publishedAt.filter((_, at) => mine.has((ordered + at) % meters.length)).length
      delays.sort((a, b) => a - b)
      return {
        ...{ due, told: delays.length, overtaken: due - delays.length, lost },
        ...{ p50Ms: quantile(delays, 0.5), p99Ms: quantile(delays, 0.99) },
      }
    },
    close: () => bms.close(),
  }
}

/** Takes what came until it is enough, or nothing more has come for long. By the subscriptions' numbers. */
async function hear(
  bms: Bms,
  heard: Map<number, Told[]>,
  isEnough: (heard: ReadonlyMap<number, readonly Told[]>) => boolean,
): Promise<ReadonlyMap<number, readonly Told[]>> {
  for (let cameAt = performance.now(); performance.now() - cameAt < PATIENCE_MS; ) {
    const news = await bms.ask<readonly Told[]>({ do: 'notified' })
    for (const one of news) heard.set(one.processId, [...(heard.get(one.processId) ?? []), one])
    if (news.length > 0) cameAt = performance.now()
    if (heard.size > 0 && isEnough(heard)) break
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return heard
}

/** Counters of the device, with the metering points that their descriptions name. */
async function countersOf(bms: Bms, device: ObjectId) {
  const list: ObjectId[] = []
  // bacstack cannot ask how many there are: what is beyond the last one is an error.
  for (let at = 1, isOver = false; !isOver; at += AT_ONCE) {
    const some = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, more) =>
        asked(bms, { do: 'read', object: device, properties: [OBJECT_LIST], index: at + more }),
      ),
    )
    for (const { values } of some)
      list.push(...(values ?? []).map(({ value }) => value as ObjectId))
    isOver = some.some(({ error }) => error !== undefined)
  }
  const counters = list.filter(({ type }) => type === ACCUMULATOR)
  return inPortions(counters, async (object) => {
    const { values, error } = await asked(bms, { do: 'read', object, properties: [DESCRIPTION] })
    if (error !== undefined) throw new Error(`Counter ${object.instance}: ${error}`)
    const text = String(values?.[0]?.value)
    return { object, meteringPointId: /\[meter:(\d+)\//.exec(text)?.[1] ?? text }
  })
}

async function asked(bms: Bms, wish: Parameters<Bms['ask']>[0]): Promise<Decoded> {
  let answer = await bms.ask(wish)
  for (let tries = 1; answer.error === NO_ANSWER && tries < TRIES; tries += 1)
    answer = await bms.ask(wish)
  return answer
}

/** @throws where there are too few, long after the start */
async function enoughOf<T>(
  look: () => Promise<readonly T[]>,
  count: number,
): Promise<readonly T[]> {
  const deadline = performance.now() + START_MS
  for (;;) {
    const found = await look()
    if (found.length >= count) return found
    if (performance.now() > deadline) throw new Error(`${found.length} counters, not ${count}.`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function inPortions<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE)
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))))
  return results
}
