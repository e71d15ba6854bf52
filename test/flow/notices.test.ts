import { describe, expect, test } from 'vitest'
import { planNotices } from '../../core/flow/notices/plan.ts'
import { queueNotice } from '../../core/flow/notices/queue.ts'
import type { Id } from '../../core/kernel/id.ts'
import { HOUR_MS, parseInstant } from '../../core/kernel/instant.ts'
import {
  answering,
  cutComing,
  lowBalance,
  NOON,
  type NoticeBench,
  retryPolicy,
} from '../support/notices.ts'
import { proofOf, stateOf, toAccount, useNoticeBench } from './notice-rig.ts'

let bench: NoticeBench
useNoticeBench((opened) => {
  bench = opened
})

describe('queueing', () => {
  test('a notice exists with its cause alone: rolled back, it is gone', async () => {
    const { accountId } = await bench.reachable()
    const { store, clock } = bench
    const run = store.transaction(async (transaction) => {
      const target = toAccount(accountId)
      await queueNotice({ store, clock, transaction, target, facts: lowBalance('1') })
      throw new Error('roll back')
    })
    await expect(run).rejects.toThrow('roll back')
    expect(await store.list({ accountId, limit: 10 })).toEqual([])
  })

  test('there is one notice a cause, also when twenty ask at once', async () => {
    const { accountId } = await bench.reachable()
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => bench.queue(toAccount(accountId), lowBalance('1'))),
    )
    expect(asked.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(asked.map(({ noticeId }) => noticeId)).size).toBe(1)
    expect((await bench.queue(toAccount(accountId), lowBalance('2'))).created).toBe(true)
    const staff = { kind: 'staff', siteId: bench.siteId, role: 'technician' } as const
    const item = {
      kind: 'repair-item',
      cause: '9',
      at: NOON,
      severity: 'critical',
      title: 'Meter offline',
      subject: 'M-1',
      detail: null,
    } as const
    expect((await bench.queue(staff, item)).created).toBe(true)
    expect((await bench.queue(staff, item)).created).toBe(false)
  })

  test('it is written in the tenant language, and waits for the end of quiet hours', async () => {
    const accountId = await bench.addAccount('zh-CN')
    const channel = answering('accepted')
    const connectionId = await bench.addChannel(channel)
    await bench.pool.query(
      `INSERT INTO notice_route (site_id, account_id, connection_id, address, rank)
       VALUES ($1, $2, $3, '{}', 1)`,
      [bench.siteId, accountId, connectionId],
    )
    bench.time.domain = parseInstant('2026-03-02T15:00:00Z')
    const worker = bench.worker()
    await bench.queue(toAccount(accountId), lowBalance('1'))
    await worker.runOnce()
    bench.time.domain = parseInstant('2026-03-02T23:59:59Z')
    await worker.runOnce()
    expect(channel.asked).toEqual([])
    bench.time.domain = parseInstant('2026-03-03T00:00:00Z')
    await worker.runOnce()
    expect(channel.asked).toMatchObject([{ language: 'zh-CN', urgency: 'normal' }])
    expect(channel.asked[0]?.subject).toMatch(/^余额不足提醒：账户A-\d+余额¥8\.00$/)
  })

  test('a coming cut does not wait', async () => {
    const channel = answering('accepted')
    const { accountId } = await bench.reachable(channel)
    bench.time.domain = parseInstant('2026-03-02T15:00:00Z')
    await bench.queue(toAccount(accountId), cutComing('1'))
    await bench.worker().runOnce()
    expect(channel.asked).toMatchObject([{ urgency: 'high', address: { to: 'somebody' } }])
  })

  test('of an account that is not there nothing is written', async () => {
    await expect(bench.queue(toAccount('999999'), lowBalance('1'))).rejects.toThrow(
      expect.objectContaining({ code: 'not-found' }),
    )
  })
})

