import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawCallback } from '@busbar/core/contracts'
import type {
  CallbackForgery,
  ChannelBooks,
  ChannelFault,
  PaymentChannel,
} from '@busbar/core/testkit'
import { paymentProviderSuite } from '@busbar/core/testkit'
import { afterAll } from 'vitest'
import type { ChannelProcess } from './channel/process.ts'
import { startChannelProcess } from './channel/process.ts'
import manifest from './plugin.json' with { type: 'json' }
import { sandbox } from './provider.ts'
import { HEADERS, sign, toHeaders } from './signature.ts'

const SECRET = 'merchant-secret-0123456789'
const ADMIN = 'admin-secret-0123456789'
const MERCHANT = 'conformance'
const TIMEOUT_MS = 500

const FAULTS: Readonly<Record<ChannelFault, { kind: string; delayMs?: number }>> = {
  late: { kind: 'delay-answer', delayMs: 2 * TIMEOUT_MS },
  lost: { kind: 'drop-answer' },
  'not-received': { kind: 'drop-request' },
  'server-error': { kind: 'http-500' },
  garbage: { kind: 'garbage-answer' },
  forged: { kind: 'forged-answer' },
}

interface Books {
  readonly orders: readonly { orderId: string; state: string; amountMinor: string }[]
  readonly refunds: readonly {
    orderId: string
    refundId: string
    state: string
    amountMinor: string
  }[]
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-conformance-'))
afterAll(() => rmSync(folder, { recursive: true }))

function createHarness(): PaymentChannel {
  let running: ChannelProcess | undefined
  let lastUrl = ''

  async function admin(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${lastUrl}/admin/${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(await response.text())
    return response.json()
  }

  const connection = (secret: string) => ({
    baseUrl: lastUrl,
    merchantId: MERCHANT,
    secret,
    timeoutMs: TIMEOUT_MS,
  })

  return {
    currency: 'CNY',
    secrets: [SECRET, ADMIN],
    async start() {
      running = await startChannelProcess({
        journalPath: join(folder, 'journal'),
        adminSecret: ADMIN,
        merchants: [{ merchantId: MERCHANT, secret: SECRET }],
        retryDelaysMs: Array.from({ length: 50 }, () => 100),
        refundDelayMs: 30,
      })
      lastUrl = running.url
    },
    stop: async () => running?.stop(),
    connection: () => connection(SECRET),
    refusedConnection: () => connection('not-the-secret-of-anybody'),
    async pay({ created }) {
      if (created.payerAction.kind !== 'redirect') throw new Error('There is nothing to pay by.')
      const { pathname } = new URL(created.payerAction.url)
      const body = new URLSearchParams({ action: 'pay' })
      const page = await fetch(`${lastUrl}${pathname}`, { method: 'POST', body })
      if (!(await page.text()).includes('>Paid<')) throw new Error('The channel took no payment.')
    },
    async books(): Promise<ChannelBooks> {
      const { orders, refunds } = (await admin('GET', 'books')) as Books
      return {
        payments: orders
          .filter((order) => order.state === 'captured')
          .map(({ orderId, amountMinor }) => ({ orderId, amountMinor: BigInt(amountMinor) })),
        refunds: refunds
          .filter((refund) => refund.state === 'refunded')
          .map((refund) => ({ ...refund, amountMinor: BigInt(refund.amountMinor) })),
      }
    },
    fault: async ({ kind }) => void (await admin('POST', 'faults', FAULTS[kind])),
    clearFaults: async () => void (await admin('DELETE', 'faults')),
    forge: ({ callback, how }) => forge(callback, how),
  }
}

function forge(callback: RawCallback, how: CallbackForgery): RawCallback {
  const fields = JSON.parse(Buffer.from(callback.bodyBase64, 'base64').toString('utf8'))
  const changed = {
    ...fields,
    ...(how === 'other-merchant' ? { merchantId: 'somebody-else' } : {}),
    ...(how === 'wrong-amount' ? { amountMinor: '1' } : {}),
  }
  const body = JSON.stringify(changed)
  const secret = how === 'signature' ? 'a-secret-of-somebody-else' : SECRET
  const content = { purpose: 'callback', subject: '', merchantId: MERCHANT, body } as const
  const now = Number(callback.headers[HEADERS.timestamp])
  return {
    ...callback,
    headers: { ...callback.headers, ...toHeaders(MERCHANT, sign(content, secret, { now })) },
    bodyBase64: Buffer.from(body).toString('base64'),
  }
}

const [contribution] = manifest.contributes.paymentProviders
if (contribution === undefined) throw new Error('plugin.json contributes no payment provider.')
paymentProviderSuite({
  create: sandbox.create,
  test: sandbox.test,
  channel: createHarness(),
  capabilities: contribution.capabilities,
})
