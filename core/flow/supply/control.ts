import type { JsonObject } from '../../kernel/canonical.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { SECOND_MS } from '../../kernel/instant.ts'
import { evaluateAccount, evaluatePoint } from './evaluate.ts'
import type { SupplyDependencies } from './ports.ts'
import { reconcilePoint, VISIT_MS } from './reconcile.ts'

export interface SupplyControlOptions extends SupplyDependencies {
  readonly log: { error(message: string, data?: JsonObject): void }
  readonly timing?: SupplyTiming
}

interface SupplyTiming {
  /** Between sweeps of purses that need attention. */
  readonly attentionMs: number
  /** Between sweeps of what is due by time. */
  readonly dueMs: number
  /** Between looks for points that are to be driven. */
  readonly driveMs: number
  /** Points driven at once: one slow device keeps no other waiting. */
  readonly drivenAtOnce: number
}

const usualTiming: SupplyTiming = Object.freeze({
  attentionMs: 250,
  dueMs: SECOND_MS,
  driveMs: 250,
  drivenAtOnce: 16,
})

/** Accounts and points taken in one sweep, and how many are evaluated at once. */
const BATCH = 200
const LANES = 4

export interface SupplyControl {
  start(): void
  /** Waits for what is under way; idempotent. */
  stop(): Promise<void>
  /** One sweep of purses that need attention: evaluates each. */
  sweepAttention(): Promise<{ readonly evaluated: number }>
  /** One sweep of what is due by time. */
  sweepDue(): Promise<{ readonly evaluated: number }>
  /** Drives the points that are due, and waits for them. */
  driveDue(): Promise<{ readonly driven: number }>
}

/**
 * The loops of supply control. All that wakes them is in the database, so that nothing is missed by
 * a crash, a lost message or a second process.
 */
export function createSupplyControl(options: SupplyControlOptions): SupplyControl {
  const { store, drive, clock, wallClock, log } = options
  const timing = options.timing ?? usualTiming
  const underWay = new Set<Promise<unknown>>()
  const timers = new Set<NodeJS.Timeout>()
  let running = false

  /** One failing account or point keeps no other from its turn; it is due again at a later sweep. */
  async function each(ids: readonly Id[], work: (id: Id) => Promise<unknown>): Promise<void> {
    const left = ids.values()
    const lane = async () => {
      for (const id of left)
        await work(id).catch((thrown: unknown) =>
          log.error('Supply control failed; it tries again.', { id, error: errorMessage(thrown) }),
        )
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }

  async function sweepAttention() {
    const accountIds = await store.needingAttention({ limit: BATCH })
    await each(accountIds, (accountId) => evaluateAccount(options, { accountId }))
    return { evaluated: accountIds.length }
  }

  async function sweepDue() {
    const due = await store.due({ now: clock.now(), limit: BATCH })
    await each(due.accountIds, (accountId) => evaluateAccount(options, { accountId }))
    await each(due.supplyPointIds, (supplyPointId) => evaluatePoint(options, { supplyPointId }))
    return { evaluated: due.accountIds.length + due.supplyPointIds.length }
  }

  async function claim(): Promise<readonly Id[]> {
    const limit = timing.drivenAtOnce - driving.size
    if (limit <= 0) return []
    return drive.claim({ wallNow: wallClock.now(), leaseMs: VISIT_MS, limit })
  }

  const driving = new Set<Promise<unknown>>()
  function begin(supplyPointIds: readonly Id[]): void {
    for (const id of supplyPointIds) {
      const visit = each([id], (supplyPointId) => reconcilePoint(options, { supplyPointId }))
      driving.add(visit)
      void visit.finally(() => driving.delete(visit))
    }
  }

  async function driveDue() {
    const ids = await claim()
    begin(ids)
    await Promise.all(driving)
    return { driven: ids.length }
  }

  function repeat(everyMs: number, work: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      const turn = work()
        .catch((thrown: unknown) =>
          log.error('A sweep of supply control failed.', { error: errorMessage(thrown) }),
        )
        .finally(() => {
          underWay.delete(turn)
          if (running) repeat(everyMs, work)
        })
      underWay.add(turn)
    }, everyMs)
    timers.add(timer)
  }

  return Object.freeze({
    start() {
      if (running) return
      running = true
      repeat(timing.attentionMs, sweepAttention)
      repeat(timing.dueMs, sweepDue)
      repeat(timing.driveMs, async () => begin(await claim()))
    },
    async stop() {
      running = false
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      await Promise.all([...underWay, ...driving])
    },
    sweepAttention,
    sweepDue,
    driveDue,
  })
}
