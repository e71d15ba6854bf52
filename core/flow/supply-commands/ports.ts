import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Whose supply a command touches: evaluated anew at once. */
export interface Touched {
  readonly supplyPointIds: readonly Id[]
  readonly accountIds: readonly Id[]
}

export type Refusal = 'unknown' | 'life-safety' | 'already' | 'second-person-needed'

export type Outcome<T> =
  | ({ readonly outcome: 'done'; readonly touched: Touched } & T)
  | { readonly outcome: 'refused'; readonly reason: Refusal }

/** Who does it, and when by the domain clock. */
export interface Act {
  readonly by: string
  readonly at: Instant
}

/** In the transaction given, which the caller ends and rolls back on a refusal, or in one of its own. */
type Command<Request, Result = object> = (
  request: Act & Request,
  transaction?: Transaction,
) => Promise<Outcome<Result>>

/** Commands of people and of systems, each one transaction that also has what it touches evaluated. */
export interface SupplyCommandStore {
  readonly giveOrder: Command<
    {
      readonly supplyPointId: Id
      readonly authority: 'manual' | 'bms' | 'automation'
      readonly wish: 'on' | 'off'
      readonly reason: string
      readonly until: Instant | null
    },
    { readonly orderId: Id }
  >
  readonly endOrder: Command<{ readonly orderId: Id }>
  readonly lockOut: Command<
    { readonly supplyPointId: Id; readonly reason: string },
    { readonly lockOutId: Id }
  >
  /** By whoever set it at once; otherwise it takes two people, of whom this is one. */
  readonly releaseLockOut: Command<{ readonly lockOutId: Id }, { readonly released: boolean }>
  readonly protect: Command<
    {
      readonly siteId: Id
      /** Null: the whole site, but for the opt-outs. */
      readonly supplyPointId: Id | null
      readonly kind: 'medical' | 'date' | 'hours' | 'other'
      readonly from: Instant
      readonly to: Instant | null
      readonly hours: { readonly fromMinute: number; readonly toMinute: number } | null
      readonly reason: string
      readonly optOuts: readonly Id[]
    },
    { readonly protectionId: Id }
  >
  readonly endProtection: Command<{ readonly protectionId: Id }>
  readonly openDispute: Command<
    { readonly accountId: Id; readonly reason: string; readonly reviewAt: Instant },
    { readonly disputeId: Id }
  >
  readonly closeDispute: Command<{ readonly disputeId: Id; readonly result: string }>
  readonly agreePaymentPlan: Command<
    { readonly accountId: Id; readonly nextDueAt: Instant },
    { readonly paymentPlanId: Id }
  >
  /** An instalment has come: the plan is kept until the next one is due. */
  readonly keepPaymentPlan: Command<{ readonly paymentPlanId: Id; readonly nextDueAt: Instant }>
  readonly endPaymentPlan: Command<{ readonly paymentPlanId: Id }>
  /** Settles whether an account may be cut in its present debt episode. */
  readonly settleApproval: Command<{ readonly episodeId: Id; readonly approved: boolean }>
  /** 'Hold all cuts': acts on what is signed and on what is signed already and not yet sent. */
  readonly hold: Command<
    { readonly siteId: Id | null; readonly reason: string },
    { readonly holdId: Id }
  >
  readonly releaseHold: Command<{ readonly holdId: Id }>
  /** One of the two people that the Guard asks for. */
  readonly releaseQuarantine: Command<{ readonly quarantineId: Id }, { readonly released: boolean }>
}
