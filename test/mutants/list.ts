import { accessMutants } from './access.ts'
import { ledgerMutants } from './ledger.ts'
import { meteringMutants } from './metering.ts'
import type { Mutant } from './mutant.ts'
import { paymentMutants } from './payments.ts'
import { supplyMutants } from './supply.ts'

/** Every mutant; each part of the house keeps its own in a file beside this one. */
export const mutants: readonly Mutant[] = [
  ...ledgerMutants,
  ...meteringMutants,
  ...paymentMutants,
  ...supplyMutants,
  ...accessMutants,
]

/** @throws when there is none of that name */
export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name)
  if (!found) throw new Error(`There is no mutant "${name}".`)
  return found
}
