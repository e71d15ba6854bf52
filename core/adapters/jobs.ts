import { type Db, getConstructionPlans, getMigrationPlans, type Job, PgBoss } from 'pg-boss'
import manifest from 'pg-boss/package.json' with { type: 'json' }
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'

/** Schema of pg-boss's tables. */
const SCHEMA = 'jobs'

const POLL_SECONDS = 2

/** A running transaction: a pg client inside BEGIN … COMMIT fits. */
export interface JobTransaction {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

export interface JobsLog {
  warn(message: string, data?: Readonly<Record<string, string | number>>): void
  error(message: string, data?: Readonly<Record<string, string | number>>): void
}

interface QueueSpec {
  readonly queue: string
  /** Tries after the first failure, with exponential back-off. Default 5. */
  readonly retries?: number
  /** First pause before a retry. Default 2. */
  readonly retryDelaySeconds?: number
  readonly retryDelayMaxSeconds?: number
  /** A job that runs longer is taken to be dead and is tried again. Default 300. */
  readonly expireSeconds?: number
  /** How long jobs are kept that are done. Default a week. */
  readonly keepSeconds?: number
  /** Queue for jobs that failed for good; make it first. */
  readonly deadLetter?: string
  /** 'exclusive': at most one job of a `key` waits or runs at a time. Default 'standard'. */
  readonly policy?: 'standard' | 'exclusive'
}

interface SendSpec {
  readonly queue: string
  readonly data: JsonObject
  /** The job exists if and only if this transaction commits. Without it the job is sent at once. */
  readonly tx?: JobTransaction
  /** By the database's clock, from now. Default 0. */
  readonly delaySeconds?: number
  /** See QueueSpec.policy. */
  readonly key?: string
}

export interface JobRun {
  readonly id: string
  readonly data: JsonObject
  /** 0 at the first try. */
  readonly retry: number
  /** Aborted when the job has run out of its time. */
  readonly signal: AbortSignal
}

interface WorkSpec {
  readonly queue: string
  /** A handler that throws has its jobs tried again; it may therefore see a job twice. */
  readonly handler: (runs: readonly JobRun[]) => Promise<void>
  /** Jobs that are handed over at once. Default 1. */
  readonly batch?: number
  /** How often it looks for what was not announced: retries and jobs for later. Default 2. */
  readonly pollSeconds?: number
}

export interface JobWorker {
  /** Resolves when the jobs under way are done. */
  stop(): Promise<void>
}

export interface Jobs {
  start(): Promise<void>
  /** Waits for running jobs at most `timeoutMs`; those that remain are tried again at the next start. */
  stop(options: { readonly timeoutMs: number }): Promise<void>
  ensureQueue(spec: QueueSpec): Promise<void>
  /** @returns the job's id, or null when a job of the same key is there already */
  send(spec: SendSpec): Promise<{ readonly id: string | null }>
  /** One worker: its handler is not called while a call is under way. */
  work(spec: WorkSpec): Promise<JobWorker>
}

function executorOf(tx: JobTransaction): Db {
  return { executeSql: (text, values) => tx.query(text, values) }
}

function runOf({ id, data, retryCount, signal }: Job<JsonObject>): JobRun {
  return { id, data, retry: retryCount, signal }
}

/**
 * Durable jobs in PostgreSQL, as the login busbar_app: it has no right to make or change the tables, which
 * migrateJobs does beforehand.
 */
export function createJobs({
  url,
  log,
  poolMax = 2,
}: {
  url: string
  log: JobsLog
  poolMax?: number
}): Jobs {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    max: poolMax,
    migrate: false,
    createSchema: false,
    // Rebuilding indexes is the owner's business.
    reindex: false,
    // Its cron alone holds 6 MB of time zones; what comes again and again is sent by a timer (decision 17).
    schedule: false,
    useListenNotify: true,
  })
  boss.on('error', (error) => log.error('jobs', { reason: error.message }))
  boss.on('warning', (warning) => log.warn('jobs', { reason: warning.message }))
  return Object.freeze({
    async start() {
      await boss.start()
    },
    stop: ({ timeoutMs }: { timeoutMs: number }) =>
      boss.stop({ graceful: true, timeout: timeoutMs }),
    async ensureQueue(spec: QueueSpec) {
      const options = {
        retryLimit: spec.retries ?? 5,
        retryDelay: spec.retryDelaySeconds ?? 2,
        retryBackoff: true,
        retryDelayMax: spec.retryDelayMaxSeconds ?? 600,
        expireInSeconds: spec.expireSeconds ?? 300,
        deleteAfterSeconds: spec.keepSeconds ?? 604_800,
        notify: true,
        ...(spec.deadLetter === undefined ? {} : { deadLetter: spec.deadLetter }),
      }
      // createQueue leaves an existing queue as it is.
      await boss.createQueue(spec.queue, { ...options, policy: spec.policy ?? 'standard' })
      await boss.updateQueue(spec.queue, options)
    },
    async send({ queue, data, tx, delaySeconds, key }: SendSpec) {
      const id = await boss.send(queue, data, {
        ...(tx === undefined ? {} : { db: executorOf(tx) }),
        ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }),
        ...(key === undefined ? {} : { singletonKey: key }),
      })
      return { id }
    },
    async work({ queue, handler, batch = 1, pollSeconds = POLL_SECONDS }: WorkSpec) {
      const options = {
        batchSize: batch,
        // A new job is announced at its commit; retries and jobs for later are found by looking.
        pollingIntervalSeconds: pollSeconds,
        notifyPollingIntervalSeconds: pollSeconds,
      }
      const id = await boss.work<JsonObject>(queue, options, (jobs) => handler(jobs.map(runOf)))
      return { stop: () => boss.offWork(queue, { id, wait: true }) }
    },
  })
}

/**
 * Makes or upgrades pg-boss's tables as the owner, and gives busbar_app rows to read and write in them, nothing more.
 * @param client a connection of the owner's, outside a transaction
 * @returns whether anything was changed
 * @throws `database-newer`
 */
export async function migrateJobs({
  client,
}: {
  client: JobTransaction
}): Promise<{ changed: boolean }> {
  const boss = new PgBoss({ db: executorOf(client), schema: SCHEMA })
  const wanted = manifest.pgboss.schema
  const before = (await boss.isInstalled()) ? await boss.schemaVersion() : null
  if (before === wanted) return { changed: false }
  if (before !== null && before > wanted) {
    throw busbarError('database-newer', {
      detail: `The jobs' tables are of version ${before}; this Busbar knows ${wanted}.`,
    })
  }
  // Plans bring their own BEGIN, COMMIT and lock; those of a migration build indexes at once instead of in a worker.
  const plans = before === null ? getConstructionPlans(SCHEMA) : getMigrationPlans(SCHEMA, before)
  await client.query(plans)
  await client.query(`
    GRANT USAGE ON SCHEMA ${SCHEMA} TO busbar_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO busbar_app`)
  return { changed: true }
}
