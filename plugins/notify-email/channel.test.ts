import {
  type JsonObject,
  type NotificationChannelContribution,
  type OutgoingNotice,
  wallClock,
} from '@busbar/core/contracts'
import { createRecordingLog } from '@busbar/core/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import addressSchema from './address.schema.json' with { type: 'json' }
import { createEmailChannel, MAX_TEXT_LENGTH, testConnection } from './channel.ts'
import connectionSchema from './connection.schema.json' with { type: 'json' }
import plugin from './index.ts'
import { messageIdOf } from './message.ts'
import manifest from './plugin.json' with { type: 'json' }
import {
  certificatePem,
  FROM,
  PASSWORD,
  type SmtpPeer,
  startSmtpPeer,
  USER,
} from './test/smtp-peer.ts'

const DELIVERY = '8c0f3f0e-2f6d-4f4c-9d0c-0a4f5f1f7f11'
let peer: SmtpPeer
let stopping: AbortController
const log = createRecordingLog()

beforeEach(async () => {
  peer = await startSmtpPeer()
  stopping = new AbortController()
})

afterEach(async () => {
  stopping.abort()
  await peer.close()
})

function connection(change: JsonObject = {}): JsonObject {
  return {
    host: '127.0.0.1',
    port: peer.port,
    security: 'starttls',
    caPem: certificatePem,
    user: USER,
    password: PASSWORD,
    from: FROM,
    fromName: 'Harbour Court',
    timeoutSeconds: 2,
    ...change,
  }
}

function channel(change: JsonObject = {}) {
  return createEmailChannel({
    connection: connection(change),
    log,
    signal: stopping.signal,
    clock: wallClock,
  })
}

function notice(change: Partial<OutgoingNotice> = {}): OutgoingNotice {
  return {
    deliveryId: DELIVERY,
    address: { email: 'tea.house@example.org' },
    language: 'zh-CN',
    subject: '余额不足提醒',
    text: '账户余额为¥8.00。\n请及时充值。',
    urgency: 'high',
    ...change,
  }
}

describe('e-mails', () => {
  test('carry plain text and HTML, the language, the urgency, and say that a machine wrote them', async () => {
    const sent = await channel({ replyTo: 'office@example.com' }).send({ notices: [notice()] })
    expect(sent.items).toEqual([
      {
        deliveryId: DELIVERY,
        outcome: 'sent',
        level: 'accepted',
        reference: expect.stringMatching(/^250 /),
      },
    ])
    const [raw = ''] = peer.raw()
    for (const line of [
      `Message-ID: <${DELIVERY}.busbar@example.com>`,
      'From: Harbour Court <energy@example.com>',
      'To: tea.house@example.org',
      'Reply-To: office@example.com',
      'Auto-Submitted: auto-generated',
      'Content-Language: zh-CN',
      'Importance: High',
    ])
      expect(raw.split('\r\n')).toContain(line)
    expect(raw).toContain('Content-Type: text/plain; charset=utf-8')
    expect(peer.received()[0]?.markup).toContain('<p>账户余额为¥8.00。<br>\n请及时充值。</p>')
  })

  test('keep their Message-ID when another process sends them again', async () => {
    await channel().send({ notices: [notice()] })
    await channel().send({ notices: [notice()] })
    expect(peer.received().map(({ deliveryId }) => deliveryId)).toEqual([DELIVERY, DELIVERY])
  })

  test('of ids that no header could hold get a hashed Message-ID', () => {
    expect(messageIdOf('a\r\nBcc: x@example.com', FROM)).toMatch(
      /^<[0-9a-f]{40}\.busbar@example\.com>$/,
    )
    expect(messageIdOf('a b', FROM)).not.toBe(messageIdOf('a c', FROM))
  })

  test('too long are not sent', async () => {
    const text = 'x'.repeat(MAX_TEXT_LENGTH + 1)
    const { items } = await channel().send({ notices: [notice({ text })] })
    expect(items[0]).toMatchObject({ outcome: 'failed', retryable: false })
    expect(peer.raw()).toEqual([])
  })
})

