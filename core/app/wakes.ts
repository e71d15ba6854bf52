import type { JobRun, Jobs, JobWorker } from '../adapters/jobs.ts'
import type { Log } from '../contracts/plugin.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { WakeAt, WakePort } from '../flow/wakes/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Clock, MINUTE_MS, SECOND_MS } from '../kernel/instant.ts'
import { clientOf } from '../persistence/sql.ts'
import { startLoop } from './loops.ts'

/** Wake-ups that a look takes up at once: they all ask for the same. */
const BATCH = 500
/** A look only takes in hand what is due. */
const LOOK_EXPIRE_SECONDS = 60
/** A database that is away is no reason to forget. */
const RETRIES = 1_000_000
const RETRY_DELAY_MAX_SECONDS = 30
const KEEP_SECONDS = 3_600
/** See {@link openWakes}. */
const SWEEP_MS = 5 * MINUTE_MS
/** Longest delay of a job; it is sent again then. */
const DELAY_MAX_SECONDS = 7 * 86_400

export interface WakesOptions {
  readonly jobs: Pick<Jobs, 'ensureQueue' | 'send' | 'work'>
  readonly queue: string
  /** Domain time. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Domain milliseconds in a wall-clock millisecond. */
  readonly domainRate: number
  readonly log: Log
}

export interface Wakes extends WakePort {
  /**
   * Looks now, and at each wake-up; a look that throws is tried again.
   * @returns what ends it, after the look under way
   */
  start(look: () => Promise<unknown>): Promise<JobWorker>
}

/**
 * A worker's wake-ups as jobs of a queue of its own. A delay is guessed from the clock as it runs now;
 * a job that comes early by its clock is sent again for the rest. A job that comes late cannot be told
 * from none, so the worker also looks at its start and every five minutes: a domain clock that was set
 * forward or made faster, jobs that were given up in a stop of weeks, and rows of a Busbar that sent
 * none leave nothing undone.
 */
export async function openWakes(options: WakesOptions): Promise<Wakes> {
  const { jobs, queue, clock, wallClock, domainRate, log } = options
  await jobs.ensureQueue({
    queue,
    retries: RETRIES,
    retryDelayMaxSeconds: RETRY_DELAY_MAX_SECONDS,
    expireSeconds: LOOK_EXPIRE_SECONDS,
    keepSeconds: KEEP_SECONDS,
  })

  function delaySecondsOf({ by, at }: WakeAt): number {
    const delayMs =
      by === 'wall' ? at - wallClock.now() : (at - clock.now()) / Math.max(domainRate, 1e-9)
    // Up to the whole second, so that rows that are due at nearly the same time share a job.
    return Math.min(Math.max(Math.ceil(delayMs / SECOND_MS), 0), DELAY_MAX_SECONDS)
  }

  async function sendAll(wakes: readonly WakeAt[], transaction?: Transaction): Promise<void> {
    const latest = new Map<string, { readonly wake: WakeAt; readonly delaySeconds: number }>()
    for (const wake of wakes) {
      const delaySeconds = delaySecondsOf(wake)
      const slot = `${wake.by}/${delaySeconds}`
      const known = latest.get(slot)
      if (known === undefined || known.wake.at < wake.at) latest.set(slot, { wake, delaySeconds })
    }
    for (const { wake, delaySeconds } of latest.values())
      await jobs.send({
        queue,
        data: { by: wake.by, at: wake.at },
        delaySeconds,
        ...(transaction === undefined ? {} : { tx: jobTransactionOf(transaction) }),
      })
  }

  const isEarly = ({ by, at }: WakeAt) => (by === 'wall' ? wallClock : clock).now() < at

  return {
    send: ({ wakes, transaction }) => sendAll(wakes, transaction),
    async start(look) {
      const worker = await jobs.work({
        queue,
        batch: BATCH,
        async handler(runs: readonly JobRun[]) {
          await sendAll(runs.flatMap(({ data }) => wakeOf(data) ?? []).filter(isEarly))
          await look()
        },
      })
      const sweep = startLoop({ name: `Looking for ${queue}`, pauseMs: SWEEP_MS, work: look, log })
      return {
        async stop() {
          await Promise.all([worker.stop(), sweep.stop()])
        },
      }
    },
  }
}

/** Null for what somebody else has put into the queue: a look is right all the same. */
function wakeOf({ by, at }: JsonObject): WakeAt | null {
  return (by === 'wall' || by === 'domain') && typeof at === 'number' ? { by, at } : null
}

/** The transaction as jobs are sent in it. */
export function jobTransactionOf(transaction: Transaction) {
  const client = clientOf(transaction)
  return {
    query: (text: string, values: unknown[] = []) => client.query({ text, values }),
  }
}
