import { describe, expect, test } from 'vitest'
import { confirmDoor, handleDeliveryEvent, openNotice } from '../../core/flow/notices/receipts.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { answering, cutComing, lowBalance, NOON, type NoticeBench } from '../support/notices.ts'
import { proofOf, stateOf, toAccount, useNoticeBench } from './notice-rig.ts'

let bench: NoticeBench
useNoticeBench((opened) => {
  bench = opened
})

describe('receipts', () => {
  test('a bounce goes on to the next channel, a reading settles it', async () => {
    const email = {
      ...answering('accepted'),
      receipts: (deliveryId: string) => [
        { deliveryId, level: 'undeliverable' as const, at: 0, detail: 'no such user' },
      ],
    }
    const inbox = {
      ...answering('delivered', 'read'),
      receipts: (deliveryId: string) => [{ deliveryId, level: 'read' as const, at: 0 }],
    }
    const { accountId, connectionIds } = await bench.reachable(email, inbox)
    const [emailId = '', inboxId = ''] = connectionIds
    const userId = await bench.addUser(accountId)
    await bench.route(accountId, inboxId, { userId }, 2)
    await bench.pool.query(
      `UPDATE notice_route SET enabled = false WHERE connection_id = $1 AND address = '{"to":"somebody"}'`,
      [inboxId],
    )
    const { noticeId } = await bench.queue(toAccount(accountId), lowBalance('1'))
    const worker = bench.worker()
    await worker.runOnce()
    await worker.runOnce()
    expect(await stateOf(bench, noticeId)).toBe('delivered')

    const delivery = email.asked[0]?.deliveryId ?? ''
    const event = { kind: 'webhook', headers: { delivery }, bodyBase64: '' } as const
    // The inbox cannot speak of the e-mail.
    expect(
      await handleDeliveryEvent({ connectionId: inboxId, event }, bench.receiptOptions),
    ).toEqual({ kept: 0 })
    expect(bench.lines.join()).toContain('not its own')
    await handleDeliveryEvent({ connectionId: emailId, event }, bench.receiptOptions)
    await worker.runOnce()
    expect(inbox.asked).toHaveLength(1)
    await worker.runOnce()
    expect(await stateOf(bench, noticeId)).toBe('delivered')

    bench.time.domain += 60_000
    const opened = (reader: string) =>
      openNotice({ noticeId, userId: reader }, bench.receiptOptions)
    // Nobody reads it for another.
    expect(await opened(await bench.addUser(accountId))).toEqual({ kept: 0 })
    expect(await opened(userId)).toEqual({ kept: 1 })
    bench.time.domain += 60_000
    expect(await opened(userId)).toEqual({ kept: 0 })
    const deliveries = await bench.store.deliveriesOf({ noticeId })
    expect(deliveries.map(({ state, reached }) => [state, reached])).toEqual([
      ['undeliverable', { accepted: NOON }],
      ['sent', { delivered: NOON, read: NOON + 60_000 }],
    ])
  })

  test('ids that are none are nobody', async () => {
    const keys = ['', "'; DROP TABLE notice", '1', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
    const locked = await bench.store.transaction((transaction) =>
      bench.store.lockDeliveries({ keys, transaction }),
    )
    expect(locked).toEqual([])
  })
})

describe('at the door', () => {
  test('where no channel can, staff bring a coming cut to the door and confirm it', async () => {
    const failing = answering('failed')
    const { accountId } = await bench.reachable(failing)
    const { noticeId } = await bench.queue(toAccount(accountId), cutComing('1'), 'delivered')
    const worker = bench.worker()
    await worker.runOnce()
    await worker.runOnce()
    const open = await bench.pool.query(
      "SELECT detail FROM repair_item WHERE kind = 'door-notice' AND subject = $1 AND closed_at IS NULL",
      [`notice:${noticeId}`],
    )
    expect(open.rows).toMatchObject([{ detail: { noticeId, accountId, causeKey: 'cut-coming:1' } }])
    expect(
      await proofOf(bench, { accountId, cause: '1', requiredLevel: 'delivered' }),
    ).toMatchObject({ deliveredAt: null })

    bench.time.domain += HOUR_MS
    await confirmDoor({ noticeId, confirmedBy: 'user:7' }, bench.receiptOptions)
    bench.time.domain += HOUR_MS
    await confirmDoor({ noticeId, confirmedBy: 'user:8' }, bench.receiptOptions)
    await worker.runOnce()
    expect(
      await proofOf(bench, { accountId, cause: '1', requiredLevel: 'delivered' }),
    ).toMatchObject({ deliveredAt: NOON + HOUR_MS })
    expect(await stateOf(bench, noticeId)).toBe('delivered')
    const closed = await bench.pool.query(
      "SELECT closed_by FROM repair_item WHERE kind = 'door-notice' AND subject = $1",
      [`notice:${noticeId}`],
    )
    expect(closed.rows).toEqual([{ closed_by: 'user:7' }])
  })

  test('other notices end undeliverable', async () => {
    const { accountId } = await bench.reachable(answering('failed'))
    const { noticeId } = await bench.queue(toAccount(accountId), lowBalance('1'))
    const worker = bench.worker()
    await worker.runOnce()
    await worker.runOnce()
    expect(await stateOf(bench, noticeId)).toBe('undeliverable')
    await expect(
      confirmDoor({ noticeId, confirmedBy: 'user:7' }, bench.receiptOptions),
    ).rejects.toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

describe('the running worker', () => {
  test('sends when woken, a slow channel holding up no other, and stops with everything kept', async () => {
    const [release, sent] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = answering('accepted')
    const waiting = {
      ...slow,
      send: async (notices: Parameters<typeof slow.send>[0]) => {
        await release.promise
        return slow.send(notices)
      },
    }
    const quick = answering('accepted')
    const telling = {
      ...quick,
      send: async (notices: Parameters<typeof quick.send>[0]) => {
        sent.resolve()
        return quick.send(notices)
      },
    }
    const [first, second] = [await bench.reachable(waiting), await bench.reachable(telling)]
    const worker = bench.worker()
    const slowNotice = await bench.queue(toAccount(first.accountId), lowBalance('1'))
    await worker.look()
    const quickNotice = await bench.queue(toAccount(second.accountId), lowBalance('1'))
    await worker.look()
    await sent.promise
    const stopping = worker.stop()
    release.resolve()
    await stopping
    await worker.stop()
    for (const { noticeId } of [slowNotice, quickNotice]) {
      const [delivery] = await bench.store.deliveriesOf({ noticeId })
      expect(delivery).toMatchObject({ state: 'sent', attempts: 1 })
    }
  })
})

test('the application can neither delete nor rewrite what people were told', async () => {
  for (const sql of [
    'DELETE FROM notice',
    'DELETE FROM notice_delivery',
    'DELETE FROM notice_route',
    "UPDATE notice SET text = 'other'",
    "UPDATE notice SET deadline_at = now() - interval '1 day'",
    "UPDATE notice_delivery SET address = '{}'",
    'TRUNCATE notice_delivery',
  ])
    await expect(bench.pool.query(sql)).rejects.toThrow('permission denied')
})
