import type { Instant, Log } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { Party } from '@busbar/sparkplug/topics'
import type { WireMetric } from '@busbar/sparkplug/wire'
import type { Link, Message } from '../link.ts'
import type { Branch, Metric, Said } from './metrics.ts'
import {
  data,
  deviceBirth,
  deviceDeath,
  nodeBirth,
  nodeDeath,
  type Saying,
  saidOf,
} from './speech.ts'

/**
 * An edge node of Sparkplug B with its devices: what it should be known to be, of which it says what is not said yet. It
 * holds the latest of each metric and no queue.
 */
export interface Edge {
  /** What the broker says when the connection that is made next is lost; each has a number of its own. */
  will(): Message
  /** What undoes the birth of this connection; null where there was none. */
  goodbye(): Message | null
  /** From now on it may speak, and begins with its births. */
  begin(): void
  /** From now on nothing is said. */
  end(): void
  isBorn(): boolean
  /** The tree is another one; values of what is not in it are forgotten. */
  use(branches: readonly Branch[]): void
  put(key: string, said: Said): void
  /** Says it again, though it is the same. */
  repeat(key: string): void
  /** Introduces itself again, at most once a second. */
  rebirth(): void
  /** The metric that a command is for. */
  find(device: string | undefined, wire: Pick<WireMetric, 'name' | 'alias'>): Metric | undefined
  /** Says what is not said yet; settles when it is, or when it may not speak. */
  settle(): Promise<void>
  counters(): Readonly<Record<string, number>>
}

interface Place {
  readonly branch: Branch
  readonly metric: Metric
  readonly alias: number
}

const NUMBERS = 256
const NODE = ''
const BETWEEN_BIRTHS_MS = 1_000

