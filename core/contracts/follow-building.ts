import { errorMessage } from '../kernel/error.ts'
import type { BuildingView, GatewayChanges, GatewaySnapshot } from './building-gateway.ts'

type Changed = Extract<GatewayChanges, { readonly kind: 'changes' }>

/** What a gateway does with what it hears; the next question waits for it. */
export interface BuildingListener {
  readonly building: Pick<BuildingView, 'snapshot' | 'changes'>
  /** The tree is a new one: whatever was published before and is not in it is to go. */
  onSnapshot(snapshot: GatewaySnapshot): Promise<void> | void
  /** Something changed; never called with nothing. */
  onChanges(changes: Changed): Promise<void> | void
  /** A question or an answer's handling failed; it is tried again. Null: it is over. */
  onTrouble?(reason: string | null): void
}

const WAIT_MS = 20_000
const LIMIT = 1_000
const RETRY_MIN_MS = 100
const RETRY_MAX_MS = 5_000

/**
 * Follows a building for a gateway: a snapshot, then its changes, one question at a time, and a new
 * snapshot where the feed begins anew. What fails is tried again with growing pauses.
 * @returns what ends it; nothing is asked or handed on after `stop()` has been called, and it settles when the
 *   handling under way has
 */
export function followBuilding(listener: BuildingListener): { stop(): Promise<void> } {
  const { building, onSnapshot, onChanges, onTrouble = () => undefined } = listener
  let stopped = false
  let release = (): void => undefined
  const ended = new Promise<'stopped'>((resolve) => {
    release = () => resolve('stopped')
  })
  let cursor: string | null = null
  let troubled = false

  async function step(): Promise<void> {
    if (cursor === null) {
      const snapshot = await Promise.race([building.snapshot(), ended])
      if (snapshot === 'stopped' || stopped) return
      await onSnapshot(snapshot)
      cursor = snapshot.cursor
      return
    }
    const asked = building.changes({ cursor, waitMs: WAIT_MS, limit: LIMIT })
    const answer = await Promise.race([asked, ended])
    if (answer === 'stopped' || stopped) {
      // Nobody waits for it any more, whatever it comes to.
      asked.catch(() => undefined)
      return
    }
    if (answer.kind === 'restart') {
      cursor = null
      return
    }
    if (answer.values.length + answer.events.length > 0 || answer.lostEvents)
      await onChanges(answer)
    cursor = answer.cursor
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopped; ) {
      try {
        await step()
        failures = 0
        if (troubled) onTrouble(null)
        troubled = false
      } catch (thrown) {
        troubled = true
        onTrouble(errorMessage(thrown))
        const pauseMs = Math.min(RETRY_MIN_MS * 2 ** failures, RETRY_MAX_MS)
        failures += 1
        await pause(pauseMs, ended)
      }
    }
  }

  const running = run()
  return {
    stop() {
      stopped = true
      release()
      return running
    },
  }
}

async function pause(delayMs: number, ended: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, delayMs)
  })
  await Promise.race([over, ended])
  clearTimeout(timer)
}
