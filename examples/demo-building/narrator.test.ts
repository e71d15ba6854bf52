import { describe, expect, it } from 'vitest'
import type { AccountView } from './api.ts'
import { parseEvent } from './events.ts'
import { createNarrator, kindOf } from './narrator.ts'
import { isMoved, newsInBalance, newsOf } from './tenants.ts'

function account(id: string, balance: string): AccountView {
  const purses = [
    { kind: 'cash', balance },
    { kind: 'deposit', balance: '500' },
  ]
  return { id, contractId: '1', code: id, lowBalance: '30', purses }
}

describe('the narrator', () => {
  function narrate() {
    const lines: string[] = []
    const narrator = createNarrator({
      names: { account: new Map([['7', 'Tea Room']]), tenant: new Map([['3', 'Bakery']]) },
      write: (line) => lines.push(line),
      colours: false,
      now: () => Date.UTC(2026, 6, 14, 1, 50),
      utcOffsetMinutes: 480,
    })
    return { lines, narrator }
  }

  it('tells what deserves a line, with who and why', () => {
    const { lines, narrator } = narrate()
    narrator.take({
      topic: 'supply',
      type: 'supply-cut',
      data: { accountId: '7', explanation: 'The balance is below the limit since 10:10.' },
    })
    narrator.take({
      topic: 'notice',
      type: 'notice-queued',
      data: { tenantId: '3', kind: 'low-balance', subject: 'Low balance: CNY 12.00' },
    })
    narrator.take({
      topic: 'payment',
      type: 'payment-credited',
      data: { accountId: '7', amount: '200.00' },
    })
    expect(lines).toEqual([
      '07-14 09:50  CUT  Tea Room · The balance is below the limit since 10:10.',
      '07-14 09:50  low balance  Bakery · Low balance: CNY 12.00',
      '07-14 09:50  top-up  Tea Room · 200.00 CNY',
    ])
  })

  it('says once that somebody was cut', () => {
    const { lines, narrator } = narrate()
    narrator.take({ topic: 'notice', type: 'queued', data: { kind: 'cut', accountId: '7' } })
    expect(lines).toEqual([])
  })

  it('sums readings and charges up: what left the accounts, whatever came in', () => {
    const { lines, narrator } = narrate()
    narrator.sumUp([account('7', '100.5'), account('8', '20')])
    narrator.take({ topic: 'reading', type: '', data: {} })
    narrator.take({ topic: 'reading', type: '', data: {} })
    narrator.take({ topic: 'payment', type: 'payment-credited', data: { amount: '50' } })
    lines.length = 0
    narrator.sumUp([account('7', '90.25'), account('8', '-1.000001')])
    expect(lines[0]).toContain('2 readings · 81.25 CNY charged · 89.24 CNY on all accounts')
  })

  it.each([
    ['supply', 'supply-restored', 'restored'],
    ['supply', 'cut-but-drawing', 'cut-but-drawing'],
    ['payment', 'payment-credited', 'payment-credited'],
  ])('knows %s %s as %s', (topic, type, kind) => {
    expect(kindOf({ topic, type, data: {} })).toBe(kind)
  })
})

it('reads events, and leaves out what is none', () => {
  expect(parseEvent('{"topic":"notice","type":"a","data":{"kind":"cut"}}')).toEqual({
    topic: 'notice',
    type: 'a',
    data: { kind: 'cut' },
  })
  expect(parseEvent('{"topic":"reading","meterId":"1","data":{}}')?.type).toBe('')
  for (const text of ['', '{', 'null', '3', '{"type":"x"}'])
    expect(parseEvent(text)).toBeUndefined()
})

describe('tenants', () => {
  it.each([
    ['prompt', 'low-balance', true],
    ['prompt', 'cut', true],
    ['prompt', 'restored', false],
    ['late', 'low-balance', false],
    ['late', 'cut-coming', false],
    ['late', 'cut', true],
  ] as const)('the %s one pays upon %s: %s', (when, news, moved) => {
    expect(isMoved({ when }, news)).toBe(moved)
  })

  it('hear of each notice once', () => {
    const data = { kind: 'low-balance' }
    expect(newsOf({ topic: 'notice', type: 'notice-queued', data })).toBe('low-balance')
    expect(newsOf({ topic: 'notice', type: 'notice-delivered', data })).toBeUndefined()
    expect(newsOf({ topic: 'supply', type: 'supply-cut', data: {} })).toBeUndefined()
    expect(newsOf({ topic: 'payment', type: 'cut', data: {} })).toBeUndefined()
  })

  it('see in the balance what they have missed', () => {
    expect(newsInBalance(account('7', '29.99'))).toBe('low-balance')
    expect(newsInBalance(account('7', '30'))).toBeUndefined()
    expect(newsInBalance(account('7', '-0.01'))).toBe('cut')
  })
})
