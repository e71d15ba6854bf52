import { formatMicros } from '../../kernel/decimal.ts'
import type { Instant } from '../../kernel/instant.ts'
import { fromMinor, type Micros, minorExponent, toMinor } from '../../kernel/money.ts'
import type { NoticeFacts, NoticeKind } from './kinds.ts'
import { type LanguagePack, languagePacks, type TemplateValue } from './templates.ts'

/** Whom and what a notice concerns; the same for every kind. */
export interface NoticeContext {
  readonly siteName: string
  /** IANA zone that instants are told in: the site's. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  /** The recipient's language tag, such as zh-CN. */
  readonly language: string
  readonly recipientName: string
  /** The account's code; empty for staff. */
  readonly accountCode: string
  /** Where tenants find the portal, without a trailing slash; absent: links are left out. */
  readonly portalUrl?: string
}

export interface RenderedNotice {
  /** Tag of the language that it is written in. */
  readonly language: string
  /** One line. */
  readonly subject: string
  /** Plain text; a channel that speaks markup escapes it. */
  readonly text: string
}

type Values = Readonly<Partial<Record<TemplateValue, string>>>

/** The pack that serves a language best, and the locale to write figures in. */
export function chooseLanguage(requested: string): {
  readonly language: keyof typeof languagePacks
  readonly locale: string
} {
  const locale = canonicalLocale(requested)
  const tags = Object.keys(languagePacks) as (keyof typeof languagePacks)[]
  const found =
    tags.find((tag) => tag === locale) ?? tags.find((tag) => primary(tag) === primary(locale))
  return found === undefined ? { language: 'en', locale: 'en' } : { language: found, locale }
}

function canonicalLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

function primary(tag: string): string {
  return tag.split('-', 1)[0] ?? tag
}

/** Money in the reader's locale, to the currency's minor unit, half away from zero. */
export function formatMoney(amountMicros: Micros, currency: string, locale: string): string {
  const digits = minorExponent(currency)
  const exact = formatMicros(fromMinor(toMinor(amountMicros, currency), currency))
  // The decimal goes in as text: a number would lose digits.
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(exact as Intl.StringNumericLiteral)
}

/** An instant in the site's zone and the reader's locale, to the minute, the zone named. */
export function formatWhen(at: Instant, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at)
}

/** Writes a notice in the recipient's language. */
export function renderNotice(facts: NoticeFacts, context: NoticeContext): RenderedNotice {
  const { language, locale } = chooseLanguage(context.language)
  const pack = languagePacks[language]
  const template = pack.templates[facts.kind]
  const values: Values = {
    site: context.siteName,
    ...given('account', context.accountCode),
    ...given('name', context.recipientName),
    cause: facts.cause,
    ...given('link', linkOf(facts, context)),
    ...valuesOf(facts, context, locale, pack),
  }
  const lines = [pack.greeting, '', ...template.lines]
    .map((line) => (line === '' ? '' : fill(line, values)))
    .filter((line) => line !== null)
  return Object.freeze({
    language,
    subject: oneLine(fill(template.subject, values) ?? facts.kind),
    text: lines.join('\n').trim(),
  })
}

/** The template's text with its values, or null where one of them is not known. */
function fill(template: string, values: Values): string | null {
  let complete = true
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name as TemplateValue]
    if (value === undefined) complete = false
    return oneLine(value ?? '')
  })
  return complete ? text : null
}

/** Without line breaks, controls and reordering marks: a name must not pass for a line of ours. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim()
}

/** The page of the portal at which the reader can do something about it; null where there is none. */
function linkOf(facts: NoticeFacts, { portalUrl }: NoticeContext): string | null {
  const page = PAGES[facts.kind]
  if (portalUrl === undefined || page === undefined) return null
  return `${portalUrl}${page.replace('{cause}', encodeURIComponent(facts.cause))}`
}

const PAGES: Readonly<Partial<Record<NoticeKind, string>>> = Object.freeze({
  'low-balance': '/top-up',
  'very-low-balance': '/top-up',
  'cut-coming': '/top-up',
  cut: '/top-up',
  receipt: '/receipts/{cause}',
  'question-answered': '/questions',
  'spending-limit-near': '/me/limits',
  'spending-limit-reached': '/me/limits',
})

