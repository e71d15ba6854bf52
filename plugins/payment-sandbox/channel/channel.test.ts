import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawCallback } from '@busbar/core/contracts'
import { createCallbackReceiver } from '@busbar/core/testkit'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseCallback } from '../callback.ts'
import { sandbox } from '../provider.ts'
import { sign, toHeaders } from '../signature.ts'
import { type ChannelProcess, startChannelProcess } from './process.ts'

const SECRET = 'merchant-secret-0123456789'
const ADMIN = 'admin-secret-0123456789'
const MERCHANT = 'channel-test'
const PATIENT = { timeout: 10_000 }

vi.setConfig({ testTimeout: 30_000 })

let folder = ''
let channel: ChannelProcess
let receiver: Awaited<ReturnType<typeof createCallbackReceiver>>
const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }

const start = () =>
  startChannelProcess({
    journalPath: join(folder, 'journal'),
    adminSecret: ADMIN,
    merchants: [{ merchantId: MERCHANT, secret: SECRET }],
    retryDelaysMs: Array.from({ length: 50 }, () => 50),
    refundDelayMs: 20,
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-channel-'))
  receiver = await createCallbackReceiver()
  receiver.answerBy(async (raw) => parse(raw).reply)
  channel = await start()
})

afterEach(async () => {
  await channel.kill()
  await receiver.close()
  rmSync(folder, { recursive: true })
})

const connection = () => ({ baseUrl: channel.url, merchantId: MERCHANT, secret: SECRET })

const parse = (raw: RawCallback) => parseCallback(raw, { ...connection(), timeoutMs: 1_000 })

const provider = () =>
  sandbox.create({
    connectionId: '1',
    connection: connection(),
    log,
    signal: new AbortController().signal,
  })

function order(orderId: string, description = 'Top-up') {
  const expiresAt = Date.now() + 3_600_000
  const amountMinor = 5_000n
  return {
    orderId,
    amountMinor,
    currency: 'CNY',
    description,
    expiresAt,
    callbackUrl: receiver.url,
  }
}

async function payerUrl(orderId: string, description?: string): Promise<string> {
  const { payerAction } = await provider().createPayment(order(orderId, description))
  if (payerAction.kind !== 'redirect') throw new Error('no link for the payer')
  return payerAction.url
}

const act = (url: string, action: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ action }) })

const fault = (body: object) =>
  fetch(`${channel.url}/admin/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN}` },
    body: JSON.stringify(body),
  })

const about = (orderId: string) => (raw: RawCallback) =>
  Buffer.from(raw.bodyBase64, 'base64').toString('utf8').includes(`"orderId":"${orderId}"`)

