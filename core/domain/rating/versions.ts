import { assert } from '../../kernel/assert.ts'
import type { Instant } from '../../kernel/instant.ts'

/** A tariff version: in force from its effective instant until the next one's. */
export interface EffectiveVersion {
  readonly effectiveFrom: Instant
}

/** A stretch of [from, to) under one version; null where none is in force. */
export interface VersionStretch<Version> {
  readonly from: Instant
  readonly to: Instant
  readonly version: Version | null
}

/**
 * The version in force at an instant, or null before the first one.
 * @param versions ascending by effective instant.
 */
export function versionAt<Version extends EffectiveVersion>(
  versions: readonly Version[],
  at: Instant,
): Version | null {
  return versions[indexAt(versions, at)] ?? null
}

/** Place of the version in force; -1 before the first one. */
function indexAt(versions: readonly EffectiveVersion[], at: Instant): number {
  let low = 0
  let high = versions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((versions[middle]?.effectiveFrom ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Cuts the half-open [from, to) where another version comes into force. Stretches before the first
 * version have none: they open a repair item, and are never charged by guess.
 * @param versions ascending by effective instant, no two alike.
 */
export function splitByVersion<Version extends EffectiveVersion>(
  versions: readonly Version[],
  from: Instant,
  to: Instant,
): readonly VersionStretch<Version>[] {
  assert(from < to, 'an interval to split has a length')
  const first = indexAt(versions, from)
  // Nearly every interval lies within one version, and each reading has one.
  if (to <= (versions[first + 1]?.effectiveFrom ?? Number.POSITIVE_INFINITY))
    return [{ from, to, version: versions[first] ?? null }]
  const starts = [from]
  for (const { effectiveFrom } of versions)
    if (effectiveFrom > from && effectiveFrom < to) starts.push(effectiveFrom)
  return starts.map((start, index) => {
    assert(start > (starts[index - 1] ?? -Infinity), 'tariff versions ascend')
    return { from: start, to: starts[index + 1] ?? to, version: versionAt(versions, start) }
  })
}
