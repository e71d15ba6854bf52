import type { Histories, RegisterHistory } from '../flow/history/history.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { Role } from '../kernel/roles.ts'
import { covers, tenantsOf } from './access.ts'
import { readOperations } from './contract.ts'
import { type Action, action, type Call, type Output } from './define.ts'
import { instantOf } from './usage.ts'
import { type Codec, codecOf } from './wire.ts'

export interface HistoryDependencies {
  readonly contract: JsonObject
  readonly histories: Histories
}

/** Readings for a plot. */
export function historyActions({ contract, histories }: HistoryDependencies): Action[] {
  const codec = codecOf(contract, 'QuarantinedReading')
  const watchmen = readOperations(contract).get('quarantine.list')?.roles ?? []
  return [
    action('meteringPoints.history', async ({ path, query }, call) => {
      const history = await histories.history({
        meteringPointId: path.id,
        tenantIds: tenantsOf(call),
        from: instantOf(query.fromAt),
        to: instantOf(query.toAt),
        points: query.points ?? MOST_POINTS,
        withQuarantine: holds(call, watchmen),
      })
      return historyOf(path.id, history, codec)
    }),
  ]
}

/** As the contract says where a request does not. */
const MOST_POINTS = 500

/** Whether the caller has one of the roles where the subject belongs. */
function holds({ caller, place }: Call, roles: readonly Role[]): boolean {
  const assignments = caller.actor?.assignments ?? []
  return assignments.some(
    (held) => place !== null && roles.includes(held.role) && covers(held, place),
  )
}

type Wire = Output<'meteringPoints.history'>

function historyOf(meteringPointId: string, history: RegisterHistory, codec: Codec): Wire {
  const { from, to, bucketMs, intervalSeconds, registers, gaps, gapsTruncated } = history
  return {
    ...{ meteringPointId, intervalSeconds, gapsTruncated },
    fromAt: formatInstant(from),
    toAt: formatInstant(to),
    bucketSeconds: bucketMs / 1_000,
    registers: registers.map(({ registerId, code, band, meterId, serial, points }) => ({
      ...{ registerId, code, band, meterId, serial },
      points: points.map((point) => ({
        fromAt: formatInstant(point.from),
        at: formatInstant(point.at),
        min: formatMicros(point.minMicros),
        max: formatMicros(point.maxMicros),
        last: formatMicros(point.lastMicros),
        count: point.count,
      })),
    })),
    gaps: gaps.map((gap) => ({
      registerId: gap.registerId,
      fromAt: formatInstant(gap.from),
      toAt: formatInstant(gap.to),
      missing: gap.missing,
    })),
    // The codec makes what the contract says of a quarantined reading.
    quarantined: (history.quarantined?.map(codec.toWire) ?? null) as Wire['quarantined'],
  }
}
