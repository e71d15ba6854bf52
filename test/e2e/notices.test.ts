import { afterAll, beforeAll, expect, test } from 'vitest'
import { wallClock } from '../../core/contracts/index.ts'
import type { NotificationChannel } from '../../core/contracts/notification-channel.ts'
import type { NoticeChannels } from '../../core/flow/notices/ports.ts'
import { noticeProof, queueNotice } from '../../core/flow/notices/queue.ts'
import { openNotice } from '../../core/flow/notices/receipts.ts'
import { createNoticeWorker } from '../../core/flow/notices/worker.ts'
import type { Id } from '../../core/kernel/id.ts'
import { throughWire } from '../../core/testkit/through-wire.ts'
import { type MailSink, startMailSink } from '../../examples/demo-building/mail-sink/sink.ts'
import { createEmailChannel } from '../../plugins/notify-email/channel.ts'
import { createInboxChannel } from '../../plugins/notify-inbox/channel.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import {
  answering,
  createNoticeBench,
  cutComing,
  NOON,
  type NoticeBench,
} from '../support/notices.ts'

let database: TemporaryDatabase
let bench: NoticeBench
let sink: MailSink
const stopping = new AbortController()

beforeAll(async () => {
  database = await createTemporaryDatabase()
  bench = await createNoticeBench({ appUrl: database.appUrl })
  sink = await startMailSink()
})

afterAll(async () => {
  stopping.abort()
  await sink?.close()
  await bench?.close()
  await database?.drop()
})

/** The real channels behind the flow's port, each call through the text form of the boundary. */
function realChannels(channels: ReadonlyMap<Id, NotificationChannel>): NoticeChannels {
  const of = (connectionId: Id) => {
    const channel = channels.get(connectionId)
    if (channel === undefined) throw new Error('There is no such channel.')
    return throughWire(channel)
  }
  return {
    capabilities: bench.port.capabilities,
    judgeAddress: bench.port.judgeAddress,
    send: ({ connectionId, notices }) => of(connectionId).send({ notices }),
    receipts: ({ connectionId, event }) => of(connectionId).receipts({ event }),
  }
}

test('a coming cut is e-mailed, shown in the inbox, delivered by that alone, and read', async () => {
  // The scripted channels stand for what the manifests declare; the real ones are called.
  const declared = [answering('accepted'), answering('delivered', 'read')]
  const { accountId, connectionIds } = await bench.reachable(...declared)
  const [emailId = '', inboxId = ''] = connectionIds
  const userId = await bench.addUser(accountId)
  await bench.pool.query(
    `INSERT INTO notice_route (site_id, account_id, connection_id, address, rank)
     VALUES ($1, $2, $3, '{"email":"tea.house@example.org"}', 1),
       ($1, $2, $4, jsonb_build_object('userId', $5::text), 2)`,
    [bench.siteId, accountId, emailId, inboxId, userId],
  )
  await bench.pool.query(
    `UPDATE notice_route SET enabled = false WHERE account_id = $1 AND address = '{"to":"somebody"}'`,
    [accountId],
  )
  const connection = {
    host: '127.0.0.1',
    port: sink.smtpPort,
    security: 'none',
    from: 'energy@example.com',
  }
  const { log } = bench
  const channels = realChannels(
    new Map<Id, NotificationChannel>([
      [emailId, createEmailChannel({ connection, log, signal: stopping.signal, clock: wallClock })],
      [inboxId, createInboxChannel()],
    ]),
  )
  const { store, clock } = bench
  const worker = createNoticeWorker({
    ...{ store, channels, clock, wallClock, log },
    retryPolicy: { maxAttempts: 3, firstDelayMs: 1_000, maxDelayMs: 60_000 },
    receiptPatienceMs: 3_600_000,
    limit: 100,
    sendTimeoutMs: 30_000,
    random: Math.random,
  })
  const { noticeId } = await store.transaction((transaction) =>
    queueNotice({
      ...{ store, clock, transaction },
      target: { kind: 'account', accountId },
      facts: cutComing('77'),
      requiredLevel: 'delivered',
    }),
  )
  const proof = (requiredLevel: 'accepted' | 'delivered' | 'read') =>
    store.transaction((transaction) =>
      noticeProof({
        ...{ store, transaction, accountId, requiredLevel },
        cause: { kind: 'cut-coming', cause: '77' },
      }),
    )

  await worker.runOnce()
  const [mail] = sink.mailbox.list({ to: 'tea.house@example.org' })
  expect(mail?.subject).toContain('will be cut from March 3, 2026')
  expect(mail?.text).toContain('Pay at least CN¥1.00')
  expect((await proof('delivered'))?.deliveredAt).toBeNull()

  await worker.runOnce()
  expect((await proof('delivered'))?.deliveredAt).toBe(NOON)
  expect((await proof('read'))?.deliveredAt).toBeNull()
  await openNotice({ noticeId, userId }, { store, channels, clock, log })
  expect((await proof('read'))?.deliveredAt).toBe(NOON)
  await worker.runOnce()
  expect(sink.mailbox.list()).toHaveLength(1)
  await worker.stop()
})
