import { type ArithmeticStep, chargeArithmetic } from '../../domain/analytics/arithmetic.ts'
import type { Id } from '../../kernel/id.ts'
import type { ChargeFacts, ChargeStore } from './ports.ts'

export type { ArithmeticStep }

/** A charge with the steps that lead to it. */
export type ExplainedCharge = ChargeFacts & { readonly steps: readonly ArithmeticStep[] }

export interface ChargeExplanations {
  /** @throws `not-found` */
  explain(request: { readonly chargeId: Id }): Promise<ExplainedCharge>
}

export function createChargeExplanations({
  store,
}: {
  readonly store: ChargeStore
}): ChargeExplanations {
  return {
    async explain({ chargeId }) {
      const facts = await store.charge({ chargeId })
      return { ...facts, steps: chargeArithmetic(facts.interval, facts.lines) }
    },
  }
}
