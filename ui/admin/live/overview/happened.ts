import { shallowRef } from 'vue'
import type { LiveEvent } from '../../../shared/api/events.ts'
import { money } from '../../../shared/locale/format.ts'
import { session } from '../../../shared/session.ts'
import { labelOf } from '../../resource/references.ts'

/** Something that happened, in plain words: the key of a sentence, its parts, and where to read more. */
export interface Happening {
  readonly id: number
  readonly siteId: string | null
  readonly at: string
  readonly key: string
  /** Parts that are words of their own: their keys among the texts, or values of the contract. */
  readonly words: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, string>>
  readonly to: string | null
  readonly icon: string
}

const KEPT = 100
let count = 0
let keptFor: string | null = null

/** The newest first. They outlast the page that heard of them, but not the session. */
const kept = shallowRef<readonly Happening[]>([])

export function happenings() {
  const userId = session.user.value?.id ?? null
  if (keptFor !== userId) kept.value = []
  keptFor = userId
  return kept
}

const TEXT = 'admin-live.feed'
type Part = Pick<Happening, 'key' | 'words' | 'params' | 'to' | 'icon'>

/** Puts an event among the others, once its names are known. */
export async function tell(event: LiveEvent): Promise<void> {
  const part = await partOf(event)
  if (part === null) return
  count += 1
  const at = event.at ?? new Date().toISOString()
  kept.value = [{ id: count, siteId: event.siteId, at, ...part }, ...kept.value].slice(0, KEPT)
}

async function partOf({ topic, type = '', data }: LiveEvent): Promise<Part | null> {
  if (topic === 'supply') return supplyPart(type, data)
  if (topic === 'payment') return paymentPart(type, data)
  return topic === 'notice' ? noticePart(type, data) : null
}

type Data = LiveEvent['data']

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

async function supplyPart(type: string, data: Data): Promise<Part> {
  const pointId = text(data.supplyPointId)
  const accountId = text(data.accountId)
  const to = pointId !== '' ? `/supply-points/${pointId}` : accountPage(accountId)
  return {
    key: `${TEXT}.${type}`,
    words: wordsOf(data),
    params: {
      space: text(data.space) || (await nameOf(pointId, accountId)),
      reason: text(data.reason),
    },
    to: type.startsWith('supply-hold') ? '/supply-board' : to,
    icon: type.startsWith('supply-hold') ? 'hold' : 'power',
  }
}

function wordsOf({ desired, action, outcome, why, explanation, everywhere }: Data) {
  const rule = (explanation as { readonly rule?: string } | undefined)?.rule
  return {
    ...(desired === undefined ? {} : { desired: `admin-live.value.${text(desired)}` }),
    ...(rule === undefined ? {} : { rule }),
    ...(action === undefined ? {} : { action: `${TEXT}.action.${text(action)}` }),
    ...(outcome === undefined ? {} : { outcome: `${TEXT}.outcome.${text(outcome) || 'none'}` }),
    ...(why === undefined ? {} : { why: `${TEXT}.why.${text(why)}` }),
    ...(everywhere === true ? { where: 'admin-live.hold.all' } : { where: 'admin-live.hold.here' }),
  }
}

async function nameOf(pointId: string, accountId: string): Promise<string> {
  if (pointId !== '') return labelOf('supplyPoints', pointId)
  return accountId === '' ? '' : labelOf('accounts', accountId)
}

const accountPage = (id: string) => (id === '' ? null : `/accounts/${id}`)

async function paymentPart(type: string, data: Data): Promise<Part> {
  const accountId = text(data.accountId)
  const currency = text(data.currency)
  return {
    key: `${TEXT}.${type}`,
    words: {},
    params: {
      account: accountId === '' ? '' : await labelOf('accounts', accountId),
      amount: money(text(data.amount), currency),
      balance: data.balance === undefined ? '' : money(text(data.balance), currency),
    },
    to:
      data.orderId === undefined ? accountPage(accountId) : `/payment-orders/${text(data.orderId)}`,
    icon: 'payment',
  }
}

async function noticePart(type: string, data: Data): Promise<Part> {
  const accountId = text(data.accountId)
  return {
    key: `${TEXT}.${type}`,
    words: accountId === '' ? { who: `${TEXT}.staff` } : {},
    params: {
      subject: text(data.subject),
      ...(accountId === '' ? {} : { who: await labelOf('accounts', accountId) }),
    },
    to: `/notices/${text(data.noticeId)}`,
    icon: 'bell',
  }
}
