import type { RouteLocationRaw } from 'vue-router'
import { number, quantity, roundMoney } from '../../../shared/locale/format.ts'
import { wordOf } from '../../../shared/locale/words.ts'
import { changeOf, type Overview } from './sums.ts'

/** What belongs to a figure, a link where there is more to see. */
export interface Line {
  readonly text: string
  readonly to?: RouteLocationRaw
  /** Something to look after: an icon says so, not the colour alone. */
  readonly tone?: 'error' | 'warning' | undefined
}

/** A figure of the overview, written out. */
export interface Told {
  readonly name: string
  readonly title: string
  readonly icon: string
  readonly values: readonly string[]
  readonly lines: readonly Line[]
}

/** `count` chooses between one and several. */
type Say = (key: string, params?: Record<string, string | number>, count?: number) => string

const UTILITY_ICONS: Readonly<Record<string, string>> = {
  electricity: 'electricity',
  water: 'water',
  gas: 'gas',
  heating: 'heating',
  cooling: 'cooling',
}
const tonedBy = (count: number, tone: 'error' | 'warning'): Pick<Line, 'tone'> =>
  count > 0 ? { tone } : {}

/** Everything that the overview says, in order. */
export function figuresOf(overview: Overview, t: Say): readonly Told[] {
  const say: Say = (key, params, count) => t(`admin-live.overview.${key}`, params ?? {}, count)
  return [
    ...loads(overview, say),
    ...uses(overview, say),
    charges(overview, say),
    topUps(overview, say),
    balances(overview, say),
    accounts(overview, say),
    supply(overview, say),
    silent(overview, say),
    repairs(overview, say),
    notices(overview, say),
  ]
}

const loads = ({ load }: Overview, say: Say): readonly Told[] =>
  load.map((each) => ({
    name: `load-${each.utility}`,
    title: say('load', { utility: wordOf(each.utility) }),
    icon: UTILITY_ICONS[each.utility] ?? 'meter',
    values: [quantity(each.load, unitOf(each.unit))],
    lines: [
      { text: say('points', { count: number(each.points) }) },
      ...(each.stalePoints === 0
        ? []
        : [{ text: say('stale', { count: number(each.stalePoints) }), tone: 'warning' as const }]),
    ],
  }))

/** `m3` is how the contract writes it. */
export const unitOf = (unit: string): string => unit.replace('m3', 'm³').replace('RTh', 'RT·h')

const uses = ({ today, yesterday }: Overview, say: Say): readonly Told[] =>
  today.use.utilities.map(({ utility, unit, quantity: used }) => {
    const before = yesterday.use.utilities.find((each) => each.utility === utility)?.quantity ?? '0'
    return {
      name: `use-${utility}`,
      title: say('use', { utility: wordOf(utility) }),
      icon: 'chart',
      values: [quantity(used, unitOf(unit))],
      lines: [
        { text: against(used, before, say) },
        { text: say('before', { value: quantity(before, unitOf(unit)) }) },
      ],
    }
  })

function against(now: string, before: string, say: Say): string {
  const percent = changeOf(now, before)
  if (percent === null) return say('noBefore')
  const value = number(Math.abs(percent))
  return say(percent > 0 ? 'more' : percent < 0 ? 'less' : 'same', { value })
}

function charges({ today, yesterday }: Overview, say: Say): Told {
  const { amounts } = today.use
  return {
    ...{ name: 'charges', title: say('charges'), icon: 'receipt' },
    values:
      amounts.length === 0 ? ['0'] : amounts.map((each) => roundMoney(each.amount, each.currency)),
    lines: amounts.flatMap(({ currency, amount }) => {
      const before = yesterday.use.amounts.find((each) => each.currency === currency)?.amount ?? '0'
      return [
        { text: against(amount, before, say) },
        { text: say('before', { value: roundMoney(before, currency) }) },
      ]
    }),
  }
}

