import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createJobs, type Jobs } from '../../core/adapters/jobs.ts'
import { openWakes } from '../../core/app/wakes.ts'
import { queueNotice } from '../../core/flow/notices/queue.ts'
import { wakingNotices } from '../../core/flow/notices/wakes.ts'
import { createNoticeWorker } from '../../core/flow/notices/worker.ts'
import { requestRefund } from '../../core/flow/payments/refunds.ts'
import { createInquirer } from '../../core/flow/payments/resolve.ts'
import { wakingPayments } from '../../core/flow/payments/wakes.ts'
import { type Clock, HOUR_MS, type Instant, wallClock } from '../../core/kernel/instant.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { createPaymentHouse, type PaymentHouse } from '../fixtures/payment-house.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import {
  answering,
  createNoticeBench,
  lowBalance,
  NOON,
  type NoticeBench,
} from '../support/notices.ts'

const LATE = NOON + 11 * HOUR_MS
/** The end of the quiet hours. */
const MORNING = NOON + 20 * HOUR_MS

let databases: readonly TemporaryDatabase[] = []
let bench: NoticeBench
let house: PaymentHouse
const jobs: Jobs[] = []
const log = { warn: () => undefined, error: () => undefined }

async function jobsOn({ appUrl }: TemporaryDatabase): Promise<Jobs> {
  const started = createJobs({ url: appUrl, log })
  jobs.push(started)
  await started.start()
  return started
}

beforeAll(async () => {
  const [one, two] = [await createTemporaryDatabase(), await createTemporaryDatabase()]
  databases = [one, two]
  bench = await createNoticeBench(one)
  house = await createPaymentHouse(two)
})

afterAll(async () => {
  for (const each of jobs) await each.stop({ timeoutMs: 1_000 })
  await bench?.close()
  await house?.close()
  for (const each of databases) await each.drop()
})

/** What was waited for, by pool and queue: the clock and the instant. */
async function wakesIn(pool: Pool, queue: string): Promise<readonly { by: string; at: Instant }[]> {
  const { rows } = await pool.query<{ data: { by: string; at: number } }>(
    "SELECT data FROM jobs.job WHERE name = $1 AND state < 'completed' ORDER BY created_on",
    [queue],
  )
  return rows.map(({ data }) => data)
}

/** Notices by a domain clock that runs so fast, waking by what it is said to be. */
async function noticesAt(queue: string, { rate, said }: { rate: number; said: number }) {
  const [database] = databases
  if (database === undefined) throw new Error('no database')
  const began = wallClock.now()
  const clock: Clock = { now: () => LATE + (wallClock.now() - began) * rate }
  const wakes = await openWakes({
    ...{ jobs: await jobsOn(database), queue, clock, wallClock, domainRate: said, log: bench.log },
  })
  const store = wakingNotices({ store: bench.store, wakes })
  const worker = createNoticeWorker({
    ...{ store, channels: bench.port, clock, wallClock, log: bench.log },
    retryPolicy: { maxAttempts: 3, firstDelayMs: 1_000, maxDelayMs: 1_000 },
    ...{ receiptPatienceMs: HOUR_MS, limit: 100, sendTimeoutMs: 5_000, random: () => 0 },
  })
  return { clock, wakes, store, worker }
}

test('a notice and its job exist from one commit on, and are gone with one roll-back', async () => {
  const { store, clock } = await noticesAt('commit', { rate: 1, said: 1 })
  const accountId = await bench.addAccount()
  const queue = (cause: string, fail: boolean) =>
    inTransaction(bench.pool, async (transaction) => {
      const target = { kind: 'account', accountId } as const
      await queueNotice({ ...{ store, clock, transaction, target }, facts: lowBalance(cause) })
      if (fail) throw new Error('roll back')
    })
  await expect(queue('undone', true)).rejects.toThrow('roll back')
  expect(await wakesIn(bench.pool, 'commit')).toEqual([])
  await queue('done', false)
  expect(await wakesIn(bench.pool, 'commit')).toEqual([{ by: 'domain', at: MORNING }])
})

