import type { PaymentOrder, Refund } from '../../../core/generated/api.ts'

/** Whether the payer can still pay it. */
export const isOpen = ({ state }: PaymentOrder): boolean =>
  state === 'created' || state === 'pending'

/** A link of a channel that a browser may follow; anything but a web address is none. */
export const webLink = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:\/\//i.test(url) ? url : undefined

/** Whether money of it can go back: it came in, and went to an account. */
export const canRefund = ({ state, credited }: PaymentOrder): boolean =>
  state === 'captured' && credited === true

/** A station of an order's way. */
export interface Stage {
  readonly id:
    | 'stored'
    | 'waiting'
    | 'unknown'
    | 'captured'
    | 'credited'
    | 'surplus'
    | 'closed'
    | 'failed'
  readonly tone: 'done' | 'now' | 'doubtful' | 'bad'
  /** When it came there, where that is known. */
  readonly at: string | null
}

/** The way that an order has come, the first station first. */
export function stagesOf({
  state,
  unknownSince,
  capturedAt,
  credited,
}: PaymentOrder): readonly Stage[] {
  const doubt: readonly Stage[] =
    unknownSince === null ? [] : [{ id: 'unknown', tone: 'doubtful', at: unknownSince }]
  const stored: Stage = { id: 'stored', tone: 'done', at: null }
  switch (state) {
    case 'created':
      return [{ ...stored, tone: 'now' }, ...doubt]
    case 'pending':
      return [stored, { id: 'waiting', tone: 'now', at: null }, ...doubt]
    case 'captured': {
      const captured: Stage = { id: 'captured', tone: 'done', at: capturedAt }
      if (credited === null) return [stored, captured]
      const last: Stage = credited
        ? { id: 'credited', tone: 'done', at: capturedAt }
        : { id: 'surplus', tone: 'doubtful', at: capturedAt }
      return [stored, captured, last]
    }
    default:
      return [stored, { id: state, tone: state === 'failed' ? 'bad' : 'done', at: null }, ...doubt]
  }
}

export type Verb = 'approve' | 'reject' | 'send'

/** What can be done with a refund; nobody decides on their own. */
export function verbsOf({ state, requestedBy }: Refund, userId: string): readonly Verb[] {
  if (state === 'approved') return ['send']
  return state === 'awaiting-approval' && requestedBy !== userId ? ['approve', 'reject'] : []
}
