import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'

/** Why somebody is told something; each kind has a template in every language. */
export type NoticeKind =
  | 'low-balance'
  | 'very-low-balance'
  | 'cut-coming'
  | 'cut'
  | 'restored'
  | 'receipt'
  | 'refund'
  | 'repair-item'
  | 'question-asked'
  | 'question-answered'
  | 'spending-limit-near'
  | 'spending-limit-reached'

export type Severity = 'info' | 'warning' | 'critical'
export type Urgency = 'normal' | 'high'

/**
 * What is told. `cause` names what it is about, and there is one notice for each cause: the low
 * episode, the debt episode, the order, the refund, the repair item. Amounts are micros of the
 * account's currency.
 */
export type NoticeFacts =
  | {
      /** The balance fell below the first or the second warning level. */
      readonly kind: 'low-balance' | 'very-low-balance'
      /** The low episode: it begins below the level and ends above it. */
      readonly cause: string
      readonly balanceMicros: Micros
      readonly thresholdMicros: Micros
      /** Whole days that the balance lasts at the present rate of use; null where unknown. */
      readonly daysLeft: number | null
    }
  | {
      readonly kind: 'cut-coming'
      /** The debt episode: it begins below the limit and ends at the restoration. */
      readonly cause: string
      readonly balanceMicros: Micros
      /** The balance below which supply ends: zero less overdraft and emergency credit. */
      readonly limitMicros: Micros
      /** No cut before this instant. */
      readonly deadlineAt: Instant
      /** Names of the spaces whose supply ends. */
      readonly spaces: readonly string[]
    }
  | {
      readonly kind: 'cut'
      /** The debt episode, or the order that it was cut by. */
      readonly cause: string
      readonly at: Instant
      readonly balanceMicros: Micros
      readonly limitMicros: Micros
      readonly spaces: readonly string[]
      /** Said where something else than debt was the reason. */
      readonly reason: string | null
    }
  | {
      readonly kind: 'restored'
      /** The episode that has ended. */
      readonly cause: string
      readonly at: Instant
      readonly balanceMicros: Micros
      readonly spaces: readonly string[]
    }
  | {
      readonly kind: 'receipt'
      /** The payment order. */
      readonly cause: string
      readonly at: Instant
      readonly amountMicros: Micros
      /** Bonus that came with it; zero where none did. */
      readonly bonusMicros: Micros
      readonly balanceMicros: Micros
    }
  | {
      readonly kind: 'refund'
      /** The refund. */
      readonly cause: string
      readonly at: Instant
      readonly amountMicros: Micros
      readonly balanceMicros: Micros
    }
  | {
      readonly kind: 'repair-item'
      /** The repair item. */
      readonly cause: string
      readonly at: Instant
      readonly severity: Severity
      readonly title: string
      readonly subject: string
      /** What to do about it; null where nothing more is known. */
      readonly detail: string | null
    }
  | {
      /** A tenant asked, or said more. */
      readonly kind: 'question-asked'
      /** The message. */
      readonly cause: string
      readonly at: Instant
      readonly accountCode: string
      readonly subject: string
      readonly text: string
    }
  | {
      /** Staff replied. */
      readonly kind: 'question-answered'
      /** The message. */
      readonly cause: string
      readonly subject: string
      readonly text: string
    }
  | {
      /** Charges of use passed 80 %, or all, of what the tenant means to spend. */
      readonly kind: 'spending-limit-near' | 'spending-limit-reached'
      /** The account, the kind of period and its first day: one notice for each. */
      readonly cause: string
      readonly period: 'day' | 'month'
      /** The period, half-open. */
      readonly from: Instant
      readonly spentMicros: Micros
      readonly limitMicros: Micros
    }

/** How a notice is handled, apart from what it says. */
export interface NoticeRules {
  readonly urgency: Urgency
  /** Whether it waits for the end of the site's quiet hours. */
  readonly waitsForQuietHours: boolean
  readonly audience: 'tenant' | 'staff'
  /** Whether staff must bring it to the door where no channel can. */
  readonly doorNotice: boolean
}

function rules(rules: Partial<NoticeRules>): NoticeRules {
  return Object.freeze({
    urgency: 'normal',
    waitsForQuietHours: true,
    audience: 'tenant',
    doorNotice: false,
    ...rules,
  })
}

const rulesByKind: Readonly<Record<NoticeKind, NoticeRules>> = Object.freeze({
  'low-balance': rules({}),
  'very-low-balance': rules({}),
  // Its deadline runs from its delivery, and nobody may be cut without it.
  'cut-coming': rules({ urgency: 'high', waitsForQuietHours: false, doorNotice: true }),
  cut: rules({ urgency: 'high', waitsForQuietHours: false }),
  restored: rules({ urgency: 'high', waitsForQuietHours: false }),
  // Answers what the payer did a moment ago.
  receipt: rules({ waitsForQuietHours: false }),
  refund: rules({}),
  'repair-item': rules({ audience: 'staff' }),
  'question-asked': rules({ audience: 'staff' }),
  'question-answered': rules({}),
  'spending-limit-near': rules({}),
  'spending-limit-reached': rules({}),
})

const criticalRepairItem = rules({ audience: 'staff', urgency: 'high', waitsForQuietHours: false })

export const noticeKinds: readonly NoticeKind[] = Object.freeze(
  Object.keys(rulesByKind) as NoticeKind[],
)

export function noticeRules(facts: NoticeFacts): NoticeRules {
  return facts.kind === 'repair-item' && facts.severity === 'critical'
    ? criticalRepairItem
    : rulesByKind[facts.kind]
}

/** One notice an account (or a staff role) and cause key: asking twice changes nothing. */
export function causeKey({ kind, cause }: Pick<NoticeFacts, 'kind' | 'cause'>): string {
  return `${kind}:${cause}`
}