function given(name: TemplateValue, value: string | null): Values {
  return value === null || value === '' ? {} : { [name]: value }
}

function valuesOf(
  facts: NoticeFacts,
  { currency, timeZone, accountCode }: NoticeContext,
  locale: string,
  pack: LanguagePack,
): Values {
  const money = (amountMicros: Micros) => formatMoney(amountMicros, currency, locale)
  const when = (at: Instant) => formatWhen(at, timeZone, locale)
  // A line that names the spaces must never be left out: it may name the deadline.
  const spaces = (names: readonly string[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(
      names.length > 0 ? names : [accountCode],
    )
  switch (facts.kind) {
    case 'low-balance':
    case 'very-low-balance':
      return {
        balance: money(facts.balanceMicros),
        threshold: money(facts.thresholdMicros),
        ...given('daysLeft', facts.daysLeft === null ? null : days(facts.daysLeft, locale)),
      }
    case 'cut-coming':
      return {
        balance: money(facts.balanceMicros),
        limit: money(facts.limitMicros),
        amountDue: money(amountDue(facts, currency)),
        deadline: when(facts.deadlineAt),
        spaces: spaces(facts.spaces),
      }
    case 'cut':
      return {
        at: when(facts.at),
        balance: money(facts.balanceMicros),
        limit: money(facts.limitMicros),
        ...(facts.balanceMicros < facts.limitMicros
          ? { amountDue: money(amountDue(facts, currency)) }
          : {}),
        ...given('reason', facts.reason),
        spaces: spaces(facts.spaces),
      }
    case 'restored':
      return {
        at: when(facts.at),
        balance: money(facts.balanceMicros),
        spaces: spaces(facts.spaces),
      }
    case 'receipt':
      return {
        at: when(facts.at),
        amount: money(facts.amountMicros),
        balance: money(facts.balanceMicros),
        ...(facts.bonusMicros > 0n ? { bonus: money(facts.bonusMicros) } : {}),
      }
    case 'refund':
      return {
        at: when(facts.at),
        amount: money(facts.amountMicros),
        balance: money(facts.balanceMicros),
      }
    case 'repair-item':
      return {
        at: when(facts.at),
        severity: pack.severities[facts.severity],
        title: facts.title,
        subject: facts.subject,
        ...given('detail', facts.detail),
      }
    case 'question-asked':
      return {
        at: when(facts.at),
        account: facts.accountCode,
        subject: facts.subject,
        text: excerpt(facts.text),
      }
    case 'question-answered':
      return { subject: facts.subject, text: excerpt(facts.text) }
    case 'spending-limit-near':
    case 'spending-limit-reached':
      return {
        period: formatPeriod(facts, timeZone, locale),
        spent: money(facts.spentMicros),
        limit: money(facts.limitMicros),
      }
  }
}

/** A day or a month by its name. */
function formatPeriod(
  { period, from }: { readonly period: 'day' | 'month'; readonly from: Instant },
  timeZone: string,
  locale: string,
): string {
  const day = period === 'day' ? ({ day: 'numeric' } as const) : {}
  const format = { timeZone, year: 'numeric', month: 'long', ...day } as const
  return new Intl.DateTimeFormat(locale, format).format(from)
}

/** The whole stands in the question itself. */
const EXCERPT_LENGTH = 500

function excerpt(text: string): string {
  const letters = [...text]
  if (letters.length <= EXCERPT_LENGTH) return text
  return `${letters.slice(0, EXCERPT_LENGTH).join('')}…`
}

/** What lifts the balance to the limit, rounded up to an amount that can be paid. */
function amountDue(
  facts: { readonly balanceMicros: Micros; readonly limitMicros: Micros },
  currency: string,
): Micros {
  const due = facts.limitMicros - facts.balanceMicros
  const rounded = fromMinor(toMinor(due, currency), currency)
  return rounded >= due ? rounded : fromMinor(toMinor(due, currency) + 1n, currency)
}

function days(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(
    count,
  )
}