describe('from channel to channel', () => {
  test('an accepted e-mail does not prove a delivery: the next channel does', async () => {
    const [email, inbox] = [answering('accepted'), answering('delivered', 'read')]
    const { accountId } = await bench.reachable(email, inbox)
    await bench.queue(toAccount(accountId), cutComing('7'), 'delivered')
    const worker = bench.worker()
    await worker.runOnce()
    expect(
      await proofOf(bench, { accountId, cause: '7', requiredLevel: 'accepted' }),
    ).toMatchObject({ deliveredAt: NOON })
    expect(
      await proofOf(bench, { accountId, cause: '7', requiredLevel: 'delivered' }),
    ).toMatchObject({ deliveredAt: null })
    bench.time.domain += 5_000
    await worker.runOnce()
    expect(await proofOf(bench, { accountId, cause: '7', requiredLevel: 'delivered' })).toEqual({
      noticeId: expect.any(String),
      deadlineAt: NOON + 86_400_000,
      deliveredAt: NOON + 5_000,
    })
    expect(await proofOf(bench, { accountId, cause: '8', requiredLevel: 'accepted' })).toBeNull()
    await worker.runOnce()
    expect([email.asked.length, inbox.asked.length]).toEqual([1, 1])
  })

  test('a busy channel is asked again later by the wall clock, then the next one', async () => {
    const [busy, other] = [answering('busy'), answering('accepted')]
    const { accountId } = await bench.reachable(busy, other)
    const { noticeId } = await bench.queue(toAccount(accountId), lowBalance('1'))
    const worker = bench.worker()
    await worker.runOnce()
    bench.time.domain += HOUR_MS
    await worker.runOnce()
    expect(busy.asked).toHaveLength(1)
    for (const delayMs of [500, 1_000]) {
      bench.time.wall += delayMs - 1
      await worker.runOnce()
      bench.time.wall += 1
      await worker.runOnce()
    }
    expect(busy.asked).toHaveLength(retryPolicy.maxAttempts)
    expect(new Set(busy.asked.map(({ deliveryId }) => deliveryId)).size).toBe(1)
    await worker.runOnce()
    expect(other.asked).toHaveLength(1)
    await worker.runOnce()
    expect(await stateOf(bench, noticeId)).toBe('delivered')
  })

  test('a channel that lies, throws, forgets or hangs costs its own deliveries alone', async () => {
    const honest = answering('accepted')
    const boastful = { ...answering('read'), declares: 'accepted' } as const
    const throwing = { ...honest, send: () => Promise.reject(new Error('out of order\0')) }
    const forgetful = { ...honest, send: async () => [] }
    const hanging = { ...honest, send: () => new Promise<never>(() => undefined) }
    const notices = new Map<string, Id>()
    const behaviours = { honest, boastful, throwing, forgetful, hanging }
    for (const [name, channel] of Object.entries(behaviours)) {
      const { accountId } = await bench.reachable(channel)
      const { noticeId } = await bench.queue(toAccount(accountId), cutComing('1'), 'delivered')
      notices.set(name, noticeId)
    }
    await bench.worker({ sendTimeoutMs: 50 }).runOnce()
    const { rows } = await bench.pool.query(
      `SELECT notice_id, state, attempts, detail, read_at IS NOT NULL AS read
       FROM notice_delivery WHERE notice_id = ANY ($1::bigint[])`,
      [[...notices.values()]],
    )
    const byName = (name: string) => rows.find((row) => row.notice_id === notices.get(name))
    expect(byName('honest')).toMatchObject({ state: 'sent' })
    expect(byName('boastful')).toMatchObject({ state: 'sent', read: false })
    expect(byName('throwing')).toMatchObject({ state: 'queued', detail: 'out of order ' })
    expect(byName('forgetful')).toMatchObject({
      state: 'queued',
      detail: 'The channel gave no result.',
    })
    expect(byName('hanging')).toMatchObject({
      state: 'queued',
      detail: expect.stringContaining('50 ms'),
    })
  })

  test('a plugin that is off for a while delays its notices, and loses none', async () => {
    const channel = answering('accepted')
    const { accountId, connectionIds } = await bench.reachable(channel)
    const [connectionId = ''] = connectionIds
    bench.channels.delete(connectionId)
    await bench.queue(toAccount(accountId), lowBalance('1'))
    const worker = bench.worker()
    await worker.runOnce()
    bench.channels.set(connectionId, channel)
    bench.time.wall += 60_000
    await worker.runOnce()
    expect(channel.asked).toHaveLength(1)
  })

  test('a short channel is given the subject', async () => {
    const short = { ...answering('accepted'), maxTextLength: 120 }
    const { accountId } = await bench.reachable(short)
    await bench.queue(toAccount(accountId), cutComing('1'))
    await bench.worker().runOnce()
    expect(short.asked[0]?.text).toBe(short.asked[0]?.subject)
    expect(short.asked[0]?.text).toContain('March 3, 2026')
  })
})

