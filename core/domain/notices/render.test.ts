import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../kernel/instant.ts'
import { causeKey, type NoticeFacts, noticeKinds, noticeRules } from './kinds.ts'
import {
  chooseLanguage,
  formatMoney,
  formatWhen,
  type NoticeContext,
  renderNotice,
} from './render.ts'
import { languagePacks } from './templates.ts'

const context: NoticeContext = {
  siteName: 'Harbour Court',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'en',
  recipientName: 'Tea House',
  accountCode: 'A-101',
}

const cutComing: NoticeFacts = {
  kind: 'cut-coming',
  cause: '77',
  balanceMicros: -12_345_678n,
  limitMicros: -10_000_000n,
  deadlineAt: parseInstant('2026-03-02T02:00:00Z'),
  spaces: ['Unit 1-01', 'Unit 1-02'],
}

const micros = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
const positive = fc.bigInt({ min: 1n, max: 10n ** 15n })
const at = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
const spaces = fc.array(words, { maxLength: 3 })
const common = { cause: words, balanceMicros: micros }

const anyFacts: fc.Arbitrary<NoticeFacts> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('low-balance' as const, 'very-low-balance' as const),
    ...common,
    thresholdMicros: micros,
    daysLeft: fc.option(fc.nat(400)),
  }),
  fc
    .record({ ...common, excess: positive, deadlineAt: at, spaces })
    .map(({ excess, ...facts }) => ({
      ...facts,
      kind: 'cut-coming' as const,
      limitMicros: facts.balanceMicros + excess,
    })),
  fc.record({
    kind: fc.constant('cut' as const),
    ...common,
    limitMicros: micros,
    at,
    spaces,
    reason: fc.option(words),
  }),
  fc.record({ kind: fc.constant('restored' as const), ...common, at, spaces }),
  fc.record({
    kind: fc.constant('receipt' as const),
    ...common,
    at,
    amountMicros: positive,
    bonusMicros: fc.oneof(fc.constant(0n), positive),
  }),
  fc.record({ kind: fc.constant('refund' as const), ...common, at, amountMicros: positive }),
  fc.record({
    kind: fc.constant('repair-item' as const),
    cause: words,
    at,
    severity: fc.constantFrom('info' as const, 'warning' as const, 'critical' as const),
    title: words,
    subject: words,
    detail: fc.option(words),
  }),
)

