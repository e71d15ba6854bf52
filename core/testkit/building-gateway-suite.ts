import { describe, test } from 'vitest'
import type { GatewayCase } from './building-gateway-bench.ts'
import { eventCases, gatewayCases, historyCases, writeCases } from './building-gateway-cases.ts'
import type { BuildingGatewaySuiteOptions } from './building-gateway-peer.ts'

const CASE_TIMEOUT_MS = 60_000

/** The cases that a gateway of these capabilities must pass. */
export function casesOf({
  capabilities,
}: Pick<BuildingGatewaySuiteOptions, 'capabilities'>): readonly GatewayCase[] {
  const { write, history, events } = capabilities
  return [
    ...gatewayCases,
    ...(write ? writeCases : []),
    ...(history ? historyCases : []),
    ...(events ? eventCases : []),
  ]
}

/**
 * What every gateway to a building management system must prove, seen by a foreign client of its protocol. What
 * passes between gateway and core crosses the text form of a plugin's boundary.
 *
 * A case is left out only by a reason in `skip`; a name there that is no case is an error.
 */
export function buildingGatewaySuite(options: BuildingGatewaySuiteOptions): void {
  const skip = options.skip ?? {}
  const cases = casesOf(options)
  const names = cases.map(({ name }) => name)
  const unknown = Object.keys(skip).filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `Not a case of this suite: ${unknown.join(', ')}. There are: ${names.join(', ')}`,
    )

  describe('building gateway', () => {
    for (const { name, run } of cases) {
      const reason = skip[name]
      if (reason === undefined) test(name, () => run(options), CASE_TIMEOUT_MS)
      else test(`${name} (left out: ${reason})`, ({ skip: leaveOut }) => leaveOut(reason))
    }
  })
}
