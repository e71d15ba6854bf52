import type { Fact, FactReader } from './ports.ts'

/** Follows the facts for all listeners of a process, so that each commit is read once. */
export interface FactTail {
  start(): Promise<void>
  stop(): Promise<void>
  /** The last fact seen. */
  head(): string
  /** Some of the facts after a cursor: from memory where they are kept, from the database where not. */
  since(cursor: string): Promise<readonly Fact[]>
}

const BATCH = 200
/** Facts kept in memory for listeners that are up to date. */
const KEPT = 2_000
/** A fact that an older transaction holds up is found by looking again. */
const LOOK_MS = 500

/** @param options.onMore called when there are new facts */
export function createFactTail(options: {
  readonly reader: FactReader
  readonly onMore: () => void
}): FactTail {
  const { reader, onMore } = options
  let kept: readonly Fact[] = []
  /** Everything after `tail` up to `head` is kept. */
  let tail = '0-0'
  let head = '0-0'
  let stopped = true
  let looking: Promise<void> | undefined
  let lookAgain = false
  let timer: ReturnType<typeof setInterval> | undefined
  let listening: { stop(): Promise<void> } | undefined

  async function look(): Promise<void> {
    while (lookAgain && !stopped) {
      lookAgain = false
      const { facts } = await reader.after({ cursor: head, limit: BATCH })
      if (facts.length > 0) keep(facts)
      lookAgain ||= facts.length === BATCH
    }
  }

  function keep(facts: readonly Fact[]): void {
    const all = [...kept, ...facts]
    tail = all[all.length - KEPT - 1]?.cursor ?? tail
    kept = all.slice(-KEPT)
    head = kept.at(-1)?.cursor ?? head
    onMore()
  }

  function lookSoon(): void {
    lookAgain = true
    // A look that fails is made up for by the next one.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined
      })
  }

  return {
    async start() {
      head = (await reader.head()).cursor
      tail = head
      stopped = false
      listening = await reader.listen(lookSoon)
      timer = setInterval(lookSoon, LOOK_MS)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await listening?.stop()
      await looking
    },
    head: () => head,
    async since(cursor) {
      if (compareCursors(cursor, head) >= 0) return []
      if (compareCursors(cursor, tail) < 0)
        return (await reader.after({ cursor, limit: BATCH })).facts
      const first = kept.findIndex((fact) => compareCursors(fact.cursor, cursor) > 0)
      return first < 0 ? [] : kept.slice(first, first + BATCH)
    },
  }
}

/** Order of cursors `xid-id`: negative where the left one is earlier. */
export function compareCursors(left: string, right: string): number {
  const [leftXid = '0', leftId = '0'] = left.split('-')
  const [rightXid = '0', rightId = '0'] = right.split('-')
  return Number(BigInt(leftXid) - BigInt(rightXid)) || Number(BigInt(leftId) - BigInt(rightId))
}
