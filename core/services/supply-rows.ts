import type { Row } from '../flow/registry/ports.ts'
import { explainStored } from '../flow/supply/told.ts'
import { formatInstant } from '../kernel/instant.ts'
import { objectOf } from './contract.ts'
import type { Call } from './define.ts'

/** A supply point with its lock-out, and with its decision in force for staff. */
export function tellSupplyPoint(row: Row, { grants }: Call): Row {
  const lockOut = objectOf(row.lockOut)
  // It may have been made for the tenant before: theirs are among the supply decisions.
  const ofTenant = grants?.every(({ tenantId }) => tenantId !== null) ?? false
  const decided = row.decision !== null && row.decision !== undefined && !ofTenant
  return {
    ...row,
    lockOut:
      lockOut.setAt === undefined
        ? null
        : { ...lockOut, setAt: formatInstant(Number(lockOut.setAt)) },
    decision: decided ? explainStored(objectOf(row.decision)) : null,
  }
}

/** A decision of the log, explained. */
export function tellDecision(row: Row): Row {
  const { balanceVersion = null, steps = [] } = explainStored(objectOf(row.decision))
  return { ...row, balanceVersion, steps }
}
