import { explain } from '../../domain/supply/explain.ts'
import type { Decision } from '../../domain/supply/model.ts'
import type { JsonObject } from '../../kernel/canonical.ts'

/** A decision as it was stored, explained: its steps, and the balance that it was made on. */
export function explainStored(stored: JsonObject): JsonObject {
  // Only evaluations write decisions, and they are never changed.
  const decision = stored as unknown as Decision
  const { at, desired, rule, steps } = explain(decision)
  return {
    at,
    desired,
    rule,
    blockedBy: decision.blockedBy,
    balanceVersion: decision.balanceVersion,
    steps: steps as unknown as readonly JsonObject[],
  }
}