describe('refusals', () => {
  test('a busy mailbox is for later, and does not close the channel to others', async () => {
    const busy = notice({ deliveryId: 'busy', address: { email: 'busy@example.org' } })
    const { items } = await channel().send({ notices: [busy, notice()] })
    expect(items).toMatchObject([
      { outcome: 'failed', retryable: true, detail: expect.stringContaining('451') },
      { outcome: 'sent' },
    ])
  })

  test('a server that says goodbye is left alone for a moment', async () => {
    const sender = channel()
    const gone = notice({ deliveryId: 'gone', address: { email: 'gone@example.org' } })
    expect((await sender.send({ notices: [gone] })).items).toMatchObject([
      { outcome: 'failed', retryable: true },
    ])
    expect((await sender.send({ notices: [notice()] })).items).toMatchObject([
      { outcome: 'failed', retryable: true, detail: expect.stringContaining('left alone') },
    ])
  })

  test('a wrong password is tried once, and shown nowhere though the server repeats it', async () => {
    const wrong = 'wr0ng secret'
    const notices = ['a', 'b', 'c', 'd', 'e', 'f'].map((deliveryId) => notice({ deliveryId }))
    const sender = channel({ password: wrong, maxConnections: 1 })
    const results = [await sender.send({ notices }), await sender.send({ notices })]
    for (const { items } of results)
      for (const item of items) expect(item).toMatchObject({ outcome: 'failed', retryable: true })
    expect(peer.logins()).toBe(1)
    const shown = JSON.stringify(results) + log.lines().join('\n')
    expect(shown).toContain('535')
    expect(shown).not.toContain(wrong)
    expect(shown).not.toContain(Buffer.from(wrong).toString('base64'))
  })

  test('a server without encryption gets neither mail nor password', async () => {
    const open = await startSmtpPeer({ open: true })
    try {
      const { items } = await channel({ port: open.port }).send({ notices: [notice()] })
      expect(items).toMatchObject([{ outcome: 'failed', retryable: true }])
      expect(open.raw()).toEqual([])
    } finally {
      await open.close()
    }
  })

  test('a server with a certificate of nobody we trust gets nothing', async () => {
    const { caPem: _, ...untrusting } = connection()
    const sender = createEmailChannel({
      connection: untrusting,
      log,
      signal: stopping.signal,
      clock: wallClock,
    })
    const { items } = await sender.send({ notices: [notice()] })
    expect(items).toMatchObject([{ outcome: 'failed', retryable: true }])
    expect(peer.logins()).toBe(0)
  })
})

describe('the connection test', () => {
  test('logs in and sends nothing', async () => {
    const result = await testConnection({ connection: connection(), timeoutMs: 5_000 })
    expect(result).toEqual({ ok: true, detail: expect.stringContaining(String(peer.port)) })
    expect(peer.logins()).toBe(1)
    expect(peer.raw()).toEqual([])
  })

  test('says why it failed, without the password', async () => {
    const result = await testConnection({
      connection: connection({ password: 'wr0ng secret' }),
      timeoutMs: 5_000,
    })
    expect(result).toEqual({ ok: false, detail: expect.stringContaining('535') })
    expect(result.detail).not.toContain('wr0ng')
  })

  test('ends in time where the server is silent', async () => {
    await peer.goDown('silent')
    const result = await testConnection({
      connection: connection({ timeoutSeconds: 60 }),
      timeoutMs: 300,
    })
    expect(result.ok).toBe(false)
  })
})

describe('schemas', () => {
  const ajv = new Ajv2020({ strict: true, formats: { password: true } })

  test('a password is secret, comes with a user, and only where there is encryption', () => {
    const valid = ajv.compile(connectionSchema)
    expect(valid(connection())).toBe(true)
    expect(valid(connection({ security: 'none' }))).toBe(false)
    expect(valid({ host: 'localhost', port: 25, security: 'none', from: FROM })).toBe(true)
    expect(valid({ host: 'localhost', port: 25, security: 'tls', from: FROM, user: 'x' })).toBe(
      false,
    )
    expect(connectionSchema.properties.password.writeOnly).toBe(true)
  })

  test('an address is one address', () => {
    const valid = ajv.compile(addressSchema)
    for (const email of ['a@b', 'tea.house+1@mail.example.com']) expect(valid({ email })).toBe(true)
    for (const email of ['a@b\n', 'a@b,c@d', '"a b"@c', '<a@b>', 'a@', 'a@-b', 'a b@c'])
      expect(valid({ email })).toBe(false)
  })

  test('the manifest declares what the plugin provides', async () => {
    const provided: NotificationChannelContribution[] = []
    await plugin.register({
      pluginId: manifest.id,
      log,
      clock: wallClock,
      signal: stopping.signal,
      config: {},
      provide: (point, contribution) => {
        expect(point.id).toBe('notificationChannels')
        provided.push(contribution as unknown as NotificationChannelContribution)
      },
    })
    const [declared] = manifest.contributes.notificationChannels
    expect(provided.map(({ type }) => type)).toEqual([declared?.type])
    expect(declared?.capabilities.maxTextLength).toBe(MAX_TEXT_LENGTH)
  })
})
