import {
  type CompileRequest,
  type CompileResult,
  definePlugin,
  ENERGY_COMPONENT,
  explainSteps,
  type PriceStep,
  stepErrors,
  type TariffStrategyContribution,
  tariffStrategies,
  usageComponent,
} from '@busbar/core/contracts'

/** As in terms.schema.json. */
interface Terms {
  readonly price: string
  readonly limit?: string
  readonly priceAbove?: string
}

const BAND = 'all'

/** What the schema cannot say: the limit and the second price belong together. */
function stepsOf({ price, limit, priceAbove }: Terms): readonly PriceStep[] | null {
  if (limit === undefined && priceAbove === undefined) return [{ price }]
  if (limit === undefined || priceAbove === undefined) return null
  return [{ upTo: limit, price }, { price: priceAbove }]
}

/**
 * Terms in, plain data out: the core evaluates it, so this is called once for each version and
 * must be pure. Errors name their place in the terms.
 */
export const strategy: TariffStrategyContribution = {
  type: 'template-type',
  compile: (request: CompileRequest): CompileResult => {
    const terms = request.terms as unknown as Terms
    const steps = stepsOf(terms)
    if (steps === null) {
      const pointer = terms.limit === undefined ? '/limit' : '/priceAbove'
      return { ok: false, errors: [{ pointer, message: 'is missing: give both or neither' }] }
    }
    const errors = stepErrors(steps, '')
    if (errors.length > 0)
      return { ok: false, errors: [{ pointer: '/limit', message: 'must be above 0' }] }
    const energy = usageComponent({
      request,
      id: ENERGY_COMPONENT,
      title: { en: 'Use' },
      category: 'energy',
      period: 'month',
      prices: { [BAND]: steps },
      explanation: explainSteps(steps, 'month'),
    })
    return {
      ok: true,
      tariff: {
        from: request.from,
        to: request.to,
        bands: [{ id: BAND, title: { en: 'All day' } }],
        segments: [{ from: request.from, band: BAND }],
        components: [energy],
      },
    }
  },
}

export default definePlugin({
  register: (scope) => scope.provide(tariffStrategies, strategy),
})
