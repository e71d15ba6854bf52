import type { Id } from '../kernel/id.ts'

/** Whose wish it is: each way to take supply away passes here. */
type SupplyPath = 'policy' | 'manual' | 'bms' | 'automation'

export interface SignRequest {
  readonly path: SupplyPath
  readonly action: 'cut' | 'restore'
  /** The relay. */
  readonly pointId: Id
  /**
   * What the wish was decided on; of a cut contract and installation must still be so, and the balance
   * must not have been raised since. Null: nobody pays.
   */
  readonly contractId: Id | null
  readonly installationId: Id
  readonly balanceVersion: string
  /** Wall-clock life of the intent, from its signing. */
  readonly lifeMs: number
}

/** What is signed: the shape that the drivers check. */
export interface GuardIntent {
  readonly intentId: Id
  readonly pointId: Id
  readonly action: 'cut' | 'restore'
  readonly contractId: Id | null
  readonly installationId: Id
  readonly balanceVersion: string
  readonly issuedAt: number
  readonly expiresAt: number
}

export type RefusalReason =
  | 'life-safety'
  | 'not-a-supply-point'
  | 'no-installation'
  | 'locked-out'
  | 'stale'
  | 'held'
  | 'not-open'
  | 'clock-moved'

export type SignResult =
  | {
      readonly outcome: 'signed'
      readonly signed: { readonly intent: GuardIntent; readonly signature: string }
    }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly detail: string }
  | { readonly outcome: 'quarantined'; readonly quarantineId: Id; readonly limit: string }

const details: Readonly<Record<RefusalReason, string>> = Object.freeze({
  'life-safety': 'Life-safety circuits are never switched.',
  'not-a-supply-point': 'No supply is switched by this point.',
  'no-installation': 'No meter serves this point now.',
  'locked-out': 'Whoever locked it out, or two people, release it first.',
  stale: 'Contract or meter have changed, or money has come in; decide again.',
  held: 'All cuts are on hold; release the hold first.',
  'not-open': 'Cuts are let through once everything is up and fresh, by the newest Guard alone.',
  'clock-moved': 'The clock has leapt; cuts wait until the gate is opened again.',
})

/** A refusal, with what to do about it. */
export function refused(reason: RefusalReason): SignResult {
  return Object.freeze({ outcome: 'refused', reason, detail: details[reason] })
}
