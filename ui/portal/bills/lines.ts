import type { Charge, ChargeExplanation, LocalizedText } from '../../../core/generated/api.ts'
import { microsOf, textOf } from '../money.ts'

/** What a day cost at one price: as one reads a bill, not as it was metered. */
export interface BillLine {
  readonly key: string
  /** One of the charges, which says what the line is called. */
  readonly chargeId: string
  readonly pricedBy: string
  readonly meteringPointId: string
  readonly quantity: string
  readonly price: string
  readonly amount: string
  readonly estimated: boolean
}

/** What a tariff version calls a component in a band, and whether it is a share of other charges. */
export interface LineNames {
  readonly component: LocalizedText
  readonly band: LocalizedText
  readonly percentage: boolean
}

/** Names one component in one band of one version: these never change. */
const pricedBy = ({ tariffVersionId, component, band }: Charge['lines'][number]): string =>
  [tariffVersionId, component, band].join(' ')

/** Lines of charges, added where point, price and version are the same; what undoes itself is left out. */
export function billLines(charges: readonly Charge[]): BillLine[] {
  const lines = new Map<string, BillLine>()
  for (const { id, meteringPointId, lines: rated } of charges)
    for (const line of rated) {
      const by = pricedBy(line)
      const key = [meteringPointId, by, line.price].join(' ')
      const kept = lines.get(key)
      lines.set(key, {
        ...{ key, chargeId: kept?.chargeId ?? id, pricedBy: by, meteringPointId },
        quantity: add(kept?.quantity, line.quantity),
        price: line.price,
        amount: add(kept?.amount, line.amount),
        estimated: line.estimated || kept?.estimated === true,
      })
    }
  return [...lines.values()]
    .filter(({ quantity, amount }) => quantity !== '0' || amount !== '0')
    .sort((one, other) => (one.key < other.key ? -1 : 1))
}

const add = (kept: string | undefined, more: string): string =>
  textOf(microsOf(kept ?? '0') + microsOf(more))

/** A factor as a percentage, exactly: 0.06 is 6. */
export const percent = (factor: string): string => textOf(microsOf(factor) * 100n)

/** What an explained charge calls its lines. */
export function namesOf({ charge, steps }: ChargeExplanation): Map<string, LineNames> {
  const names = new Map<string, LineNames>()
  for (const { line: index, kind, component, band } of steps) {
    const line = index === null ? undefined : charge.lines[index]
    if (line === undefined || component === null || band === null) continue
    if (kind !== 'price' && kind !== 'percentage') continue
    const texts = { component: localized(component), band: localized(band) }
    names.set(pricedBy(line), { ...texts, percentage: kind === 'percentage' })
  }
  return names
}

const localized = (texts: Readonly<Record<string, string>>): LocalizedText => ({
  ...texts,
  en: texts.en ?? '',
})