async function request(path: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${channel.url}${path}`, { headers })).status
}

test('books and callbacks that were not acknowledged survive a crash', async () => {
  receiver.answerBy(async () => ({ status: 500, contentType: 'text/plain', body: '' }))
  await act(await payerUrl('T1'), 'pay')
  await receiver.find(about('T1'))
  await channel.kill()
  const before = receiver.received().length
  receiver.answerBy(async (raw) => parse(raw).reply)
  channel = await start()
  expect((await provider().queryPayment({ orderId: 'T1' })).state).toBe('captured')
  await expect.poll(() => receiver.received().length, PATIENT).toBeGreaterThan(before)
})

test('a refund that was pending at a crash becomes final afterwards', async () => {
  await act(await payerUrl('T1'), 'pay')
  const refund = { refundId: 'R1', orderId: 'T1', amountMinor: 1n, currency: 'CNY', reason: '-' }
  expect((await provider().refund(refund)).state).toBe('pending')
  await channel.kill()
  channel = await start()
  await expect
    .poll(async () => (await provider().queryRefund(refund)).state, PATIENT)
    .toBe('refunded')
})

test('an acknowledged callback is not sent again after a restart', async () => {
  await act(await payerUrl('T1'), 'pay')
  await receiver.find(about('T1'))
  await channel.stop()
  channel = await start()
  await act(await payerUrl('T2'), 'pay')
  await receiver.find(about('T2'))
  expect(receiver.received().filter(about('T1'))).toHaveLength(1)
})

test('a request is good once: its nonce is remembered', async () => {
  const content = { purpose: 'request', subject: 'GET /v1/ping', merchantId: MERCHANT } as const
  const headers = toHeaders(MERCHANT, sign({ ...content, body: '' }, SECRET, { now: Date.now() }))
  expect(await request('/v1/ping', headers)).toBe(200)
  expect(await request('/v1/ping', headers)).toBe(401)
})

test('a request that is old, or signed for another path, is refused', async () => {
  const content = { purpose: 'request', subject: 'GET /v1/ping', merchantId: MERCHANT } as const
  const old = sign({ ...content, body: '' }, SECRET, { now: Date.now() - 3_600_000 })
  expect(await request('/v1/ping', toHeaders(MERCHANT, old))).toBe(401)
  const other = sign({ ...content, body: '' }, SECRET, { now: Date.now() })
  expect(await request('/v1/orders/T1', toHeaders(MERCHANT, other))).toBe(401)
})

test('a declined payment has failed and takes no money afterwards', async () => {
  const url = await payerUrl('T1')
  expect(await (await act(url, 'decline')).text()).toContain('Declined')
  expect(await (await act(url, 'pay')).text()).toContain('Declined')
  expect((await provider().queryPayment({ orderId: 'T1' })).state).toBe('failed')
})

test("the payer's page escapes what it shows and carries no script", async () => {
  const page = await fetch(await payerUrl('T1', '<script>alert(1)</script>'))
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await page.text()
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toContain('<script')
  expect(html).toMatch(/CNY\s50\.00/)
})

test('faults and books are behind the admin secret', async () => {
  expect(await request('/admin/books', {})).toBe(401)
  expect(await request('/admin/books', { authorization: 'Bearer wrong' })).toBe(401)
  expect((await fault({ kind: 'no-such-fault' })).status).toBe(400)
  const books = { authorization: `Bearer ${ADMIN}` }
  expect(await request('/admin/books', books)).toBe(200)
})

test('a callback address outside of this machine is refused', async () => {
  const outside = { ...order('T1'), callbackUrl: 'https://example.com/callback' }
  await expect(provider().createPayment(outside)).rejects.toMatchObject({ code: 'channel-refused' })
})

test('a double callback comes twice, a lost one never', async () => {
  await fault({ kind: 'lost-callback', orderId: 'T1' })
  await fault({ kind: 'double-callback', orderId: 'T2' })
  await act(await payerUrl('T1'), 'pay')
  await act(await payerUrl('T2'), 'pay')
  await expect.poll(() => receiver.received().filter(about('T2')).length, PATIENT).toBe(2)
  expect(receiver.received().filter(about('T1'))).toHaveLength(0)
  expect((await provider().queryPayment({ orderId: 'T1' })).state).toBe('captured')
})

test('a reordered callback comes after a later one', async () => {
  await fault({ kind: 'reorder-callbacks', orderId: 'T1' })
  await act(await payerUrl('T1'), 'pay')
  await act(await payerUrl('T2'), 'pay')
  await receiver.find(about('T1'))
  const [first, second] = receiver.received()
  expect([first, second].map((raw) => raw && about('T1')(raw))).toEqual([false, true])
})

test('forged callbacks are refused, and the genuine one follows', async () => {
  await fault({ kind: 'forged-signature', orderId: 'T1' })
  await fault({ kind: 'other-merchant', orderId: 'T1' })
  await act(await payerUrl('T1'), 'pay')
  await expect.poll(() => receiver.received().length, PATIENT).toBe(3)
  const verified = receiver.received().map((raw) => parse(raw).verified)
  expect(verified).toEqual([false, false, true])
})

test('a callback with a wrong amount is genuine, and differs from the query', async () => {
  await fault({ kind: 'wrong-amount', orderId: 'T1' })
  await act(await payerUrl('T1'), 'pay')
  const told = parse(await receiver.find(about('T1')))
  expect(told).toMatchObject({ verified: true, payment: { amountMinor: 5_001n } })
  const asked = await provider().queryPayment({ orderId: 'T1' })
  expect(asked.amountMinor).toBe(5_000n)
})

test('a refund can fail on demand', async () => {
  await act(await payerUrl('T1'), 'pay')
  await fault({ kind: 'refund-fails', orderId: 'T1' })
  const refund = { refundId: 'R1', orderId: 'T1', amountMinor: 1n, currency: 'CNY', reason: '-' }
  await provider().refund(refund)
  await expect
    .poll(async () => (await provider().queryRefund(refund)).state, PATIENT)
    .toBe('failed')
})

test('down means down, until the fault is cleared', async () => {
  await payerUrl('T1')
  await fault({ kind: 'down' })
  expect((await provider().queryPayment({ orderId: 'T1' })).state).toBe('unknown')
  const headers = { authorization: `Bearer ${ADMIN}` }
  await fetch(`${channel.url}/admin/faults`, { method: 'DELETE', headers })
  expect((await provider().queryPayment({ orderId: 'T1' })).state).toBe('pending')
})

test('a close that comes before the order keeps a late order shut', async () => {
  expect((await provider().closePayment({ orderId: 'T1' })).state).toBe('closed')
  expect((await provider().createPayment(order('T1'))).state).toBe('closed')
})

test('it ends when its parent closes standard input, and says why it cannot start', async () => {
  await channel.stop()
  expect(() => process.kill(channel.pid, 0)).toThrow(/ESRCH/)
  await expect(
    startChannelProcess({
      journalPath: join(folder, 'other'),
      adminSecret: 'short',
      merchants: [],
    }),
  ).rejects.toThrow(/merchants must list/)
})
