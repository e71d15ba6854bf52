import type { ClientBase } from 'pg'
import type { Id } from '../kernel/id.ts'
import { nearest } from './exact.ts'
import type { BookedSpan, Fitting, PointFacts, Price, PriceList, Refusal, Span } from './facts.ts'
import { isOnlyCompared, judge } from './judge.ts'
import { loadBooked, loadPoints, loadPriceLists, loadReadings, loadSetAside } from './load.ts'
import { emptyTally, price } from './price.ts'
import type { ReportBook } from './report.ts'

const POINTS_AT_ONCE = 200

/**
 * Works out every metering point's use and charges anew from its raw readings, one point at a time.
 * @returns what each purse should have been charged, by its id
 */
export async function checkMetering(
  client: ClientBase,
  book: ReportBook,
): Promise<ReadonlyMap<Id, bigint>> {
  book.open({
    id: 'usage-tiles',
    title: 'usage has no gap and no overlap, and sums to the registers',
  })
  book.open({ id: 'usage', title: 'usage in force is what the raw readings come to' })
  book.open({ id: 'prices', title: 'rated lines in force are what the tariffs say, to the micro' })
  book.open({ id: 'quarantine', title: 'readings set aside are those that the rules refuse' })
  const charged = new Map<Id, bigint>()
  const plans = new Map<Id, readonly PriceList[]>()
  for (let after: Id = '0'; ; ) {
    const points = await loadPoints(client, { after, limit: POINTS_AT_ONCE })
    for (const point of points) {
      for (const { planId } of point.payers)
        if (!plans.has(planId)) plans.set(planId, await loadPriceLists(client, planId))
      await checkPoint({ client, book, plans, charged }, point)
    }
    const last = points.at(-1)
    if (!last) return charged
    after = last.id
  }
}

interface Means {
  readonly client: ClientBase
  readonly book: ReportBook
  readonly plans: ReadonlyMap<Id, readonly PriceList[]>
  readonly charged: Map<Id, bigint>
}

async function checkPoint(means: Means, point: PointFacts): Promise<void> {
  const { client, book } = means
  const { spans, refusals } = judge(point, await loadReadings(client, point))
  const booked = await loadBooked(client, point)
  compareSpans(means, { point, spans, booked })
  for (const fitting of point.fittings)
    if (!isOnlyCompared(point, fitting)) checkTiles(book, { point, fitting, spans, booked })
  compareRefusals(book, { point, refusals, setAside: await loadSetAside(client, point) })
}

function compareSpans(
  { book, plans, charged }: Means,
  {
    point,
    spans,
    booked,
  }: { point: PointFacts; spans: readonly Span[]; booked: readonly BookedSpan[] },
): void {
  const left = new Map<string, BookedSpan[]>()
  for (const one of booked) left.set(keyOf(one), [...(left.get(keyOf(one)) ?? []), one])
  const tally = emptyTally()
  for (const span of spans) {
    const { prices, unpriced } = price(plans.get(span.payer?.planId ?? '') ?? [], span, tally)
    const amount = prices.reduce((sum, one) => sum + one.amountMicros, 0n)
    const purse = span.payer?.purseId
    if (purse !== undefined) charged.set(purse, (charged.get(purse) ?? 0n) + amount)
    book.examined('usage', 1)
    book.examined('prices', prices.length)
    const { registerId, from, to } = span
    const where = `register ${registerId}, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`
    const found = left
      .get(keyOf({ ...span, agreementId: span.payer?.agreementId ?? null }))
      ?.shift()
    if (!found) {
      const message = `${where}: ${span.quantityMicros} micros were used, and no such interval is booked`
      book.wrong({
        check: 'usage',
        subject: `metering point ${point.code}`,
        message,
        look: lookAt(span),
      })
      continue
    }
    comparePrices(book, { found, prices, unpriced })
  }
  for (const extra of [...left.values()].flat()) {
    const message = 'is in force, but the raw readings do not lead to it'
    book.wrong({
      check: 'usage',
      subject: `usage interval ${extra.id}`,
      message,
      look: lookAt(extra),
    })
  }
}

function comparePrices(
  book: ReportBook,
  { found, prices, unpriced }: { found: BookedSpan; prices: readonly Price[]; unpriced: boolean },
): void {
  const subject = `usage interval ${found.id}`
  const look = `SELECT * FROM rated_line WHERE interval_id = ${found.id} ORDER BY ordinal`
  if (unpriced !== (found.unrated !== null)) {
    const message = unpriced
      ? 'no tariff prices all of it, and it does not say so'
      : `is said to be "${found.unrated}", but a tariff prices it`
    book.wrong({ check: 'prices', subject, message, look })
  }
  const left = new Map(found.prices.map((one) => [priceKey(one), one]))
  for (const one of prices) {
    const key = priceKey(one)
    const line = left.get(key)
    left.delete(key)
    if (line?.amountMicros === one.amountMicros && line.quantityMicros === one.quantityMicros)
      continue
    const has = line ? `${line.amountMicros} for ${line.quantityMicros}` : 'nothing'
    const message = `${key}: booked ${has}, worked out ${one.amountMicros} for ${one.quantityMicros} micros`
    book.wrong({ check: 'prices', subject, message, look })
  }
  for (const [key, line] of left) {
    const message = `${key}: booked ${line.amountMicros} micros that no tariff asks for`
    book.wrong({ check: 'prices', subject, message, look })
  }
}

