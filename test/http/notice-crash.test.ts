import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SqlPool } from '../../core/persistence/sql.ts'
import { lowBalance } from '../support/notices.ts'
import { noticesOf } from './commands.ts'
import { createNoticeWorld, type NoticeWorld } from './notice-world.ts'

let world: NoticeWorld

beforeAll(async () => {
  world = await createNoticeWorld()
}, 120_000)
afterAll(() => world?.close())

describe('a worker that dies between sending and storing', () => {
  it('loses nothing, and sends again under the same key', async () => {
    const { api, owner, anotherTenant, queue, read, settled, mailTo } = world
    const to = 'crash@example.org'
    const { accountId } = await anotherTenant('T-crash', to)
    let wall = Date.now()
    const clock = { now: () => wall }
    const settings = { sendTimeoutMs: 1_000 }
    const noticeId = await queue(accountId, lowBalance('crash'))

    const dying = noticesOf(api.parts, {
      ...{ wallClock: clock, settings },
      pool: dyingWhen(() => mailTo(to).length > 0),
    })
    await dying.start()
    await expect.poll(() => mailTo(to).length, { timeout: 10_000 }).toBe(1)
    await dying.stop()
    const lost = await read(owner, noticeId)
    expect(lost).toMatchObject({ state: 'open', deliveries: [{ state: 'queued', attempts: 1 }] })

    // Nobody else begins before the attempt's lease has run out.
    const taken = noticesOf(api.parts, { wallClock: clock, settings })
    await taken.start()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await read(owner, noticeId)).deliveries).toMatchObject([{ attempts: 1 }])

    wall += 60_000
    await taken.look()
    const told = await settled(noticeId)
    expect(told.deliveries).toMatchObject([{ state: 'sent', attempts: 2 }])
    // The channel knows the delivery by its key: asked twice, it has sent once.
    expect(mailTo(to)).toHaveLength(1)
    await taken.stop()
  })

  it('also where the channel has forgotten: the e-mail comes again, as the same one', async () => {
    const { api, anotherTenant, queue, settled, mailTo } = world
    const to = 'forgetful@example.org'
    const { accountId } = await anotherTenant('T-forgetful', to)
    let wall = Date.now()
    const clock = { now: () => wall }
    const settings = { sendTimeoutMs: 1_000 }
    const noticeId = await queue(accountId, lowBalance('crash'))
    const pool = dyingWhen(() => mailTo(to).length > 0)
    const dying = noticesOf(api.parts, { wallClock: clock, settings, pool })
    await dying.start()
    await expect.poll(() => mailTo(to).length, { timeout: 10_000 }).toBe(1)
    await dying.stop()

    await api.parts.host?.reload({ pluginId: 'notify-email' })
    wall += 60_000
    const next = noticesOf(api.parts, { wallClock: clock, settings })
    await next.start()
    await settled(noticeId)
    await next.stop()
    const mails = mailTo(to)
    expect(mails).toHaveLength(2)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
  })
})

/** A database that this process does not reach any more once something has happened. */
function dyingWhen(happened: () => boolean): SqlPool {
  const alive = () => {
    if (happened()) throw Object.assign(new Error('connection terminated'), { code: '57P01' })
  }
  const { api } = world
  return {
    async connect() {
      alive()
      return api.pool.connect()
    },
    async query(query) {
      alive()
      return api.pool.query(query)
    },
  }
}
