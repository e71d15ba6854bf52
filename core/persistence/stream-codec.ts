import type { RegisterState, RegisterStates } from '../domain/metering/stream.ts'
import type { RatingCursor } from '../domain/rating/cursor.ts'
import type { Counts, StreamState, VersionCount } from '../flow/metering/ports.ts'
import { assert } from '../kernel/assert.ts'
import type { Json } from '../kernel/canonical.ts'

/**
 * A stream's state as jsonb. Written by hand since it is written with every reading:
 * registers as `[installation, at, value, seenAt]`, counts as `[component/band, period, quantity,
 * amount, carried]`; figures beyond 2^53 as strings.
 */
export function encodeState(state: StreamState): string {
  let text = '{"registers":{'
  let first = true
  for (const registerId in state.registers) {
    const register = state.registers[registerId]
    if (!register) continue
    text += `${first ? '' : ','}"${registerId}":${encodeRegister(register)}`
    first = false
  }
  text += '},"counts":{'
  first = true
  for (const agreementId in state.counts) {
    const counts = state.counts[agreementId]
    if (!counts) continue
    text += `${first ? '' : ','}"${agreementId}":[${counts.map(encodeCount).join(',')}]`
    first = false
  }
  return `${text}}}`
}

function encodeRegister({ baseline, seenAt }: RegisterState): string {
  const seen = Number.isFinite(seenAt) ? seenAt : 'null'
  return baseline
    ? `["${baseline.installationId}",${baseline.at},"${baseline.valueMicros}",${seen}]`
    : `[null,null,null,${seen}]`
}

function encodeCount({ versionId, cursor }: VersionCount): string {
  let text = `["${versionId}"`
  for (const key in cursor) {
    const entry = cursor[key]
    if (!entry) continue
    text += `,[${JSON.stringify(key)},${entry.periodStart},"${entry.quantityMicros}","${entry.amountMicros}","${entry.carriedMicros}"]`
  }
  return `${text}]`
}

/** Reads what {@link encodeState} wrote. */
export function decodeState(json: Json): StreamState {
  const { registers, counts } = json as { registers: object; counts: object }
  return {
    registers: mapValues(registers, decodeRegister) as RegisterStates,
    counts: mapValues(counts, (list: Json) => (list as Json[]).map(decodeCount)) as Counts,
  }
}

function decodeRegister(json: Json): RegisterState {
  assert(Array.isArray(json), 'a register state is an array')
  const [installationId, at, value, seenAt] = json
  const baseline =
    typeof installationId === 'string'
      ? { installationId, at: Number(at), valueMicros: BigInt(String(value)) }
      : null
  return { baseline, seenAt: seenAt === null ? Number.NEGATIVE_INFINITY : Number(seenAt) }
}

function decodeCount(json: Json): VersionCount {
  assert(Array.isArray(json), 'a version count is an array')
  const [versionId, ...entries] = json
  const cursor: Record<string, RatingCursor[string]> = {}
  for (const entry of entries) {
    assert(Array.isArray(entry), 'a count is an array')
    const [key, periodStart, quantity, amount, carried] = entry
    cursor[String(key)] = {
      periodStart: Number(periodStart),
      quantityMicros: BigInt(String(quantity)),
      amountMicros: BigInt(String(amount)),
      carriedMicros: BigInt(String(carried)),
    }
  }
  return { versionId: String(versionId), cursor }
}

function mapValues<T>(source: object, map: (value: Json) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, map(value)]))
}
