import type { SupplyPoint } from '../../../../core/generated/api.ts'
import { instant, money } from '../../../shared/locale/format.ts'

export type Decision = NonNullable<SupplyPoint['decision']>
export type Step = Decision['steps'][number]

/** A sentence by its key among the texts, with its parts written out. */
export interface Sentence {
  readonly key: string
  readonly params: Readonly<Record<string, string | number>>
}

/** How amounts and instants of a site are written. */
export interface Site {
  readonly currency: string
  readonly timeZone: string
}

const TEXT = 'admin-live.board'

/** What a step of a decision came to, in plain words: who was asked, or what was looked at, and on which facts. */
export function sentenceOf({ rule, outcome, facts }: Step, site: Site): Sentence {
  return {
    key: `${TEXT}.step.${rule}.${variantOf(rule, outcome, facts)}`,
    params: paramsOf(facts, site),
  }
}

/** Some outcomes read otherwise by what they rest on. */
function variantOf(rule: string, outcome: string, facts: Step['facts']): string {
  if (rule === 'credit' && outcome === 'on' && !listOf(facts.blockedBy).includes('below-limit'))
    return 'onInDebt'
  if (rule === 'grace-over' && outcome === 'fails' && facts.over === null) return 'notBegun'
  if (rule === 'approved' && outcome === 'holds' && facts.required === false) return 'notAsked'
  if (rule === 'approved' && outcome === 'fails' && facts.approval === 'refused') return 'refused'
  return outcome
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const AMOUNTS = ['balance', 'limit']
const INSTANTS = ['since', 'until', 'over', 'deliveredAt', 'lastAt']

function paramsOf(facts: Step['facts'], { currency, timeZone }: Site): Sentence['params'] {
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (Array.isArray(value)) params[name] = value.length
    else if (AMOUNTS.includes(name)) params[name] = money(String(value), currency)
    else if (INSTANTS.includes(name))
      params[name] = instant(value === null ? null : String(value), { timeZone, style: 'short' })
    else params[name] = typeof value === 'number' ? value : String(value ?? '')
  }
  return params
}

export const stepOf = (decision: Decision | null, rule: string): Step | undefined =>
  decision?.steps.find((step) => step.rule === rule)

/** Whether the payer's balance is below the limit: only then can debt lead to a cut. */
export const isInDebt = ({ decision }: Pick<SupplyPoint, 'decision'>): boolean =>
  decision?.rule === 'credit' && stepOf(decision, 'below-limit')?.outcome === 'holds'

/** The account that pays, as the decision knew it. */
export function payerOf({ decision }: Pick<SupplyPoint, 'decision'>): string | null {
  const id = stepOf(decision, 'credit')?.facts.accountId
  return typeof id === 'string' ? id : null
}

const UNSETTLED: readonly SupplyPoint['state'][] = [
  'cutting',
  'restoring',
  'unknown',
  'drawing',
  'contrary',
  'unreachable',
]

/** What comes next, as far as the data says it. */
export function nextOf(
  point: Pick<SupplyPoint, 'decision' | 'desired' | 'state' | 'lifeSafety'>,
  site: Site,
): readonly Sentence[] {
  const { decision, state } = point
  const settling = UNSETTLED.includes(state) ? [plain(`state.${state}`)] : []
  return [...settling, ...byRule(point, decision, site)]
}

const plain = (name: string, params: Sentence['params'] = {}): Sentence => ({
  key: `${TEXT}.next.${name}`,
  params,
})

function byRule(
  { desired, lifeSafety }: Pick<SupplyPoint, 'desired' | 'lifeSafety'>,
  decision: Decision | null,
  site: Site,
): readonly Sentence[] {
  if (lifeSafety) return [plain('life-safety')]
  if (decision === null) return [plain('undecided')]
  const facts = stepOf(decision, decision.rule)?.facts ?? {}
  switch (decision.rule) {
    case 'manual-order':
    case 'bms-order':
      return facts.until
        ? [plain('orderUntil', paramsOf({ until: facts.until }, site))]
        : [plain('order')]
    case 'credit':
      return byCredit(desired, decision, site)
    default:
      return [plain(decision.rule)]
  }
}

function byCredit(desired: 'on' | 'off', decision: Decision, site: Site): readonly Sentence[] {
  const below = stepOf(decision, 'below-limit')
  const amounts = paramsOf(below?.facts ?? {}, site)
  if (desired === 'off') return [plain('restored', amounts)]
  if (below?.outcome !== 'holds') return [plain('enough', amounts)]
  const grace = stepOf(decision, 'grace-over')
  const missing = decision.blockedBy.filter(
    (name) => name !== 'grace-over' && name !== 'below-limit',
  )
  const dated = grace?.outcome === 'fails' && typeof grace.facts.over === 'string'
  return [
    dated ? plain('cutNotBefore', paramsOf(grace.facts, site)) : plain('cutOpen'),
    ...missing.flatMap((name) => {
      const step = stepOf(decision, name)
      return step === undefined ? [] : [sentenceOf(step, site)]
    }),
  ]
}
