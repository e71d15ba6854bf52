import { explain } from '../../domain/supply/explain.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { FactDraft } from '../facts/ports.ts'
import type { SupplyEvent, SupplySubject } from './ports.ts'

/** What listeners are told of an event; null where there is nothing for them. */
export function factOf(event: SupplyEvent, subject: SupplySubject): FactDraft | null {
  const { siteId, tenantId, accountId, spaceName, reason } = subject
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
      const { verified, state, alarms } = reconciliation
      const type = { on: 'supply-restored', off: 'supply-cut', unknown: 'supply-unknown' }[verified]
      return told(type, { supplyPointId, state, alarms: [...alarms], reason })
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
