import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { Notices } from '../../core/app/notices.ts'
import type { NoticeFacts } from '../../core/domain/notices/kinds.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { startMailSink } from '../../examples/demo-building/mail-sink/sink.ts'
import { NOON } from '../support/notices.ts'
import { type Answer, type Person, startApi } from './api.ts'
import { makeBuilding } from './building.ts'
import { noticesOf } from './commands.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
export const MAIL = 'tea.house@example.org'

export type NoticeWorld = Awaited<ReturnType<typeof createNoticeWorld>>

/** The API with the real plugins, a mail server, people at a site, and a worker that the test starts. */
export async function createNoticeWorld() {
  /** Domain time. */
  const time = { now: NOON }
  const sink = await startMailSink()
  const api = await startApi({ plugins: PLUGINS, clock: { now: () => time.now } })
  const notices = noticesOf(api.parts)
  const owner = await api.person([{ role: 'owner' }])
  const here = await makeBuilding(owner, 'here')
  const elsewhere = await makeBuilding(owner, 'elsewhere')
  const { siteId, tenantId } = here
  const tenant = await api.person([{ role: 'tenant', siteId, tenantId }])
  const manager = await api.person([{ role: 'manager', siteId }])
  const technician = await api.person([{ role: 'technician', siteId }])

  async function connect(at: string, type: 'email' | 'inbox'): Promise<string> {
    const host = { host: '127.0.0.1', port: sink.smtpPort, security: 'none', from: 'e@example.com' }
    const body = {
      ...{ siteId: at, pluginId: `notify-${type}`, type, name: type },
      extensionPoint: 'notificationChannels',
      config: type === 'email' ? host : {},
    }
    return made(await owner.call('POST', '/api/v1/connections', { body }))
  }

  async function patch(path: string, body: JsonObject): Promise<JsonObject> {
    const { headers } = await owner.call('GET', `/api/v1/${path}`)
    const etag = String(headers.get('etag'))
    const answer = await owner.call('PATCH', `/api/v1/${path}`, {
      body,
      headers: { 'if-match': etag },
    })
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }

  /** Another tenant of the site, with an account and perhaps an e-mail address. */
  async function anotherTenant(code: string, email: string | null) {
    const make = async (path: string, body: JsonObject) =>
      made(await owner.call('POST', `/api/v1/${path}`, { body: { siteId, code, ...body } }))
    const id = await make('tenants', { name: code, email })
    const contractId = await make('contracts', { tenantId: id, fromAt: '2026-01-01T00:00:00Z' })
    const limits = { currency: 'CNY', lowBalance: '5', veryLowBalance: '1' }
    return { tenantId: id, accountId: await make('accounts', { contractId, ...limits }) }
  }

  async function queue(accountId: string, notice: NoticeFacts, by: Notices = notices) {
    const { noticeId } = await inTransaction(api.pool, (transaction) =>
      by.queue(transaction, { accountId, notice }),
    )
    return noticeId
  }

  async function queueForStaff(role: string, cause: string) {
    const item = { kind: 'repair-item', severity: 'critical', title: 'Meter offline' } as const
    const notice = { ...item, cause, at: NOON, subject: 'M-1', detail: null }
    const { noticeId } = await inTransaction(api.pool, (transaction) =>
      notices.queueForStaff(transaction, { siteId, role, notice }),
    )
    return noticeId
  }

  const read = async (person: Person, noticeId: string) =>
    (await person.call('GET', `/api/v1/notices/${noticeId}`)).body

  /** Waits until the worker is done with a notice. */
  async function settled(noticeId: string, state = 'delivered'): Promise<JsonObject> {
    await expect
      .poll(async () => (await read(owner, noticeId)).state, { timeout: 10_000, interval: 25 })
      .toBe(state)
    return read(owner, noticeId)
  }

  /** Connection and address of each of a notice's deliveries. */
  async function waysOf(noticeId: string) {
    const { rows } = await api.pool.query<{ connection_id: string; address: JsonObject }>(
      'SELECT connection_id, address FROM notice_delivery WHERE notice_id = $1 ORDER BY id',
      [noticeId],
    )
    return rows.map(({ connection_id, address }) => [connection_id, address])
  }

  const emailId = await connect(siteId, 'email')
  const inboxId = await connect(siteId, 'inbox')
  await patch(`tenants/${tenantId}`, { email: MAIL })
  return {
    ...{ time, sink, api, notices, owner, here, elsewhere, tenant, manager, technician },
    ...{
      emailId,
      inboxId,
      connect,
      patch,
      anotherTenant,
      queue,
      queueForStaff,
      read,
      settled,
      waysOf,
    },
    setRoute: (body: JsonObject) =>
      owner.call('POST', '/api/v1/notice-routes', { body: { siteId, ...body } }),
    mailTo: (to: string) => sink.mailbox.list({ to }),
    async close() {
      await notices.stop()
      await api.stop()
      await sink.close()
    },
  }
}

/** The id of what was made. */
export function made(answer: Answer): string {
  expect(answer.status, answer.text).toBe(201)
  return String(answer.body.id)
}
