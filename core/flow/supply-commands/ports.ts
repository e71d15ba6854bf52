import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'

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

/** Commands of people and of systems, each one transaction that also has what it touches evaluated. */
export interface SupplyCommandStore {
  giveOrder(
    request: Act & {
      readonly supplyPointId: Id
      readonly authority: 'manual' | 'bms' | 'automation'
      readonly wish: 'on' | 'off'
      readonly reason: string
      readonly until: Instant | null
    },
  ): Promise<Outcome<{ readonly orderId: Id }>>
  endOrder(request: Act & { readonly orderId: Id }): Promise<Outcome<object>>
  lockOut(
    request: Act & { readonly supplyPointId: Id; readonly reason: string },
  ): Promise<Outcome<{ readonly lockOutId: Id }>>
  /** By whoever set it at once; otherwise it takes two people, of whom this is one. */
  releaseLockOut(
    request: Act & { readonly lockOutId: Id },
  ): Promise<Outcome<{ readonly released: boolean }>>
  protect(
    request: Act & {
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
  ): Promise<Outcome<{ readonly protectionId: Id }>>
  endProtection(request: Act & { readonly protectionId: Id }): Promise<Outcome<object>>
  openDispute(
    request: Act & { readonly accountId: Id; readonly reason: string; readonly reviewAt: Instant },
  ): Promise<Outcome<{ readonly disputeId: Id }>>
  closeDispute(
    request: Act & { readonly disputeId: Id; readonly result: string },
  ): Promise<Outcome<object>>
  agreePaymentPlan(
    request: Act & { readonly accountId: Id; readonly nextDueAt: Instant },
  ): Promise<Outcome<{ readonly paymentPlanId: Id }>>
  /** An instalment has come: the plan is kept until the next one is due. */
  keepPaymentPlan(
    request: Act & { readonly paymentPlanId: Id; readonly nextDueAt: Instant },
  ): Promise<Outcome<object>>
  endPaymentPlan(request: Act & { readonly paymentPlanId: Id }): Promise<Outcome<object>>
  /** Settles whether an account may be cut in its present debt episode. */
  settleApproval(
    request: Act & { readonly episodeId: Id; readonly approved: boolean },
  ): Promise<Outcome<object>>
  /** 'Hold all cuts': acts on what is signed and on what is signed already and not yet sent. */
  hold(
    request: Act & { readonly siteId: Id | null; readonly reason: string },
  ): Promise<Outcome<{ readonly holdId: Id }>>
  releaseHold(request: Act & { readonly holdId: Id }): Promise<Outcome<object>>
  /** One of the two people that the Guard asks for. */
  releaseQuarantine(
    request: Act & { readonly quarantineId: Id },
  ): Promise<Outcome<{ readonly released: boolean }>>
}
