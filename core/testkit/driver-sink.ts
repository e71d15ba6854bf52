import type { DriverEvents, Health, MalformedInput, Snapshot } from '../contracts/index.ts'
import { busbarError } from '../contracts/index.ts'

/** How the core behaves towards a driver. */
export type SinkBehaviour =
  | { readonly kind: 'keep' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Rejects the next calls retryably, as while the database is away. */
  | { readonly kind: 'reject'; readonly calls: number }
  /** Settles nothing until the behaviour is changed. */
  | { readonly kind: 'hold' }

/** A core that keeps what a driver hands over where a test can see it, hostile on demand. */
export interface DriverSink {
  readonly events: DriverEvents
  /** What was kept, in the order of commit. */
  kept(): readonly Snapshot[]
  malformed(): readonly MalformedInput[]
  healths(): readonly Health[]
  /** Snapshots that were handed over and not settled yet; and the most there ever were. */
  outstanding(): { readonly now: number; readonly most: number }
  /** Calls that were rejected. */
  rejections(): number
  behave(behaviour: SinkBehaviour): void
}

export function createDriverSink(): DriverSink {
  const kept: Snapshot[] = []
  const malformed: MalformedInput[] = []
  const healths: Health[] = []
  let outstanding = 0
  let most = 0
  let rejections = 0
  let rejectLeft = 0
  let delayMs = 0
  let held = Promise.resolve()
  let release = () => {}

  async function settle(): Promise<void> {
    await held
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (rejectLeft === 0) return
    rejectLeft -= 1
    rejections += 1
    throw busbarError('database-unavailable')
  }

  return {
    events: {
      async snapshots({ snapshots }) {
        outstanding += snapshots.length
        most = Math.max(most, outstanding)
        try {
          await settle()
          kept.push(...snapshots)
        } finally {
          outstanding -= snapshots.length
        }
      },
      async malformed(input) {
        await settle()
        malformed.push(input)
      },
      health: (health) => void healths.push(health),
    },
    kept: () => kept,
    malformed: () => malformed,
    healths: () => healths,
    outstanding: () => ({ now: outstanding, most }),
    rejections: () => rejections,
    behave(behaviour) {
      release()
      held = Promise.resolve()
      rejectLeft = behaviour.kind === 'reject' ? behaviour.calls : 0
      delayMs = behaviour.kind === 'slow' ? behaviour.delayMs : 0
      if (behaviour.kind === 'hold') {
        const hold = Promise.withResolvers<void>()
        held = hold.promise
        release = hold.resolve
      }
    },
  }
}
