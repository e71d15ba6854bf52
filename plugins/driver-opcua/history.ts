import type { Instant } from '@busbar/core/contracts'
import type { DataValue } from 'node-opcua-client'
import { pieces, type ServerLimits } from './limits.ts'
import { nodeIdOn } from './nodes.ts'
import type { Point } from './plan.ts'
import type { Arrival } from './receive.ts'
import type { Opened } from './session.ts'

/** A point and the instant from which on it may have been missed. */
export interface Gap {
  readonly point: Point
  readonly from: Instant
}

export interface Healing {
  /** Points whose archive the server does not keep, or does not show. */
  readonly withoutHistory: number
}

const VALUES_PER_CALL = 1_000
/** Of one point in one healing: more is a matter for reports, not for readings. */
const MOST_VALUES = 100_000

/**
 * Reads what the server's archive has of the gaps (part 11, raw values) and hands it on in order of time.
 * @throws what the session throws when it ends meanwhile
 */
export async function heal(request: {
  readonly opened: Opened
  readonly limits: ServerLimits
  readonly gaps: readonly Gap[]
  readonly until: Instant
  readonly room: () => Promise<void> | undefined
  readonly onArrivals: (arrivals: readonly Arrival[]) => void
  readonly isWanted: () => boolean
}): Promise<Healing> {
  const { gaps, limits, isWanted } = request
  let withoutHistory = 0
  for (const part of pieces(gaps, limits.historyRead)) {
    if (!isWanted()) break
    withoutHistory += await healPart(request, part)
  }
  return { withoutHistory }
}

interface Open {
  readonly gap: Gap
  readonly nodeId: string
  readonly continuationPoint?: Buffer
}

async function healPart(
  request: Parameters<typeof heal>[0],
  gaps: readonly Gap[],
): Promise<number> {
  const { opened, until, room, onArrivals, isWanted } = request
  const start = new Date(Math.min(...gaps.map(({ from }) => from)))
  let withoutHistory = 0
  let read = 0
  let open: readonly Open[] = gaps.flatMap((gap) => {
    const nodeId = nodeIdOn(opened, gap.point)
    return nodeId === undefined ? [] : { gap, nodeId }
  })
  while (open.length > 0 && isWanted() && read < MOST_VALUES * gaps.length) {
    await room()
    const results = await opened.session.readHistoryValue(
      open.map(({ nodeId, continuationPoint }) => ({
        nodeId,
        ...(continuationPoint === undefined ? {} : { continuationPoint }),
      })),
      start,
      new Date(until),
      { numValuesPerNode: VALUES_PER_CALL, returnBounds: false },
    )
    const arrivals: Arrival[] = []
    const next: Open[] = []
    for (const [index, one] of open.entries()) {
      const result = results[index]
      if (result === undefined || result.statusCode.isBad()) withoutHistory += 1
      else {
        arrivals.push(...arrivalsOf(one.gap, valuesIn(opened, result.historyData)))
        const { continuationPoint } = result
        if (continuationPoint?.length > 0) next.push({ ...one, continuationPoint })
      }
    }
    read += arrivals.length
    if (isWanted()) onArrivals(arrivals)
    open = next
  }
  return withoutHistory
}

function valuesIn({ library }: Opened, historyData: unknown): readonly DataValue[] {
  return historyData instanceof library.HistoryData ? (historyData.dataValues ?? []) : []
}

/** Those after the last one that is known; the point's gap may begin later than its neighbours'. */
function arrivalsOf({ point, from }: Gap, values: readonly DataValue[]): readonly Arrival[] {
  return values
    .filter(({ sourceTimestamp }) => (sourceTimestamp?.getTime() ?? 0) > from)
    .map((dataValue) => ({ point, dataValue, by: 'history' as const }))
}
