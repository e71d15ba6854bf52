import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Decision, Step } from './why.ts'

// The texts' language is the browser's: here there is none.
vi.mock('../../../shared/locale/i18n.ts', () => ({ language: { value: 'en' } }))
let why: typeof import('./why.ts')
beforeAll(async () => {
  why = await import('./why.ts')
})

const SITE = { currency: 'CNY', timeZone: 'Asia/Shanghai' }
const step = (rule: Step['rule'], outcome: Step['outcome'], facts: Step['facts'] = {}): Step => ({
  ...{ rule, outcome, facts, decisive: false, version: 'x@1' },
  kind: ['on', 'off', 'silent'].includes(outcome) ? 'authority' : 'condition',
})
const decision = (
  rule: Decision['rule'],
  desired: 'on' | 'off',
  steps: readonly Step[],
  blockedBy: Decision['blockedBy'] = [],
): Decision => ({
  ...{ rule, desired, blockedBy, balanceVersion: '1', at: '2026-03-10T04:00:00.000Z' },
  steps: [...steps],
})
const point = (decided: Decision | null, state: 'on' | 'off' | 'cutting' = 'on') => ({
  ...({ decision: decided, state, desired: decided?.desired ?? 'on', lifeSafety: false } as const),
})
const below = step('below-limit', 'holds', { balance: '-12.5', limit: '-10' })

describe('what comes next', () => {
  it('is a cut not before the grace is over, and what else it still needs', () => {
    const inDebt = decision(
      'credit',
      'on',
      [
        below,
        step('grace-over', 'fails', { over: '2026-03-11T04:00:00.000Z' }),
        step('approved', 'fails', { required: true, approval: 'requested' }),
      ],
      ['grace-over', 'approved'],
    )
    const [cut, approval, ...more] = why.nextOf(point(inDebt), SITE)
    expect(cut?.key).toBe('admin-live.board.next.cutNotBefore')
    // 12:00 of the next day in Shanghai.
    expect(String(cut?.params.over)).toMatch(/3\/11\/26.*12:00/)
    expect(approval?.key).toBe('admin-live.board.step.approved.fails')
    expect(more).toEqual([])
    expect(why.isInDebt(point(inDebt))).toBe(true)
  })

  it('is the restoration, by the balance that it takes', () => {
    const cut = decision('credit', 'off', [below])
    const [next] = why.nextOf(point(cut, 'off'), SITE)
    expect(next).toEqual({
      key: 'admin-live.board.next.restored',
      params: { balance: '-¥12.50', limit: '-¥10.00' },
    })
  })

  it('is nothing while the balance is enough, and the end of an order where it has one', () => {
    const enough = step('below-limit', 'fails', { balance: '120', limit: '-10' })
    const [nothing] = why.nextOf(point(decision('credit', 'on', [enough], ['below-limit'])), SITE)
    expect(nothing?.key).toBe('admin-live.board.next.enough')
    const until = '2026-03-10T05:00:00.000Z'
    const ordered = decision('manual-order', 'off', [step('manual-order', 'off', { until })])
    expect(why.nextOf(point(ordered), SITE)[0]?.key).toBe('admin-live.board.next.orderUntil')
    const endless = decision('manual-order', 'off', [step('manual-order', 'off', { until: null })])
    expect(why.nextOf(point(endless), SITE)[0]?.key).toBe('admin-live.board.next.order')
  })

  it('tells of a command under way first', () => {
    const cut = decision('credit', 'off', [below])
    expect(why.nextOf(point(cut, 'cutting'), SITE).map(({ key }) => key)).toEqual([
      'admin-live.board.next.state.cutting',
      'admin-live.board.next.restored',
    ])
  })
})

describe('the words of a decision', () => {
  const AUTHORITIES = [
    ...['life-safety', 'lock-out', 'protection', 'manual-order', 'credit', 'bms-order'],
    'no-account',
  ]
  it.each(['en', 'zh-CN'])('say every step that a decision can have, in %s', (language) => {
    const file = new URL(`../../../locales/${language}/admin-live.json`, import.meta.url)
    const { board } = JSON.parse(readFileSync(file, 'utf8'))
    const schema = new URL(
      '../../../../schemas/resources/supply-decision.schema.json',
      import.meta.url,
    )
    const { properties } = JSON.parse(readFileSync(schema, 'utf8'))
    const rules: string[] = properties.steps.items.properties.rule.enum
    for (const rule of rules) {
      const wanted = AUTHORITIES.includes(rule) ? ['on', 'off', 'silent'] : ['holds', 'fails']
      for (const outcome of wanted)
        expect(board.step[rule]?.[outcome], `${rule} ${outcome}`).toBeTruthy()
    }
  })
})
