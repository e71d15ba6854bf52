import { SITE } from './site.ts'

/*
 * Prices of the demo. The electricity plan has the hours of a commercial time-of-use tariff as they are usual in eastern
 * China (sharp at midday in July and August, deep valley on the nights of holidays); its prices are the demo's own:
 * a flat price and fixed ratios to it. Water and cooling have a single price each.
 */

type Band = 'sharp' | 'peak' | 'flat' | 'valley' | 'deep-valley'
type Hours = readonly { readonly from: string; readonly to: string; readonly band: Band }[]

const PRICES: Readonly<Record<Band, string>> = {
  sharp: '1.52',
  peak: '1.216',
  flat: '0.76',
  valley: '0.38',
  'deep-valley': '0.304',
}

/** From each time until the next; the last until midnight. */
function hours(...changes: readonly (readonly [from: string, band: Band])[]): Hours {
  return changes.map(([from, band], index) => ({
    from,
    to: changes[index + 1]?.[0] ?? '24:00',
    band,
  }))
}

const MIDDAY_SHARP = hours(
  ['00:00', 'valley'],
  ['06:00', 'flat'],
  ['08:00', 'peak'],
  ['12:00', 'sharp'],
  ['14:00', 'peak'],
  ['15:00', 'flat'],
  ['18:00', 'peak'],
  ['21:00', 'flat'],
  ['22:00', 'valley'],
)
const SUMMER = hours(
  ['00:00', 'valley'],
  ['06:00', 'flat'],
  ['08:00', 'peak'],
  ['15:00', 'flat'],
  ['18:00', 'peak'],
  ['21:00', 'flat'],
  ['22:00', 'valley'],
)
const OTHER = hours(
  ['00:00', 'valley'],
  ['06:00', 'flat'],
  ['08:00', 'peak'],
  ['11:00', 'flat'],
  ['18:00', 'peak'],
  ['21:00', 'flat'],
  ['22:00', 'valley'],
)
const HOLIDAY = hours(['00:00', 'deep-valley'], ['06:00', 'flat'], ['22:00', 'deep-valley'])

function season(
  id: string,
  title: { readonly en: string; readonly 'zh-CN': string },
  dates: readonly { readonly from: string; readonly to: string }[],
  workdays: Hours,
) {
  return {
    id,
    title,
    dates,
    days: [
      { types: ['workday', 'weekend'], hours: workdays },
      { types: ['holiday'], hours: HOLIDAY },
    ],
  }
}

const TIME_OF_USE_TERMS = {
  prices: Object.fromEntries(Object.entries(PRICES).map(([band, price]) => [band, [{ price }]])),
  seasons: [
    season(
      'midsummer',
      { en: 'July and August', 'zh-CN': '七八月' },
      [{ from: '07-01', to: '08-31' }],
      MIDDAY_SHARP,
    ),
    season(
      'september',
      { en: 'September', 'zh-CN': '九月' },
      [{ from: '09-01', to: '09-30' }],
      SUMMER,
    ),
    season(
      'other',
      { en: 'October to June', 'zh-CN': '十月至六月' },
      [{ from: '10-01', to: '06-30' }],
      OTHER,
    ),
  ],
  explanation: {
    en: 'Time-of-use prices of Harbour House.',
    'zh-CN': '海港大厦分时电价。',
  },
}

export interface PlanSpec {
  readonly code: string
  readonly name: string
  readonly utility: 'electricity' | 'water' | 'cooling'
  readonly strategy: 'time-of-use' | 'flat'
  readonly terms: Readonly<Record<string, unknown>>
}

function flat(code: string, name: string, utility: PlanSpec['utility'], price: string): PlanSpec {
  return { code, name, utility, strategy: 'flat', terms: { steps: [{ price }], period: 'none' } }
}

export const PLANS: readonly PlanSpec[] = [
  {
    code: 'electricity-tou',
    name: 'Commercial electricity, time of use 商业分时电价',
    utility: 'electricity',
    strategy: 'time-of-use',
    terms: TIME_OF_USE_TERMS,
  },
  flat('water', 'Water 水费', 'water', '5.60'),
  flat('cooling', 'Chilled water 冷量费', 'cooling', '155'),
  flat('check-electricity', 'Check meter, not billed 考核电表', 'electricity', '0'),
  flat('check-water', 'Check meter, not billed 考核水表', 'water', '0'),
  flat('check-cooling', 'Check meter, not billed 考核冷量表', 'cooling', '0'),
]

/** About what a unit costs at an instant, in yuan; to choose payments by, not to bill. */
export function priceAt(utility: PlanSpec['utility'], at: number): number {
  if (utility === 'water') return 5.6
  if (utility === 'cooling') return 155
  const local = new Date(at + SITE.utcOffsetMinutes * 60_000).toISOString()
  const date = local.slice(0, 10)
  const month = local.slice(5, 7)
  const ordinary = month === '07' || month === '08' ? MIDDAY_SHARP : month === '09' ? SUMMER : OTHER
  const table = SITE.calendar.holidays.includes(date) ? HOLIDAY : ordinary
  const time = local.slice(11, 16)
  const band = table.findLast(({ from }) => from <= time)?.band ?? 'flat'
  return Number(PRICES[band])
}
