import { expect, test } from 'vitest'
import { cash } from './provider.ts'

const silent = () => undefined
const provider = cash.create({
  connectionId: '1',
  connection: { deskCode: 'LOBBY1' },
  log: { debug: silent, info: silent, warn: silent, error: silent },
  signal: new AbortController().signal,
})

test('money in the drawer is captured, with a receipt of the desk', async () => {
  const order = {
    orderId: 'T1',
    amountMinor: 5_000n,
    currency: 'CNY',
    description: 'Top-up',
    expiresAt: 0,
    callbackUrl: '',
  }
  expect(await provider.createPayment(order)).toEqual({
    orderId: 'T1',
    state: 'captured',
    channelReference: 'LOBBY1-T1',
    amountMinor: 5_000n,
    currency: 'CNY',
    payerAction: { kind: 'none' },
  })
})

test('money paid out has a receipt of its own', async () => {
  const request = { refundId: 'R1', orderId: 'T1', amountMinor: 1n, currency: 'CNY', reason: '-' }
  const refund = await provider.refund(request)
  expect(refund).toMatchObject({ state: 'refunded', channelReference: 'LOBBY1-R1' })
})

test('what only books could answer is unsupported', async () => {
  const asked = [
    provider.queryPayment({ orderId: 'T1' }),
    provider.closePayment({ orderId: 'T1' }),
    provider.queryRefund({ refundId: 'R1', orderId: 'T1' }),
    provider.fetchStatement({ day: '2026-01-31' }),
  ]
  for (const answer of asked) await expect(answer).rejects.toMatchObject({ code: 'unsupported' })
})
