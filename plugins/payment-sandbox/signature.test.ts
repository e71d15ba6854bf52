import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SIGNATURE_WINDOW_MS, sign, verify } from './signature.ts'

const SECRET = 'merchant-secret-0123456789'
const NOW = 1_767_225_600_000
const content = {
  purpose: 'request',
  subject: 'POST /v1/orders',
  merchantId: 'demo-building',
  body: '{"orderId":"T1"}',
} as const

test('a signature is what openssl makes of the lines in README.md', () => {
  const nonce = '000102030405060708090a0b0c0d0e0f'
  expect(sign(content, SECRET, { now: NOW, nonce })).toEqual({
    timestamp: '1767225600000',
    nonce,
    mac: 'a8491ab0360dfd8cf003d8a5f504828acf99c5377a49b9180e25a9806da26fb2',
  })
})

test('a signature holds within the window, and neither before nor after it', () => {
  const signature = sign(content, SECRET, { now: NOW })
  for (const [shiftMs, ok] of [
    [0, true],
    [SIGNATURE_WINDOW_MS, true],
    [-SIGNATURE_WINDOW_MS, true],
    [SIGNATURE_WINDOW_MS + 1, false],
    [-SIGNATURE_WINDOW_MS - 1, false],
  ] as const)
    expect(verify(content, SECRET, signature, { now: NOW + shiftMs }).ok).toBe(ok)
})

test('nothing that is signed can be exchanged', () => {
  const signature = sign(content, SECRET, { now: NOW })
  const refused = (change: object, key = SECRET) =>
    expect(verify({ ...content, ...change }, key, signature, { now: NOW }).ok).toBe(false)
  refused({ purpose: 'callback' })
  refused({ subject: 'POST /v1/refunds' })
  refused({ merchantId: 'another' })
  refused({ body: '{"orderId":"T2"}' })
  refused({}, 'another-secret-0123456789')
})

test('malformed signatures are refused, not thrown at the caller', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (timestamp, nonce, mac) => {
      expect(verify(content, SECRET, { timestamp, nonce, mac }, { now: NOW }).ok).toBe(false)
    }),
  )
})