/** A look at the intervals alone: end to end from the opening to the last value that counts. */
function checkTiles(
  book: ReportBook,
  {
    point,
    fitting,
    spans,
    booked,
  }: {
    point: PointFacts
    fitting: Fitting
    spans: readonly Span[]
    booked: readonly BookedSpan[]
  },
): void {
  const mine = (one: { registerId: Id; installationId: Id }) =>
    one.registerId === fitting.registerId && one.installationId === fitting.installationId
  const own = booked.filter(mine).sort((a, b) => a.from - b.from || a.to - b.to)
  const end = spans.filter(mine).reduce((latest, span) => Math.max(latest, span.to), fitting.from)
  book.examined('usage-tiles', 1)
  let at = fitting.from
  let value = fitting.openingMicros
  let used = 0n
  let due = 0n
  const range = 10n ** BigInt(fitting.digits + 6)
  const scaled = (micros: bigint) => nearest(micros * fitting.multiplierMicros, 1_000_000n)
  for (const one of own) {
    if (one.from !== at || one.fromMicros !== value) break
    at = one.to
    value = one.toMicros
    used += one.quantityMicros
    due += one.toMicros < one.fromMicros ? scaled(range) : 0n
  }
  due += scaled(value) - scaled(fitting.openingMicros)
  const rollover = own.some((one) => one.toMicros < one.fromMicros)
  if (at === end && (used === due || (rollover && off(used, due) <= BigInt(own.length)))) return
  const subject = `metering point ${point.code}, installation ${fitting.installationId}, register ${fitting.registerId}`
  const message =
    at === end
      ? `its intervals sum to ${used} micros, its register says ${due}`
      : `its intervals are end to end until ${new Date(at).toISOString()}, its readings until ${new Date(end).toISOString()}`
  book.wrong({ check: 'usage-tiles', subject, message, look: lookAt(fitting) })
}

function off(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b
}

function compareRefusals(
  book: ReportBook,
  {
    point,
    refusals,
    setAside,
  }: {
    point: PointFacts
    refusals: readonly Refusal[]
    setAside: readonly (Refusal & { readonly open: boolean })[]
  },
): void {
  const id = ({ registerId, at, valueMicros }: Refusal) => `${registerId}@${at}=${valueMicros}`
  const rows = new Map(setAside.map((row) => [id(row), row]))
  const wrong = (one: Refusal, message: string) =>
    book.wrong({
      check: 'quarantine',
      subject: `metering point ${point.code}, register ${one.registerId}, ${new Date(one.at).toISOString()}`,
      message: `value ${one.valueMicros}: ${message}`,
      look: `SELECT * FROM quarantined_reading WHERE register_id = ${one.registerId} ORDER BY at`,
    })
  for (const alike of Map.groupBy(refusals, id).values()) {
    const [one] = alike
    if (!one) continue
    book.examined('quarantine', alike.length)
    const row = rows.get(id(one))
    rows.delete(id(one))
    // One value may be refused twice, once as read badly and once as contradicted: one row tells of both.
    const reasons = new Set(alike.map(({ reason }) => reason))
    // A person may have closed it; what is not there at all was never set aside.
    if (!row) wrong(one, `is refused (${one.reason}) but was never set aside`)
    else if (row.open && !reasons.has(row.reason))
      wrong(one, `is set aside as ${row.reason}, but refused as ${one.reason}`)
  }
  for (const row of rows.values())
    if (row.open) wrong(row, `is set aside as ${row.reason}, but the rules accept it`)
}

function keyOf(one: Omit<BookedSpan, 'id' | 'unrated' | 'prices'>): string {
  const { registerId, installationId, from, to, fromMicros, toMicros, quantityMicros } = one
  const parts = [registerId, installationId, from, to, fromMicros, toMicros, quantityMicros]
  return [...parts, one.agreementId ?? ''].join('|')
}

function priceKey({ versionId, component, band }: Price): string {
  return `version ${versionId}, ${component}, ${band}`
}

function lookAt({ registerId }: { readonly registerId: Id }): string {
  return `SELECT * FROM usage_interval WHERE register_id = ${registerId} ORDER BY to_at, id`
}