describe('rendering', () => {
  test('a coming cut names deadline, amount and spaces, in the site zone and the reader locale', () => {
    expect(renderNotice(cutComing, context)).toEqual({
      language: 'en',
      subject:
        'Supply of account A-101 will be cut from March 2, 2026 at 10:00 GMT+8 unless CN¥2.35 is paid',
      text: [
        'Dear Tea House,',
        '',
        'The balance of account A-101 at Harbour Court is -CN¥12.35, below the limit of -CN¥10.00.',
        'The supply of Unit 1-01 and Unit 1-02 can be cut from March 2, 2026 at 10:00 GMT+8.',
        'Pay at least CN¥2.35 before then, and nothing is cut.',
        'If you think that this is wrong, or cannot pay, tell the management before then.',
      ].join('\n'),
    })
    const chinese = renderNotice(cutComing, { ...context, language: 'zh-CN' })
    expect(chinese.language).toBe('zh-CN')
    expect(chinese.subject).toBe(
      '停供预告：账户A-101如未缴¥2.35，将自2026年3月2日 GMT+8 10:00起停供',
    )
  })

  test('lines whose value is not known are left out', () => {
    const low: NoticeFacts = {
      kind: 'low-balance',
      cause: '5',
      balanceMicros: 8_000_000n,
      thresholdMicros: 20_000_000n,
      daysLeft: null,
    }
    expect(renderNotice(low, context).text).not.toContain('rate of use')
    expect(renderNotice({ ...low, daysLeft: 1 }, context).text).toContain('about 1 day.')
    expect(renderNotice({ ...low, daysLeft: 3 }, { ...context, language: 'zh' }).text).toContain(
      '约3天。',
    )
    expect(renderNotice(low, { ...context, recipientName: '' }).text).toMatch(/^The balance/)
  })

  test('where the portal has an address, the reader is led to what can be done', () => {
    const linked = { ...context, portalUrl: 'https://busbar.example/portal' }
    expect(renderNotice(cutComing, linked).text).toContain(
      'Top up: https://busbar.example/portal/top-up\n',
    )
    const receipt: NoticeFacts = {
      ...{ kind: 'receipt', cause: '7/8', at: 0 },
      ...{ amountMicros: 1_000_000n, bonusMicros: 0n, balanceMicros: 1_000_000n },
    }
    expect(renderNotice(receipt, { ...linked, language: 'zh-CN' }).text).toMatch(
      /查看和打印：https:\/\/busbar\.example\/portal\/receipts\/7%2F8$/,
    )
    expect(renderNotice(receipt, context).text).not.toContain('To view')
  })

  test('values are put in once and in one line: a name cannot pass for a line or a placeholder', () => {
    const { text, subject } = renderNotice(cutComing, {
      ...context,
      recipientName: '{deadline}\r\nPay to 6222 0000 instead\u202e',
      accountCode: 'A\nBcc: x@example.com',
    })
    expect(text).toContain('Dear {deadline} Pay to 6222 0000 instead,')
    expect(subject.split(/\r|\n/)).toHaveLength(1)
  })

  test('the language is the tag, else its language, else English', () => {
    expect(chooseLanguage('zh-CN')).toEqual({ language: 'zh-CN', locale: 'zh-CN' })
    expect(chooseLanguage('zh')).toEqual({ language: 'zh-CN', locale: 'zh' })
    expect(chooseLanguage('en-gb')).toEqual({ language: 'en', locale: 'en-GB' })
    expect(chooseLanguage('fr-CH')).toEqual({ language: 'en', locale: 'en' })
    expect(chooseLanguage('no such tag')).toEqual({ language: 'en', locale: 'en' })
  })

  test('money keeps every digit and the currency decides how many are shown', () => {
    expect(formatMoney(9_007_199_254_740_993_000_000n, 'CNY', 'zh-CN')).toBe(
      '¥9,007,199,254,740,993.00',
    )
    expect(formatMoney(1_500_000n, 'JPY', 'en')).toBe('¥2')
    expect(formatMoney(-4_999n, 'CNY', 'en')).toBe('CN¥0.00')
    expect(formatMoney(1_234_500n, 'KWD', 'en')).toContain('1.235')
  })

  test('an instant in the hour that comes twice is told apart by its zone', () => {
    const first = formatWhen(parseInstant('2026-10-25T00:30:00Z'), 'Europe/London', 'en-GB')
    const second = formatWhen(parseInstant('2026-10-25T01:30:00Z'), 'Europe/London', 'en-GB')
    expect(first).not.toBe(second)
  })

  test('every kind in every language renders whole, and a coming cut always names its deadline', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom('en', 'zh-CN', 'en-GB', 'de'), (facts, language) => {
        const { subject, text } = renderNotice(facts, { ...context, language })
        expect(subject).not.toBe('')
        expect(subject).not.toBe(facts.kind)
        expect(text.split('\n').length).toBeGreaterThan(2)
        expect(subject).toMatch(/^[^\p{Cc}]*$/u)
        if (facts.kind !== 'cut-coming') return
        const { locale } = chooseLanguage(language)
        const deadline = formatWhen(facts.deadlineAt, context.timeZone, locale)
        expect(text).toContain(deadline)
        expect(subject).toContain(deadline)
      }),
    )
  })

  test('the amount asked for is payable and lifts the balance to the limit', () => {
    fc.assert(
      fc.property(micros, positive, (balanceMicros, missing) => {
        const facts = { ...cutComing, balanceMicros, limitMicros: balanceMicros + missing }
        const { subject } = renderNotice(facts, context)
        const asked = /unless CN¥([\d,]+)\.(\d\d) is paid$/.exec(subject)
        const askedMicros = BigInt(`${asked?.[1]?.replaceAll(',', '')}${asked?.[2]}`) * 10_000n
        expect(askedMicros).toBeGreaterThanOrEqual(missing)
        expect(askedMicros - missing).toBeLessThan(10_000n)
      }),
    )
  })
})

describe('kinds', () => {
  test('every language has every kind, and all languages name the same values', () => {
    const placeholders = (lines: readonly string[]) =>
      [...new Set(lines.join('\n').match(/\{\w+\}/g))].sort()
    for (const pack of Object.values(languagePacks)) {
      for (const kind of noticeKinds) {
        const [mine, english] = [pack.templates[kind], languagePacks.en.templates[kind]]
        expect(placeholders([mine.subject])).toEqual(placeholders([english.subject]))
        expect(placeholders(mine.lines)).toEqual(placeholders(english.lines))
      }
    }
  })

  test('a cause has one key for each kind', () => {
    expect(causeKey({ kind: 'low-balance', cause: '5' })).toBe('low-balance:5')
    expect(causeKey({ kind: 'very-low-balance', cause: '5' })).toBe('very-low-balance:5')
  })

  test('what concerns a cut is urgent and never waits; only critical repair items wake the staff', () => {
    expect(noticeRules(cutComing)).toEqual({
      urgency: 'high',
      waitsForQuietHours: false,
      audience: 'tenant',
      doorNotice: true,
    })
    const item = {
      kind: 'repair-item',
      cause: '1',
      at: 0,
      title: 't',
      subject: 's',
      detail: null,
    } as const
    expect(noticeRules({ ...item, severity: 'warning' }).waitsForQuietHours).toBe(true)
    expect(noticeRules({ ...item, severity: 'critical' }).waitsForQuietHours).toBe(false)
  })
})