const topUps = ({ topUps: all }: Overview, say: Say): Told => ({
  ...{ name: 'topUps', title: say('topUps'), icon: 'payment' },
  values: all.length === 0 ? ['0'] : all.map((each) => roundMoney(each.amount, each.currency)),
  lines: [
    {
      text: say('orders', { count: number(all.reduce((sum, { count }) => sum + count, 0)) }),
      to: { path: '/payment-orders', query: { state: 'credited' } },
    },
  ],
})

const balances = ({ balances: all }: Overview, say: Say): Told => ({
  ...{ name: 'prepaid', title: say('prepaid'), icon: 'account' },
  values: all.length === 0 ? ['0'] : all.map((each) => roundMoney(each.prepaid, each.currency)),
  lines: all.flatMap(({ currency, debt, receivable }) => [
    { text: say('debt', { value: roundMoney(debt, currency) }) },
    { text: say('receivable', { value: roundMoney(receivable, currency) }) },
  ]),
})

const accounts = ({ accounts: { total, inCredit, low, inDebt } }: Overview, say: Say): Told => ({
  ...{ name: 'accounts', title: say('accounts'), icon: 'people' },
  values: [number(total)],
  lines: [
    { text: say('inCredit', { count: number(inCredit) }), to: '/accounts' },
    { text: say('low', { count: number(low) }), to: '/floors', ...tonedBy(low, 'warning') },
    { text: say('inDebt', { count: number(inDebt) }), to: '/floors', ...tonedBy(inDebt, 'error') },
  ],
})

const supply = ({ supply: { total, desired, verified, alarmed } }: Overview, say: Say): Told => ({
  ...{ name: 'supply', title: say('supply'), icon: 'power' },
  values: [say('supplied', { on: number(verified.on), total: number(total) })],
  lines: [
    { text: say('off', { count: number(verified.off) }), to: '/supply-board' },
    {
      text: say('unknown', { count: number(verified.unknown) }),
      to: '/supply-board',
      ...tonedBy(verified.unknown, 'warning'),
    },
    { text: say('wishedOff', { count: number(desired.off) }), to: '/supply-board' },
    {
      text: say('alarmed', { count: number(alarmed) }),
      to: '/supply-board',
      ...tonedBy(alarmed, 'error'),
    },
  ],
})

const MOST_METERS = 5

const silent = ({ silent: { count, intervals, meters } }: Overview, say: Say): Told => ({
  ...{ name: 'silent', title: say('silent'), icon: 'meter' },
  values: [number(count)],
  lines: [
    { text: say('silentText', {}, intervals) },
    ...meters.slice(0, MOST_METERS).map(({ meterId, name }) => ({
      text: name,
      to: `/meters/${meterId}`,
      tone: 'warning' as const,
    })),
  ],
})

const repairs = ({ repairs: { critical, warning, info } }: Overview, say: Say): Told => {
  const line = (severity: 'critical' | 'warning' | 'info', count: number): Line => ({
    text: say(severity, { count: number(count) }),
    to: { path: '/repair-items', query: { severity } },
    ...(severity === 'info' ? {} : tonedBy(count, severity === 'critical' ? 'error' : 'warning')),
  })
  return {
    ...{ name: 'repairs', title: say('repairs'), icon: 'tools' },
    values: [number(critical + warning + info)],
    lines: [line('critical', critical), line('warning', warning), line('info', info)],
  }
}

const notices = ({ notices: { open, delivered, undeliverable } }: Overview, say: Say): Told => {
  const to = (state: string) => ({ path: '/notices', query: { state } })
  return {
    ...{ name: 'notices', title: say('notices'), icon: 'notice' },
    values: [number(open + delivered + undeliverable)],
    lines: [
      { text: say('delivered', { count: number(delivered) }), to: to('delivered') },
      { text: say('open', { count: number(open) }), to: to('open') },
      {
        text: say('undeliverable', { count: number(undeliverable) }),
        to: to('undeliverable'),
        ...tonedBy(undeliverable, 'error'),
      },
    ],
  }
}