describe('claims', () => {
  test('of three workers at once each delivery is sent by one', async () => {
    const channel = answering('accepted')
    const { accountId } = await bench.reachable(channel)
    const causes = Array.from({ length: 60 }, (_, index) => String(index))
    for (const cause of causes) await bench.queue(toAccount(accountId), lowBalance(cause))
    const workers = [bench.worker(), bench.worker(), bench.worker()]
    await Promise.all(workers.map((worker) => worker.runOnce()))
    await Promise.all(workers.map((worker) => worker.runOnce()))
    const sent = channel.asked.map(({ deliveryId }) => deliveryId)
    expect(sent).toHaveLength(causes.length)
    expect(new Set(sent).size).toBe(causes.length)
  })

  test('what another worker is claiming is left to it, and nobody waits', async () => {
    const { accountId } = await bench.reachable(answering('accepted'))
    for (const cause of ['1', '2', '3']) await bench.queue(toAccount(accountId), lowBalance(cause))
    await plan()
    const other = await bench.pool.connect()
    const release = setTimeout(() => other.query('ROLLBACK'), 5_000)
    try {
      await other.query('BEGIN')
      const { rows } = await other.query(
        "SELECT key FROM notice_delivery WHERE state = 'queued' ORDER BY id LIMIT 1 FOR UPDATE",
      )
      // A claim that waited for the lock would get it in the end, and all three at once.
      const keys = [await claim(), await claim()].flat()
      expect(keys).toHaveLength(2)
      expect(keys).not.toContain(rows[0]?.key)
    } finally {
      clearTimeout(release)
      await other.query('ROLLBACK')
      other.release()
    }
    expect(await claim()).toHaveLength(1)
  })

  test('what a killed worker had begun is done again after its lease, as the same delivery', async () => {
    const channel = answering('accepted')
    const { accountId } = await bench.reachable(channel)
    await bench.queue(toAccount(accountId), lowBalance('1'))
    const key = await claimAndDie()
    const worker = bench.worker()
    await worker.runOnce()
    bench.time.wall += LEASE_MS - 1
    await worker.runOnce()
    expect(channel.asked).toEqual([])
    bench.time.wall += 1
    await worker.runOnce()
    expect(channel.asked.map(({ deliveryId }) => deliveryId)).toEqual([key])
  })

  test('a delivery that kills its worker every time is given up, for the next channel', async () => {
    const [deadly, other] = [answering('accepted'), answering('accepted')]
    const { accountId } = await bench.reachable(deadly, other)
    await bench.queue(toAccount(accountId), lowBalance('1'))
    for (let attempt = 1; attempt <= retryPolicy.maxAttempts; attempt += 1) {
      await claimAndDie()
      bench.time.wall += LEASE_MS
    }
    const worker = bench.worker()
    await worker.runOnce()
    await worker.runOnce()
    expect([deadly.asked.length, other.asked.length]).toEqual([0, 1])
  })

  const LEASE_MS = 40_000

  /** A worker up to the moment at which it is killed: the attempt has begun, nothing was sent. */
  async function claimAndDie(): Promise<string> {
    await plan()
    return (await claim())[0] ?? 'nothing was claimed'
  }

  async function plan(): Promise<void> {
    const { store, port, clock, time } = bench
    const wallClock = { now: () => time.wall }
    const ports = { store, channels: port, clock, wallClock }
    await planNotices({ ...ports, receiptPatienceMs: 0, limit: 100 })
  }

  async function claim(): Promise<readonly string[]> {
    const { store, time } = bench
    const due = { wallNow: time.wall, leaseUntil: time.wall + LEASE_MS, limit: 100 }
    const claimed = await store.transaction((transaction) =>
      store.claim({ ...due, busyConnectionIds: [], transaction }),
    )
    return claimed.map(({ delivery }) => delivery.key)
  }
})
