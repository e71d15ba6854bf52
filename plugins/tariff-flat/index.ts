import {
  type CompileRequest,
  type CompileResult,
  definePlugin,
  ENERGY_COMPONENT,
  type ExtraTerms,
  explainSteps,
  extraComponents,
  extraErrors,
  type LadderPeriod,
  type LocalizedText,
  type PriceStep,
  stepErrors,
  type TariffStrategyContribution,
  tariffStrategies,
  usageComponent,
} from '@busbar/core/contracts'

/** As in terms.schema.json. */
interface FlatTerms extends ExtraTerms {
  readonly steps: readonly PriceStep[]
  readonly period?: LadderPeriod
  readonly explanation?: LocalizedText
}

const BAND = 'all'

/** One price or a ladder of prices, whatever the time of day. */
export const flatTariff: TariffStrategyContribution = {
  type: 'flat',
  compile: (request: CompileRequest): CompileResult => {
    const terms = request.terms as unknown as FlatTerms
    const errors = [...stepErrors(terms.steps, '/steps'), ...extraErrors(terms)]
    if (errors.length > 0) return { ok: false, errors }
    const { steps, period = 'month', explanation } = terms
    const energy = usageComponent({
      request,
      id: ENERGY_COMPONENT,
      title: { en: 'Use', 'zh-CN': '用量' },
      category: 'energy',
      period,
      prices: { [BAND]: steps },
      explanation: explanation ?? explainSteps(steps, period),
    })
    return {
      ok: true,
      tariff: {
        from: request.from,
        to: request.to,
        bands: [{ id: BAND, title: { en: 'All day', 'zh-CN': '全天' } }],
        segments: [{ from: request.from, band: BAND }],
        components: [energy, ...extraComponents({ request, terms, bands: [BAND] })],
      },
    }
  },
}

export default definePlugin({
  register: (scope) => scope.provide(tariffStrategies, flatTariff),
})
