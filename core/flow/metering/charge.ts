import type { Agreement, Usage } from '../../domain/metering/model.ts'
import { stateOf } from '../../domain/metering/stream.ts'
import {
  carryCursor,
  emptyCursor,
  type RatingCursor,
  withoutPast,
} from '../../domain/rating/cursor.ts'
import type { PreparedTariff } from '../../domain/rating/prepare.ts'
import { rateInterval } from '../../domain/rating/rate.ts'
import { usedUntil } from '../../domain/rating/spread.ts'
import { splitByVersion } from '../../domain/rating/versions.ts'
import { compareIds, type Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type {
  Charge,
  ChargedLine,
  Counts,
  Stream,
  StreamState,
  TariffStretch,
  VersionCount,
} from './ports.ts'

interface Charged {
  readonly charge: Charge
  readonly counts: Counts
}

const UNCHARGED = Object.freeze({
  lines: Object.freeze([]),
  amountMicros: 0n,
  surchargeMicros: 0n,
  unrated: null,
})

/** Prices a usage interval by the versions in force while it lasted. */
export function chargeUsage(stream: Stream, counts: Counts, usage: Usage): Charged {
  const { agreement } = usage
  if (!agreement) return { charge: { ...UNCHARGED, usage }, counts }
  const versions = stream.tariffs.get(agreement.planId) ?? []
  const stretches = splitByVersion(versions, usage.from, usage.to)
  const lines: ChargedLine[] = []
  let amountMicros = 0n
  let surchargeMicros = 0n
  let moved = counts
  let unrated: Charge['unrated'] = null
  for (const { from, to, version } of stretches) {
    const pricedIn = version?.tariff ? bandIn(version.tariff, usage.band) : null
    if (!version?.tariff || !pricedIn || to > version.tariff.to) {
      unrated = 'no-tariff'
      continue
    }
    const index = indexOf(moved, agreement.id, version.versionId)
    const cursor = moved[index]?.cursor ?? firstCursor(moved, agreement, version, from)
    const estimated = usage.estimated || stretches.length > 1
    const quantityMicros = usedUntil(usage, to) - usedUntil(usage, from)
    const interval = { from, to, quantityMicros, estimated, ...pricedIn }
    const rated = rateInterval({ tariff: version.tariff, cursor, interval })
    for (const line of rated.lines) {
      lines.push({ versionId: version.versionId, line })
      amountMicros += line.amountMicros
      if (line.category === 'surcharge') surchargeMicros += line.amountMicros
    }
    const { versionId } = version
    moved = withCount(moved, index, { agreementId: agreement.id, versionId, cursor: rated.cursor })
  }
  const charge = { usage, lines, amountMicros, surchargeMicros, unrated }
  return { charge, counts: moved }
}

/**
 * The band of a band register, where the tariff has it. A tariff of a single band prices all alike;
 * one of several that lacks the register's prices nothing, for a guess is never charged.
 */
function bandIn(tariff: PreparedTariff, band: string | null): { band?: string } | null {
  if (band === null) return {}
  if (Object.hasOwn(tariff.plans, band)) return { band }
  return Object.keys(tariff.plans).length === 1 ? {} : null
}

function indexOf(counts: Counts, agreementId: Id, versionId: Id): number {
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index]
    if (count?.versionId === versionId && count.agreementId === agreementId) return index
  }
  return -1
}

/** Where the counts of a version begin that was not in use yet. */
function firstCursor(
  counts: Counts,
  { id }: Agreement,
  { tariff }: TariffStretch,
  at: Instant,
): RatingCursor {
  const previous = counts.findLast((count) => count.agreementId === id)
  return previous && tariff ? carryCursor({ cursor: previous.cursor, tariff, at }) : emptyCursor
}

/** @param index the place of the count; -1 for one that is new: by agreement, then by first use */
function withCount(counts: Counts, index: number, count: VersionCount): Counts {
  if (index >= 0) return counts.length === 1 ? [count] : counts.with(index, count)
  const later = counts.findIndex(
    ({ agreementId }) => compareIds(agreementId, count.agreementId) > 0,
  )
  return counts.toSpliced(later < 0 ? counts.length : later, 0, count)
}

/**
 * Forgets counts that no register will reach back into: periods, versions and agreements that ended
 * before the value at which the register that lags most stands.
 */
export function withoutSettled(
  { point, tariffs }: Stream,
  { registers, counts }: StreamState,
): StreamState {
  let before = Number.POSITIVE_INFINITY
  for (const { seenAt } of registers) before = Math.min(before, seenAt)
  for (const { registerId, installationId, from, to } of point.installed) {
    const { baseline, seenAt } = stateOf(registers, registerId)
    if (to !== null && seenAt >= to) continue
    before = Math.min(before, baseline?.installationId === installationId ? baseline.at : from)
  }
  const kept: VersionCount[] = []
  for (const { id, planId, to } of point.agreements) {
    if (to !== null && to <= before) continue
    const ofAgreement = counts.filter(({ agreementId }) => agreementId === id)
    const startOf = ({ versionId }: VersionCount) =>
      tariffs.get(planId)?.find((stretch) => stretch.versionId === versionId)?.effectiveFrom ?? 0
    ofAgreement.forEach((count, index) => {
      const next = ofAgreement[index + 1]
      if (next && startOf(next) <= before) return
      kept.push({ ...count, cursor: withoutPast(count.cursor, before) })
    })
  }
  kept.sort((a, b) => compareIds(a.agreementId, b.agreementId))
  return { registers, counts: kept }
}
