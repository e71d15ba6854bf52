import { expect, it } from 'vitest'
import { payerLink } from './payer-link.ts'

it('leads to pages and payment apps, and runs nothing', () => {
  expect(payerLink('https://pay.example/1')).toBe('https://pay.example/1')
  expect(payerLink('weixin://wxpay/bizpayurl?pr=1')).toBe('weixin://wxpay/bizpayurl?pr=1')
  for (const url of [
    undefined,
    '',
    '/pay',
    'javascript:alert(1)',
    'JaVaScript:1',
    'data:text/html,x',
  ])
    expect(payerLink(url)).toBeNull()
})
