import type {
  ArithmeticStep,
  ChargeExplanations,
  ExplainedCharge,
} from '../flow/charges/explain.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { formatInstant } from '../kernel/instant.ts'
import { type Action, action, type Output } from './define.ts'
import { stepOf } from './quotes.ts'
import { titleOf } from './usage.ts'
import { type Codec, codecOf } from './wire.ts'

export interface ChargeDependencies {
  readonly contract: JsonObject
  readonly explanations: ChargeExplanations
}

/** Single charges, explained. */
export function chargeActions({ contract, explanations }: ChargeDependencies): Action[] {
  const codec = codecOf(contract, 'Charge')
  return [
    action('charges.get', async ({ path }) =>
      explanationOf(await explanations.explain({ chargeId: path.id }), codec),
    ),
  ]
}

type Wire = Output<'charges.get'>

function explanationOf(explained: ExplainedCharge, codec: Codec): Wire {
  const { accountId, currency, reversedById, meter, register, tariffs, steps } = explained
  return {
    // The codec makes what the contract says of a charge.
    charge: codec.toWire(explained.charge) as unknown as Wire['charge'],
    ...{ accountId, currency, reversedById, meter, register },
    meteringPoint: explained.meteringPoint as Wire['meteringPoint'],
    multiplier: formatMicros(explained.interval.multiplierMicros),
    readings: explained.readings.map(({ at, valueMicros, receivedAt, ...reading }) => ({
      ...reading,
      at: formatInstant(at),
      value: formatMicros(valueMicros),
      receivedAt: receivedAt === null ? null : formatInstant(receivedAt),
    })),
    tariffs: tariffs.map(({ effectiveAt, ...tariff }) => ({
      ...tariff,
      effectiveAt: formatInstant(effectiveAt),
    })),
    steps: steps.map(arithmeticOf),
  }
}

function arithmeticOf(step: ArithmeticStep): Wire['steps'][number] {
  const { component, band, why, sentence } = step
  return {
    ...step,
    component: component === null ? null : { ...component },
    band: band === null ? null : { ...band },
    why: why === null ? null : { ...why },
    step: stepOf(step.step),
    sentence: titleOf(sentence, step.kind),
  }
}
