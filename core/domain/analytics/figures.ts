import type { Id } from '../../kernel/id.ts'
import type { Micros } from '../../kernel/money.ts'

/** Quantity of a utility. */
export interface Quantity {
  readonly utility: string
  readonly unit: string
  readonly quantityMicros: bigint
  /** The part that has no price although somebody pays. */
  readonly unratedMicros: bigint
}

/** What one component of a tariff version charged in one band. */
export interface ComponentCharge {
  readonly utility: string
  readonly unit: string
  readonly currency: string
  readonly versionId: Id
  readonly component: string
  readonly category: string
  readonly band: string
  readonly quantityMicros: bigint
  readonly amountMicros: Micros
  readonly estimated: boolean
}

/** Use of a stretch of time and its charges. */
export interface Figures {
  readonly utilities: readonly Quantity[]
  readonly amounts: readonly {
    readonly currency: string
    readonly amountMicros: Micros
    readonly energyMicros: Micros
    readonly surchargeMicros: Micros
  }[]
  readonly bands: readonly {
    readonly utility: string
    readonly unit: string
    readonly currency: string
    readonly band: string
    readonly quantityMicros: bigint
    readonly amountMicros: Micros
  }[]
  readonly estimated: boolean
}

/**
 * Sums what is known of a stretch of time.
 * @param counts whether a component's quantities are the use of its band: several components price the same use, and a
 *   percentage's quantity is money
 */
export function sumFigures(
  uses: readonly Quantity[],
  charges: readonly ComponentCharge[],
  counts: (charge: ComponentCharge) => boolean,
): Figures {
  const utilities = new Map<string, Quantity>()
  for (const { utility, unit, quantityMicros, unratedMicros } of uses) {
    const key = `${utility}/${unit}`
    const sum = utilities.get(key) ?? { utility, unit, quantityMicros: 0n, unratedMicros: 0n }
    utilities.set(key, {
      ...sum,
      quantityMicros: sum.quantityMicros + quantityMicros,
      unratedMicros: sum.unratedMicros + unratedMicros,
    })
  }
  const amounts = new Map<string, Figures['amounts'][number]>()
  const bands = new Map<string, Figures['bands'][number]>()
  for (const charge of charges) {
    const { utility, unit, currency, band, amountMicros } = charge
    const zero = { currency, amountMicros: 0n, energyMicros: 0n, surchargeMicros: 0n }
    const amount = amounts.get(currency) ?? zero
    const isEnergy = charge.category === 'energy'
    amounts.set(currency, {
      currency,
      amountMicros: amount.amountMicros + amountMicros,
      energyMicros: amount.energyMicros + (isEnergy ? amountMicros : 0n),
      surchargeMicros: amount.surchargeMicros + (isEnergy ? 0n : amountMicros),
    })
    const key = [utility, unit, currency, band].join('/')
    const none = { utility, unit, currency, band, quantityMicros: 0n, amountMicros: 0n }
    const sum = bands.get(key) ?? none
    bands.set(key, {
      ...sum,
      quantityMicros: sum.quantityMicros + (counts(charge) ? charge.quantityMicros : 0n),
      amountMicros: sum.amountMicros + amountMicros,
    })
  }
  return {
    utilities: [...utilities.values()],
    amounts: [...amounts.values()],
    bands: [...bands.values()],
    estimated: charges.some(({ estimated }) => estimated),
  }
}
