import type { Charge, MeteringPoint } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { type BillLine, billLines, type LineNames, namesOf } from './lines.ts'

export interface BillDay {
  readonly charges: readonly Charge[]
  readonly lines: readonly (BillLine & { readonly names: LineNames | undefined })[]
}

const PAGE = 500
/** Versions never change: what they call things is asked for once. */
const known = new Map<string, LineNames>()

/** An interval belongs where it ends; one that ends at midnight, to the day that is over. */
const after = (at: string): string => new Date(Date.parse(at) + 1).toISOString()

/** What an account was charged within a stretch, as lines of a bill. */
export async function loadDay(
  accountId: string,
  { fromAt, toAt }: { readonly fromAt: string; readonly toAt: string },
): Promise<BillDay> {
  const charges: Charge[] = []
  let cursor: string | null = null
  do {
    const query: { from: string; to: string; limit: number; cursor?: string } = {
      ...{ from: after(fromAt), to: after(toAt), limit: PAGE },
      ...(cursor === null ? {} : { cursor }),
    }
    const page = await dataOf(
      api.GET('/api/v1/accounts/{id}/charges', { params: { path: { id: accountId }, query } }),
    )
    charges.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  const lines = billLines(charges)
  await learnNames(lines)
  return { charges, lines: lines.map((line) => ({ ...line, names: known.get(line.pricedBy) })) }
}

async function learnNames(lines: readonly BillLine[]): Promise<void> {
  const asked = new Set(
    lines.filter(({ pricedBy }) => !known.has(pricedBy)).map(({ chargeId }) => chargeId),
  )
  const told = await Promise.all(
    [...asked].map((id) => dataOf(api.GET('/api/v1/charges/{id}', { params: { path: { id } } }))),
  )
  for (const explained of told) for (const [by, names] of namesOf(explained)) known.set(by, names)
}

/** Metering points that the tenant pays for now, by id. */
export async function loadPoints(): Promise<ReadonlyMap<string, MeteringPoint>> {
  const { items } = await dataOf(
    api.GET('/api/v1/metering-points', { params: { query: { limit: PAGE } } }),
  )
  return new Map(items.map((point) => [point.id, point]))
}
