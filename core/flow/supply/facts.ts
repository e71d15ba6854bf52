import { explain } from '../../domain/supply/explain.ts'
import type { SupplyState } from '../../domain/supply/machine.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { formatMicros } from '../../kernel/decimal.ts'
import type { FactDraft } from '../facts/ports.ts'
import type { SupplyEvent, SupplySubject } from './ports.ts'

/** What a supply that has come to a state is called. */
const SETTLED: Readonly<Record<SupplyState, string>> = Object.freeze({
  on: 'supply-on',
  off: 'supply-cut',
  cutting: 'supply-cutting',
  restoring: 'supply-restoring',
  drawing: 'supply-cut-but-drawing',
  contrary: 'supply-contrary',
  unknown: 'supply-unknown',
  unreachable: 'supply-unreachable',
})

/** What listeners are told of an event; null where there is nothing for them. */
export function factOf(event: SupplyEvent, subject: SupplySubject): FactDraft | null {
  const { siteId, tenantId, accountId, spaceName } = subject
  const reason = sentenceOf(subject.decision)
  const told = (type: string, data: JsonObject): FactDraft => ({
    siteId,
    tenantId,
    topic: 'supply',
    type,
    data: { accountId, space: spaceName, ...data },
  })
  switch (event.kind) {
    case 'decided': {
      const { supplyPointId, desired } = event.decision
      const explanation = explain(event.decision) as unknown as JsonObject
      return told('supply-decided', { supplyPointId, desired, explanation })
    }
    case 'commanded': {
      const { supplyPointId, action, outcome } = event
      return told('supply-commanded', { supplyPointId, action, outcome })
    }
    case 'settled': {
      const { supplyPointId, reconciliation } = event
      const { state, verified, alarms } = reconciliation
      return told(SETTLED[state], { supplyPointId, state, verified, alarms: [...alarms], reason })
    }
    case 'withheld': {
      const { supplyPointId, detail } = event
      return told('supply-withheld', { supplyPointId, why: event.reason, reason: detail })
    }
    case 'warned':
      // The notice itself is told of by the notices.
      return null
  }
}

interface KeptDecision {
  readonly because: { readonly rule: string; readonly facts: JsonObject }
  readonly conditions: readonly { readonly name: string; readonly holds: boolean }[]
}

/** The rule that decided, what it went by, and of a cut by debt which conditions were met. */
function sentenceOf(decision: JsonObject | null): string {
  if (decision === null) return ''
  const { because, conditions } = decision as unknown as KeptDecision
  const facts = Object.entries(because.facts)
    // A list of nothing says nothing.
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .map(([name, value]) => `${name} ${plain(name, value)}`)
  const met = conditions.filter(({ holds }) => holds).map(({ name }) => name)
  const parts = [`${because.rule}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`]
  if (met.length > 0) parts.push(`conditions met: ${met.join(', ')}`)
  return parts.join('; ')
}

function plain(name: string, value: Json): string {
  const micros = name.endsWith('Micros') && typeof value === 'string'
  return micros
    ? formatMicros(BigInt(value))
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
}
