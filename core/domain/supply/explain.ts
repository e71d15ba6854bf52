import type { JsonObject } from '../../kernel/canonical.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Decision } from './model.ts'

/** One step of how a decision came about. */
interface ExplainedStep {
  /** Who was asked, or which condition of a cut by debt was looked at. */
  readonly rule: string
  readonly kind: 'authority' | 'condition'
  /**
   * Of an authority: `on`, `off`, or `silent` where it has no say; of a condition: `holds`, or
   * `fails`, which speaks against the cut.
   */
  readonly outcome: 'on' | 'off' | 'silent' | 'holds' | 'fails'
  /** Whether this step settled the decision. */
  readonly decisive: boolean
  readonly facts: JsonObject
  /** Policy profile and its version. */
  readonly version: string
}

/** A decision as data that a person can follow: highest authority first, then each condition. */
export interface Explanation {
  readonly desired: 'on' | 'off'
  readonly at: string
  readonly rule: string
  readonly steps: readonly ExplainedStep[]
}

/** Which facts, which rule, which outcome, which version. */
export function explain(decision: Decision): Explanation {
  const version = `${decision.profile.code}@${decision.profile.version}`
  const blocked = new Set<string>(decision.blockedBy)
  const byCredit = decision.because.rule === 'credit'
  const authorities = decision.authorities.map(
    ({ rule, wish, facts }): ExplainedStep => ({
      rule,
      kind: 'authority',
      outcome: wish ?? 'silent',
      decisive: rule === decision.because.rule,
      facts,
      version,
    }),
  )
  const conditions = decision.conditions.map(
    ({ name, holds, facts }): ExplainedStep => ({
      rule: name,
      kind: 'condition',
      outcome: holds ? 'holds' : 'fails',
      decisive: byCredit && (decision.desired === 'off' ? holds : blocked.has(name)),
      facts,
      version,
    }),
  )
  return Object.freeze({
    desired: decision.desired,
    at: formatInstant(decision.at),
    rule: decision.because.rule,
    steps: [...authorities, ...conditions],
  })
}
