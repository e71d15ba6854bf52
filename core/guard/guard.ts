import { createPublicKey } from 'node:crypto'
import type { Id } from '../kernel/id.ts'
import type { Clock } from '../kernel/instant.ts'
import { type CutLimit, cutLimits } from './budget.ts'
import { refused, type SignRequest, type SignResult } from './requests.ts'
import { signCut, signRestore } from './sign.ts'
import { type GuardPool, inGuardTransaction } from './sql.ts'

interface GuardStatus {
  readonly epochId: Id
  readonly gate: 'closed' | 'open'
}

export interface SupplyGuard {
  /** SPKI, PEM: drivers check intents by it. */
  readonly publicKeyPem: string
  /** Decides and signs in one transaction. Never throws for a refusal. */
  sign(request: SignRequest): Promise<SignResult>
  /**
   * Lets cuts through, once everything is up and fresh; before the hold-off is over nothing opens.
   * Restorations need no open gate.
   */
  open(): Promise<{ readonly opened: boolean; readonly waitMs: number }>
  /** No cut from here on: draining, restoring, upgrading. Idempotent. */
  close(): Promise<void>
  status(): GuardStatus
}

export interface GuardOptions {
  /** Connections of the login busbar_guard. */
  readonly pool: GuardPool
  readonly privateKeyPem: string
  /** Wall clock: intents expire by it. */
  readonly clock: Clock
  /** Domain clock: contracts are in force by it. */
  readonly domainClock: Clock
  /** Milliseconds since any fixed instant, that never leap: what clock jumps are seen by. */
  readonly monotonicMs: () => number
  /** From the start, how long no cut is let through, however ready the rest is. */
  readonly holdOffMs: number
  readonly limits?: readonly CutLimit[]
}

/** How far the wall clock may stray from the steady one before no cut is signed any more. */
const CLOCK_LEAP_MS = 5_000

/**
 * The Supply Guard. A new epoch begins with it: intents of an earlier one can be sent no more, and
 * an earlier Guard that is still about can sign no cut.
 */
export async function createSupplyGuard(options: GuardOptions): Promise<SupplyGuard> {
  const { pool, privateKeyPem, clock, monotonicMs, holdOffMs } = options
  const limits = options.limits ?? cutLimits
  const { rows } = await pool.query<{ id: Id }>({
    text: 'INSERT INTO guard_epoch DEFAULT VALUES RETURNING id',
  })
  const epochId = String(rows[0]?.id)
  const startedMs = monotonicMs()
  let gate: GuardStatus['gate'] = 'closed'
  let offsetMs = clock.now() - startedMs

  async function close(): Promise<void> {
    gate = 'closed'
    await pool.query({
      text: 'UPDATE guard_epoch SET closed_at = clock_timestamp() WHERE id = $1 AND closed_at IS NULL',
      values: [epochId],
    })
  }

  function gateRefusal(): SignResult | null {
    if (gate === 'closed') return refused('not-open')
    if (Math.abs(clock.now() - monotonicMs() - offsetMs) <= CLOCK_LEAP_MS) return null
    gate = 'closed'
    return refused('clock-moved')
  }

  return Object.freeze({
    publicKeyPem: createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString(),
    async sign(request: SignRequest) {
      const refusal = request.action === 'cut' ? gateRefusal() : null
      if (refusal) return refusal
      const context = { ...options, limits, epochId, request }
      return inGuardTransaction(pool, (client) =>
        request.action === 'cut' ? signCut(client, context) : signRestore(client, context),
      )
    },
    async open() {
      const waitMs = Math.max(0, startedMs + holdOffMs - monotonicMs())
      if (waitMs > 0) return { opened: false, waitMs }
      const { rowCount } = await pool.query({
        text: `UPDATE guard_epoch SET opened_at = COALESCE(opened_at, clock_timestamp())
          WHERE id = $1 AND closed_at IS NULL AND id = (SELECT max(id) FROM guard_epoch)`,
        values: [epochId],
      })
      if (rowCount !== 1) return { opened: false, waitMs: 0 }
      offsetMs = clock.now() - monotonicMs()
      gate = 'open'
      return { opened: true, waitMs: 0 }
    },
    close,
    status: () => ({ epochId, gate }),
  })
}
