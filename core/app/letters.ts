import type { Jobs, JobWorker } from '../adapters/jobs.ts'
import type { Log } from '../contracts/plugin.ts'
import type { Sealer } from '../flow/connections/ports.ts'
import type { Identity, RoleStore } from '../flow/identity/ports.ts'
import { deliverLetter } from '../flow/letters/deliver.ts'
import type { Letter, LetterBox, LetterChannels } from '../flow/letters/ports.ts'
import type { Clock } from '../kernel/instant.ts'
import { createLetterStore } from '../persistence/letter-store.ts'
import type { SqlPool } from '../persistence/sql.ts'
import { jobTransactionOf } from './wakes.ts'

const QUEUE = 'letters'
/** A mail server that is away for some minutes loses no letter; a code is worth nothing later. */
const RETRIES = 8
const RETRY_DELAY_MAX_SECONDS = 120
/** A slow mail server holds up as many letters. */
const WORKERS = 3
const KEEP_SECONDS = 3_600

export interface LettersOptions {
  readonly jobs: Pick<Jobs, 'ensureQueue' | 'send' | 'work'>
  readonly sealer: Sealer
  readonly pool: SqlPool
  readonly identity: Pick<Identity, 'findUser' | 'createCode'>
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly channels: LetterChannels
  readonly publicUrl: () => string
  readonly wallClock: Clock
  readonly log: Log
  /** Tries after the first failure. */
  readonly retries?: number
}

export interface Letters extends LetterBox {
  start(): Promise<void>
  /** Resolves when the letters under way are sent, or left for the next start. */
  stop(): Promise<void>
}

/**
 * Letters that let somebody in, as durable jobs: whoever asks for one is answered before it is looked up whether they
 * are anybody, and no table holds an address, code or token in clear.
 */
export async function openLetters(options: LettersOptions): Promise<Letters> {
  const { jobs, sealer, pool, retries = RETRIES } = options
  const context = { ...options, store: createLetterStore({ pool }) }
  await jobs.ensureQueue({
    queue: QUEUE,
    retries,
    retryDelayMaxSeconds: RETRY_DELAY_MAX_SECONDS,
    keepSeconds: KEEP_SECONDS,
  })
  const workers: JobWorker[] = []
  return {
    async post(letter, transaction) {
      const data = { sealed: sealer.seal(JSON.stringify(letter)) }
      const tx = transaction === undefined ? {} : { tx: jobTransactionOf(transaction) }
      await jobs.send({ queue: QUEUE, data, ...tx })
    },
    async start() {
      for (let count = workers.length; count < WORKERS; count += 1)
        workers.push(
          await jobs.work({
            queue: QUEUE,
            async handler(runs) {
              for (const { id, data, retry } of runs) {
                const letter = JSON.parse(sealer.unseal(String(data.sealed))) as Letter
                // Each attempt at a code sends another one.
                const deliveryId = letter.kind === 'code' ? `${id}-${retry}` : id
                await deliverLetter(context, { letter, deliveryId, last: retry >= retries })
              }
            },
          }),
        )
    },
    async stop() {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()))
    },
  }
}
