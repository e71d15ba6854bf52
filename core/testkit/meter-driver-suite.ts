import { describe, test } from 'vitest'
import { type MeterDriverCase, runCase } from './meter-driver-bench.ts'
import { meterDriverCommandCases } from './meter-driver-cases-commands.ts'
import { meterDriverSearchCases } from './meter-driver-cases-search.ts'
import { meterDriverTraceCases } from './meter-driver-cases-trace.ts'
import { meterDriverValueCases } from './meter-driver-cases-values.ts'
import type { MeterDriverSuiteOptions } from './meter-driver-peer.ts'

const CASE_TIMEOUT_MS = 120_000

export const meterDriverCases: readonly MeterDriverCase[] = [
  ...meterDriverValueCases,
  ...meterDriverCommandCases,
  ...meterDriverSearchCases,
  ...meterDriverTraceCases,
]

/**
 * What every meter driver must prove, against a peer that its author supplies. Everything that goes
 * in and comes out crosses the text form of a plugin's boundary. Cases follow the capabilities; one
 * that applies is left out only by a reason in `skip`, and a name there that is no case is an error.
 */
export function meterDriverSuite(options: MeterDriverSuiteOptions): void {
  const skip = options.skip ?? {}
  const names = meterDriverCases.map(({ name }) => name)
  const unknown = Object.keys(skip).filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `Not a case of this suite: ${unknown.join(', ')}. There are: ${names.join(', ')}`,
    )

  describe('meter driver', () => {
    for (const one of meterDriverCases) {
      if (one.needs !== undefined && !options.capabilities[one.needs]) continue
      const reason = skip[one.name]
      const title = reason === undefined ? one.name : `${one.name} (left out: ${reason})`
      test.skipIf(reason !== undefined)(title, () => runCase(one, options), CASE_TIMEOUT_MS)
    }
  })
}