export function createEdge(options: {
  readonly node: Pick<Party, 'group' | 'node'>
  readonly link: Pick<Link, 'publish'>
  readonly log: Log
  readonly now: () => Instant
}): Edge {
  const { node, link, log, now } = options
  const values = new Map<string, Said>()
  const dirty = new Set<string>()
  const counts = { births: 0, sparkplugMessages: 0 }
  let tree: ReadonlyMap<string, { readonly branch: Branch; readonly shape: string }> = new Map()
  let places: ReadonlyMap<string, Place> = new Map()
  let lastAlias = 0
  let birthNumber = NUMBERS - 1
  let seq = 0
  /** Another one with each connection on which it may speak. */
  let session: symbol | undefined
  let wantsBirth = false
  let wasBorn = false
  let bornAtMs = Number.NEGATIVE_INFINITY
  let postponed: ReturnType<typeof setTimeout> | undefined
  /** Shapes of what was born in this session, by device. */
  const born = new Map<string, string>()
  let settling: Promise<void> | undefined

  const head = (device: string | undefined) => {
    seq = (seq + 1) % NUMBERS
    return { party: { ...node, device }, now: now(), seq }
  }

  const sayingsOf = ({ metrics }: Branch): readonly Saying[] =>
    metrics.map((metric) => ({
      ...{ metric, said: saidOf(values, metric) },
      alias: places.get(metric.key)?.alias ?? 0,
    }))

  const birthOfDevice =
    (branch: Branch): (() => Message) =>
    () =>
      deviceBirth(head(branch.device), sayingsOf(branch))

  /** What is to be said next, each made when its turn comes. */
  function next(): readonly (() => Message)[] {
    const whole = tree.get(NODE)
    if (whole === undefined) return []
    if (wantsBirth || born.get(NODE) !== whole.shape) return births(whole.branch)
    const gone = [...born.keys()].filter((device) => !tree.has(device))
    for (const device of gone) born.delete(device)
    const changed = [...tree].filter(([device, { shape }]) => born.get(device) !== shape)
    for (const [device, { shape, branch }] of changed) {
      born.set(device, shape)
      for (const { key } of branch.metrics) dirty.delete(key)
    }
    if (gone.length + changed.length > 0)
      return [
        ...gone.map((device) => () => deviceDeath(head(device))),
        ...changed.map(([, { branch }]) => birthOfDevice(branch)),
      ]
    return news()
  }

  function births(whole: Branch): readonly (() => Message)[] {
    wantsBirth = false
    counts.births += 1
    bornAtMs = performance.now()
    dirty.clear()
    born.clear()
    for (const [device, { shape }] of tree) born.set(device, shape)
    const devices = [...tree.values()].filter(({ branch }) => branch.device !== undefined)
    return [
      () => {
        seq = 0
        wasBorn = true
        return nodeBirth({ party: node, now: now() }, birthNumber, sayingsOf(whole))
      },
      ...devices.map(({ branch }) => birthOfDevice(branch)),
    ]
  }

  /** One message for each branch in which something has changed. */
  function news(): readonly (() => Message)[] {
    const changed = [...dirty].flatMap((key) => places.get(key) ?? [])
    dirty.clear()
    return [...Map.groupBy(changed, ({ branch }) => branch)].map(([branch, some]) => () => {
      const sayings = some.map(({ metric, alias }) => ({
        ...{ metric, alias, said: saidOf(values, metric) },
      }))
      return data(head(branch.device), sayings)
    })
  }

  async function run(): Promise<void> {
    for (let spoken = session; spoken !== undefined; spoken = session) {
      const messages = next()
      if (messages.length === 0) return
      for (const message of messages) {
        if (session !== spoken) break
        try {
          await link.publish(message())
          counts.sparkplugMessages += 1
        } catch (thrown) {
          // Hosts miss it by its number, and ask; a connection that is gone begins with all of it.
          log.debug('A message could not be sent', { reason: errorMessage(thrown) })
        }
      }
    }
  }

  function settle(): Promise<void> {
    settling ??= run().finally(() => {
      settling = undefined
    })
    return settling
  }

  function wantBirth(): void {
    wantsBirth = true
    void settle()
  }

  function end(): void {
    session = undefined
    clearTimeout(postponed)
    postponed = undefined
    born.clear()
  }

  return {
    will() {
      birthNumber = (birthNumber + 1) % NUMBERS
      wasBorn = false
      return nodeDeath({ party: node, now: now() }, birthNumber)
    },
    goodbye: () => (wasBorn ? nodeDeath({ party: node, now: now() }, birthNumber) : null),
    begin() {
      end()
      session = Symbol('session')
      wantBirth()
    },
    end,
    isBorn: () => session !== undefined,
    use(branches) {
      const before = places
      tree = new Map(
        branches.map((branch) => [
          branch.device ?? NODE,
          { branch, shape: JSON.stringify(branch.metrics) },
        ]),
      )
      places = new Map(
        branches.flatMap((branch) =>
          branch.metrics.map((metric): [string, Place] => {
            const alias = before.get(metric.key)?.alias ?? ++lastAlias
            return [metric.key, { branch, metric, alias }]
          }),
        ),
      )
      for (const key of values.keys()) if (!places.has(key)) values.delete(key)
    },
    put(key, said) {
      const { value, quality, at } = values.get(key) ?? {}
      if (said.value === value && said.quality === quality && said.at === at) return
      values.set(key, said)
      dirty.add(key)
    },
    repeat: (key) => void dirty.add(key),
    rebirth() {
      if (session === undefined || postponed !== undefined) return
      const waitMs = bornAtMs + BETWEEN_BIRTHS_MS - performance.now()
      if (waitMs <= 0) return wantBirth()
      postponed = setTimeout(() => {
        postponed = undefined
        wantBirth()
      }, waitMs)
    },
    find(device, { name, alias }) {
      const branch = tree.get(device ?? NODE)?.branch
      return branch?.metrics.find((metric) =>
        alias === undefined
          ? metric.name === name
          : String(places.get(metric.key)?.alias) === alias,
      )
    },
    settle,
    counters: () => ({ ...counts }),
  }
}
