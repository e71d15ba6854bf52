import type { Log } from '../contracts/plugin.ts'
import type { FactLog } from '../flow/facts/ports.ts'
import { factOf } from '../flow/supply/facts.ts'
import type { SupplyEvent, SupplySubject } from '../flow/supply/ports.ts'
import { errorMessage } from '../kernel/error.ts'
import { inTransaction, type SqlPool } from '../persistence/sql.ts'
import { createSupplySubjects } from '../persistence/supply-subjects.ts'

/** Tells what happens to supplies as facts, after their own commits. */
export function tellSupply(options: {
  readonly pool: SqlPool
  readonly facts: FactLog
  readonly log: Log
}): (event: SupplyEvent) => void {
  const { pool, facts, log } = options
  const subjects = createSupplySubjects({ pool })

  async function tell(event: SupplyEvent): Promise<void> {
    const subject = await subjectOf(event)
    const fact = subject && factOf(event, subject)
    if (fact) await inTransaction(pool, (transaction) => facts.append([fact], transaction))
  }

  function subjectOf(event: SupplyEvent): Promise<SupplySubject | null> {
    if (event.kind === 'warned') return subjects.ofAccount(event.accountId)
    return subjects.ofPoint(
      event.kind === 'decided' ? event.decision.supplyPointId : event.supplyPointId,
    )
  }

  return (event) => {
    tell(event).catch((thrown: unknown) => {
      log.warn('A fact of supply was not told', { kind: event.kind, reason: errorMessage(thrown) })
    })
  }
}
