import type { Id } from '../kernel/id.ts'
import { cost, evenly, toMicros } from './exact.ts'
import type { Ladder, Price, PriceList, Span, TariffPart } from './facts.ts'

/** What was used and charged so far, by agreement, version, component, band and period. */
export interface Tally {
  /** By agreement, each version that was used, in the order of its first use. */
  readonly versions: Map<Id, VersionTally[]>
  /** Base amounts of percentages. */
  readonly bases: Map<string, bigint>
}

interface VersionTally {
  readonly versionId: Id
  /** By count and period: what was used under it. */
  readonly used: Map<string, bigint>
  /** And what earlier versions had counted when it came into use. */
  readonly carried: ReadonlyMap<string, bigint>
}

export function emptyTally(): Tally {
  return { versions: new Map(), bases: new Map() }
}

/** A version's tally; a new one goes on from where the one before it stands. */
function tallyOf({ versions }: Tally, agreementId: Id, versionId: Id): VersionTally {
  const known = versions.get(agreementId) ?? []
  versions.set(agreementId, known)
  const found = known.find((one) => one.versionId === versionId)
  if (found) return found
  const carried = new Map(known.at(-1)?.carried)
  for (const [key, quantity] of known.at(-1)?.used ?? [])
    carried.set(key, quantity + (carried.get(key) ?? 0n))
  const fresh = { versionId, used: new Map<string, bigint>(), carried }
  known.push(fresh)
  return fresh
}

/** A span's prices; `unpriced` where for some of its time there is no price list. */
export function price(
  lists: readonly PriceList[],
  span: Span,
  tally: Tally,
): { readonly prices: readonly Price[]; readonly unpriced: boolean } {
  if (!span.payer) return { prices: [], unpriced: false }
  const prices = new Map<string, Price>()
  let unpriced = false
  for (const { from, to } of stretches(lists, span)) {
    const list = lists.find((one) => one.from <= from && from < one.to)
    const band = list && bandOf(list, span)
    if (!list || band === undefined) {
      unpriced = true
      continue
    }
    const quantity = until(span, to) - until(span, from)
    tallyOf(tally, span.payer.agreementId, list.versionId)
    for (const slice of slices(list, { from, to, quantity, band }))
      for (const one of priceSlice(list, slice, span.payer.agreementId, tally)) add(prices, one)
  }
  return { prices: [...prices.values()], unpriced }
}

/** The band that the register counts alone; null: by the time of day; undefined: not priced. */
function bandOf({ bands }: PriceList, { band }: Span): string | null | undefined {
  if (band === null || bands.some(({ id }) => id === band)) return band
  return bands.length === 1 ? null : undefined
}

function until({ from, to, quantityMicros }: Span, at: number): bigint {
  return evenly(quantityMicros, at, from, to)
}

function stretches(
  lists: readonly PriceList[],
  { from, to }: Span,
): { from: number; to: number }[] {
  const changes = lists.flatMap((list) => [list.from, list.to])
  return cut(from, to, changes)
}

function cut(from: number, to: number, changes: readonly number[]): { from: number; to: number }[] {
  const inside = changes.filter((at) => at > from && at < to)
  const instants = [...new Set([from, ...inside, to])].sort((a, b) => a - b)
  return instants.slice(1).map((end, index) => ({ from: instants[index] ?? from, to: end }))
}

interface Slice {
  readonly from: number
  readonly to: number
  readonly quantity: bigint
  readonly band: string
}

/** A stretch cut wherever band or period could change, use spread evenly over it. */
function slices(
  list: PriceList,
  stretch: { from: number; to: number; quantity: bigint; band: string | null },
): Slice[] {
  const { from, to, quantity, band } = stretch
  const changes = [
    ...(band === null ? list.segments.map((segment) => segment.from) : []),
    ...list.components.flatMap((part) => (part.kind === 'usage' ? part.periodStarts : [])),
  ]
  return cut(from, to, changes)
    .map((piece) => ({
      ...piece,
      quantity: evenly(quantity, piece.to, from, to) - evenly(quantity, piece.from, from, to),
      band: band ?? list.segments.findLast((segment) => segment.from <= piece.from)?.band ?? '',
    }))
    .filter((piece) => piece.quantity !== 0n)
}

type UsagePart = Extract<TariffPart, { kind: 'usage' }>

function priceSlice(list: PriceList, slice: Slice, agreementId: Id, tally: Tally): Price[] {
  const { versionId, components } = list
  const { band, quantity } = slice
  const own = new Map<string, { readonly amount: bigint; readonly period: number }>()
  const prices: Price[] = []
  for (const part of components) {
    const ladder = part.kind === 'usage' ? part.ladders[band] : undefined
    if (part.kind !== 'usage' || !ladder) continue
    const period = periodAt(part, slice.from)
    const key = [part.id, part.acrossBands ? '*' : band, period].join('/')
    const amount = chargeUse(tallyOf(tally, agreementId, versionId), { key, ladder, quantity })
    own.set(part.id, { amount, period })
    prices.push({
      versionId,
      component: part.id,
      band,
      quantityMicros: quantity,
      amountMicros: amount,
    })
  }
  for (const part of components) {
    if (part.kind !== 'percentage') continue
    const of = part.of.flatMap((id) => own.get(id) ?? [])
    const base = of.reduce((sum, { amount }) => sum + amount, 0n)
    if (base === 0n) continue
    const period = Math.max(...of.map((one) => one.period))
    const key = [agreementId, versionId, part.id, band, period].join('/')
    const before = tally.bases.get(key) ?? 0n
    tally.bases.set(key, before + base)
    const rate = BigInt(part.rateMicros)
    const amount = toMicros((before + base) * rate) - toMicros(before * rate)
    prices.push({ versionId, component: part.id, band, quantityMicros: base, amountMicros: amount })
  }
  return prices
}

/** The period that an instant lies in, by its start. */
function periodAt({ periodStarts }: UsagePart, at: number): number {
  return periodStarts.findLast((start) => start <= at) ?? periodStarts[0] ?? 0
}

/** round(C(q₂)) − round(C(q₁)), where use under earlier versions moves the ladder but is paid. */
function chargeUse(
  { used, carried: earlier }: VersionTally,
  use: { key: string; ladder: Ladder; quantity: bigint },
): bigint {
  const carried = earlier.get(use.key) ?? 0n
  const before = used.get(use.key) ?? 0n
  const after = before + use.quantity
  used.set(use.key, after)
  const exact = (quantity: bigint) =>
    toMicros(cost(use.ladder, carried + quantity) - cost(use.ladder, carried))
  return exact(after) - exact(before)
}

function add(prices: Map<string, Price>, one: Price): void {
  const key = `${one.versionId}/${one.component}/${one.band}`
  const sum = prices.get(key)
  prices.set(key, {
    ...one,
    quantityMicros: one.quantityMicros + (sum?.quantityMicros ?? 0n),
    amountMicros: one.amountMicros + (sum?.amountMicros ?? 0n),
  })
}
