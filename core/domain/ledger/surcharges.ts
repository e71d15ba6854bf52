import type { Micros } from '../../kernel/money.ts'

/**
 * What credit above zero pays of surcharges, once energy is paid; the rest is owed. Supply control
 * looks at cash alone, so that surcharges never lead to a cut.
 * @param standing.cashMicros before any of it is charged
 * @param standing.energyMicros what else is charged together with them
 */
export function surchargeTaken(standing: {
  readonly cashMicros: Micros
  readonly energyMicros: Micros
  readonly surchargeMicros: Micros
}): Micros {
  const { cashMicros, energyMicros, surchargeMicros } = standing
  const creditMicros = cashMicros - energyMicros
  if (creditMicros <= 0n) return 0n
  return surchargeMicros < creditMicros ? surchargeMicros : creditMicros
}
