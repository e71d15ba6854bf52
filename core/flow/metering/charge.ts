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
import type { Id } from '../../kernel/id.ts'
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

const UNPRICED: readonly ChargedLine[] = Object.freeze([])

/** Prices a usage interval by the versions in force while it lasted. */
export function chargeUsage(stream: Stream, counts: Counts, usage: Usage): Charged {
  const { agreement } = usage
  if (!agreement)
    return { charge: { usage, lines: UNPRICED, amountMicros: 0n, unrated: null }, counts }
  const stretches = splitByVersion(stream.tariffs[agreement.planId] ?? [], usage.from, usage.to)
  const lines: ChargedLine[] = []
  let moved = counts
  let unrated: Charge['unrated'] = null
  for (const { from, to, version } of stretches) {
    const pricedIn = version?.tariff ? bandIn(version.tariff, usage.band) : null
    if (!version?.tariff || !pricedIn || to > version.tariff.to) {
      unrated = 'no-tariff'
      continue
    }
    const cursor = cursorFor(moved, agreement, version, from)
    const estimated = usage.estimated || stretches.length > 1
    const quantityMicros = usedUntil(usage, to) - usedUntil(usage, from)
    const interval = { from, to, quantityMicros, estimated, ...pricedIn }
    const rated = rateInterval({ tariff: version.tariff, cursor, interval })
    for (const line of rated.lines) lines.push({ ...line, versionId: version.versionId })
    moved = withCursor(moved, agreement.id, { versionId: version.versionId, cursor: rated.cursor })
  }
  const amountMicros = lines.reduce((sum, line) => sum + line.amountMicros, 0n)
  return { charge: { usage, lines, amountMicros, unrated }, counts: moved }
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

function cursorFor(
  counts: Counts,
  agreement: Agreement,
  { versionId, tariff }: TariffStretch,
  at: Instant,
): RatingCursor {
  const ofAgreement = counts[agreement.id] ?? []
  const known = ofAgreement.find((count) => count.versionId === versionId)
  if (known) return known.cursor
  const previous = ofAgreement.at(-1)
  return previous && tariff ? carryCursor({ cursor: previous.cursor, tariff, at }) : emptyCursor
}

function withCursor(counts: Counts, agreementId: Id, count: VersionCount): Counts {
  const ofAgreement = counts[agreementId] ?? []
  const known = ofAgreement.findIndex(({ versionId }) => versionId === count.versionId)
  const moved = known < 0 ? [...ofAgreement, count] : ofAgreement.with(known, count)
  return { ...counts, [agreementId]: moved }
}

/**
 * Forgets counts that no register will reach back into: periods, versions and agreements that ended
 * before the value at which the register that lags most stands.
 */
export function withoutSettled({ point, tariffs }: Stream, { registers, counts }: StreamState) {
  let before = Number.POSITIVE_INFINITY
  for (const id in registers) before = Math.min(before, stateOf(registers, id).seenAt)
  for (const { registerId, installationId, from, to } of point.installed) {
    const { baseline, seenAt } = stateOf(registers, registerId)
    if (to !== null && seenAt >= to) continue
    before = Math.min(before, baseline?.installationId === installationId ? baseline.at : from)
  }
  const kept: Record<Id, readonly VersionCount[]> = {}
  for (const { id, planId, to } of point.agreements) {
    const ofAgreement = counts[id]
    if (!ofAgreement || (to !== null && to <= before)) continue
    const startOf = ({ versionId }: VersionCount) =>
      tariffs[planId]?.find((stretch) => stretch.versionId === versionId)?.effectiveFrom ?? 0
    kept[id] = ofAgreement
      .filter((_, index) => {
        const next = ofAgreement[index + 1]
        return next === undefined || startOf(next) > before
      })
      .map(({ versionId, cursor }) => ({ versionId, cursor: withoutPast(cursor, before) }))
  }
  return { registers, counts: kept }
}
