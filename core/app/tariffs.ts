import type { JobRun, Jobs, JobWorker } from '../adapters/jobs.ts'
import type { Log } from '../contracts/plugin.ts'
import { createTariffExtension } from '../flow/commissioning/extend.ts'
import type { StreamStore } from '../flow/metering/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Clock, HOUR_MS } from '../kernel/instant.ts'
import type { SqlPool } from '../persistence/sql.ts'
import { createTariffExtensionStore } from '../persistence/tariff-extension-store.ts'
import { type Loop, startLoop } from './loops.ts'
import type { createCompiler } from './plugins.ts'
import { jobTransactionOf } from './wakes.ts'

const QUEUE = 'tariffs'
const POLL_SECONDS = 30
/** To judge a large building's use again takes its time. */
const EXPIRE_SECONDS = 3_600
const RETRIES = 1_000_000

/** Keeps tariffs compiled ahead, by a schedule: at the start, and every hour. */
export function createTariffSchedule(options: {
  readonly jobs: Pick<Jobs, 'ensureQueue' | 'send' | 'work'>
  readonly pool: SqlPool
  readonly streams: StreamStore
  readonly compile: ReturnType<typeof createCompiler>
  /** Domain time. */
  readonly clock: Clock
  readonly log: Log
}) {
  const { jobs, pool, streams, compile, clock, log } = options
  const extension = createTariffExtension({
    ...{ store: createTariffExtensionStore({ pool }), streams, clock, compile, log },
    async rerateLater({ planId, from }, transaction) {
      const data = { task: 'rerate', planId, from }
      await jobs.send({ queue: QUEUE, data, tx: jobTransactionOf(transaction) })
    },
  })
  let worker: JobWorker | null = null
  let schedule: Loop | null = null

  async function perform(data: JsonObject): Promise<void> {
    const { task, planId, from } = data
    if (task === 'rerate' && typeof planId === 'string' && typeof from === 'number')
      await extension.rerate({ planId, from })
    else await extension.extendAll()
  }

  return {
    async start(): Promise<void> {
      await jobs.ensureQueue({ queue: QUEUE, retries: RETRIES, expireSeconds: EXPIRE_SECONDS })
      worker = await jobs.work({
        queue: QUEUE,
        pollSeconds: POLL_SECONDS,
        async handler(runs: readonly JobRun[]) {
          for (const { data } of runs) await perform(data)
        },
      })
      // By the wall clock: days of the domain clock may be minutes.
      schedule = startLoop({
        name: 'Sending for the care of tariffs',
        pauseMs: HOUR_MS,
        work: () => jobs.send({ queue: QUEUE, data: EXTEND }),
        log,
      })
    },
    async stop(): Promise<void> {
      await schedule?.stop()
      await worker?.stop()
    },
  }
}

const EXTEND = { task: 'extend' }