test.each([
  ['as said', { rate: 18_000, said: 18_000 }],
  ['slower than said: what comes early is sent again', { rate: 18_000, said: 90_000 }],
])(
  'jobs alone bring a notice after the quiet hours, and again to a busy channel, on a clock %s',
  async (name, speed) => {
    const { wakes, worker, clock, store } = await noticesAt(`fast-${speed.said}`, speed)
    const sentAt: Instant[] = []
    const channel = answering('accepted')
    const { accountId } = await bench.reachable({
      ...channel,
      async send(notices) {
        sentAt.push(clock.now())
        if (sentAt.length > 1) return channel.send(notices)
        return notices.map(({ deliveryId }) => ({
          ...{ deliveryId, outcome: 'failed', retryable: true, detail: 'busy' },
        }))
      },
    })
    const woken = await wakes.start(worker.look)
    const { noticeId } = await store.transaction((transaction) =>
      queueNotice({
        ...{ store, clock, transaction, target: { kind: 'account', accountId } },
        facts: lowBalance(name),
      }),
    )
    await expect
      .poll(async () => (await store.deliveriesOf({ noticeId }))[0]?.state, { timeout: 20_000 })
      .toBe('sent')
    expect(sentAt).toHaveLength(2)
    expect(sentAt[0]).toBeGreaterThanOrEqual(MORNING)
    await woken.stop()
    await worker.stop()
  },
  30_000,
)

test('M4: whatever is due to be asked about has a job for that very instant', async () => {
  const [, database] = databases
  if (database === undefined) throw new Error('no database')
  const clock = { now: () => house.time.wall }
  const wakes = await openWakes({
    ...{
      jobs: await jobsOn(database),
      queue: 'payments',
      clock,
      wallClock: clock,
      domainRate: 1,
      log: bench.log,
    },
  })
  const options = { ...house.options, store: wakingPayments({ store: house.options.store, wakes }) }
  const inquirer = createInquirer(options, { limit: 100 })
  const accountId = await house.newAccount()
  const [channel] = house.channels

  async function everyDueHasItsJob(): Promise<number> {
    const due = await house.rows<{ at: number }>(
      `SELECT (extract(epoch FROM next_poll_at) * 1000)::float8 AS at
       FROM (SELECT next_poll_at FROM payment_order UNION ALL SELECT next_poll_at FROM refund) AS each
       WHERE next_poll_at IS NOT NULL`,
    )
    const sent = (await wakesIn(house.pool, 'payments')).map(({ at }) => at)
    // Instants of one second share the latest one's job.
    for (const { at } of due)
      expect(sent.some((wake) => wake >= at && wake < at + 1_000)).toBe(true)
    return due.length
  }

  channel.lose('createPayment', 'answer')
  const order = await house.topUp(accountId, {}, options)
  expect(order.unknownSince).not.toBeNull()
  expect(await everyDueHasItsJob()).toBe(1)
  const second = { connectionId: house.connectionIds.second, alternativeToId: order.id }
  await house.topUp(accountId, second, options)
  expect(await everyDueHasItsJob()).toBe(2)
  for (let round = 0; round < 3; round += 1) {
    house.time.wall += 150_000
    await inquirer.runOnce()
    await everyDueHasItsJob()
  }
  channel.pay(order.reference)
  house.time.wall += 150_000
  await inquirer.runOnce()
  await everyDueHasItsJob()
  await requestRefund(options, {
    ...{ idempotencyKey: 'r', orderId: order.id, amountMicros: 10_000_000n },
    ...{ reason: 'moved out', requestedBy: 'cashier' },
  })
  expect(await everyDueHasItsJob()).toBeGreaterThan(0)
  await inquirer.stop()
})
