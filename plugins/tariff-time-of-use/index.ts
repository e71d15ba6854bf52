import {
  bandSegments,
  type CompileRequest,
  type CompileResult,
  type DayBand,
  type DayType,
  dayTypes,
  definePlugin,
  ENERGY_COMPONENT,
  extraComponents,
  type LocalDate,
  type LocalizedText,
  parseLocalTime,
  type TariffStrategyContribution,
  tariffStrategies,
  usageComponent,
} from '@busbar/core/contracts'
import { termsErrors } from './check.ts'
import { BAND_TITLES, BANDS, type Days, inRange, type TimeOfUseTerms } from './terms.ts'

/** Prices by band, and the hours of each band by season and kind of day. */
export const timeOfUseTariff: TariffStrategyContribution = {
  type: 'time-of-use',
  compile: (request: CompileRequest): CompileResult => {
    const terms = request.terms as unknown as TimeOfUseTerms
    const errors = termsErrors(terms)
    if (errors.length > 0) return { ok: false, errors }
    const { from, to, calendar } = request
    const bands = BANDS.filter((band) => terms.prices[band])
    const energy = usageComponent({
      request,
      id: ENERGY_COMPONENT,
      title: { en: 'Use', 'zh-CN': '用量' },
      category: 'energy',
      period: terms.period ?? 'month',
      prices: terms.prices,
      explanation: terms.explanation ?? explanationOf(terms),
    })
    const bandsOn = dayTables(terms, dayTypes(calendar))
    return {
      ok: true,
      tariff: {
        from,
        to,
        bands: bands.map((id) => ({ id, title: BAND_TITLES[id] })),
        segments: bandSegments({ from, to, timeZone: calendar.timeZone, bandsOn }),
        components: [energy, ...extraComponents({ request, terms, bands })],
      },
    }
  },
}

/** Looks up the table of a day; the terms are known to have one for each. */
function dayTables(
  { seasons }: TimeOfUseTerms,
  typeOf: (date: LocalDate) => DayType,
): (date: LocalDate) => readonly DayBand[] {
  const tables = seasons.map(({ dates, days }) => ({
    dates,
    days: days.map(({ types, hours }) => ({ types, table: tableOf(hours) })),
  }))
  return (date) => {
    const monthDay = date.slice(5)
    const type = typeOf(date)
    const season = tables.find(({ dates }) => dates.some((range) => inRange(monthDay, range)))
    return season?.days.find(({ types }) => types.includes(type))?.table ?? []
  }
}

function tableOf(hours: Days['hours']): readonly DayBand[] {
  return hours
    .map(({ from, band }) => ({ fromMinute: parseLocalTime(from) ?? 0, band }))
    .sort((a, b) => a.fromMinute - b.fromMinute)
}

function explanationOf({ prices }: TimeOfUseTerms): LocalizedText {
  return Object.values(prices).some((steps) => steps.length > 1)
    ? {
        en: 'The price depends on the time of use, and on how much was used at such times before.',
        'zh-CN': '单价取决于用能时段及该时段的累计用量。',
      }
    : { en: 'The price depends on the time of use.', 'zh-CN': '单价取决于用能时段。' }
}

export default definePlugin({
  register: (scope) => scope.provide(tariffStrategies, timeOfUseTariff),
})
