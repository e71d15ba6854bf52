import type {
  Health,
  MalformedInput,
  PointValue,
  RefusedCertificate,
  Snapshot,
} from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'

/*
 * What drivers hand over is checked by hand rather than by a schema: it is the hot path. A driver
 * in error gets `validation-failed` and nothing of its batch is taken.
 */

const QUALITIES: readonly unknown[] = ['good', 'uncertain', 'bad']
const STATUSES: readonly unknown[] = ['up', 'degraded', 'down']
/** 4 KiB in base64. */
const MAX_PAYLOAD_LENGTH = 5_464
const MAX_TEXT_LENGTH = 4_096
const MAX_SUBJECT_LENGTH = 500
const MAX_REFUSED = 20
/** SHA-256 in hexadecimal. */
const THUMBPRINT_LENGTH = 64

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown, maxLength = MAX_TEXT_LENGTH): value is string {
  return typeof value === 'string' && value.length <= maxLength
}

function isPointValue(value: unknown): value is PointValue {
  return (
    isRecord(value) &&
    isText(value.pointId) &&
    (typeof value.value === 'boolean' || isText(value.value)) &&
    QUALITIES.includes(value.quality)
  )
}

function isSnapshot(value: unknown): value is Snapshot {
  return (
    isRecord(value) &&
    isText(value.source) &&
    (value.at === null || Number.isSafeInteger(value.at)) &&
    Array.isArray(value.values) &&
    value.values.every(isPointValue)
  )
}

function isBatch(value: unknown): value is { readonly snapshots: readonly Snapshot[] } {
  return isRecord(value) && Array.isArray(value.snapshots) && value.snapshots.every(isSnapshot)
}

function isMalformed(value: unknown): value is MalformedInput {
  return (
    isRecord(value) &&
    isText(value.source) &&
    isText(value.reason) &&
    isText(value.payloadBase64, MAX_PAYLOAD_LENGTH)
  )
}

function isRefused(value: unknown): value is RefusedCertificate {
  return (
    isRecord(value) &&
    isText(value.thumbprint, THUMBPRINT_LENGTH) &&
    /^[0-9a-f]+$/.test(value.thumbprint) &&
    isText(value.subject, MAX_SUBJECT_LENGTH) &&
    Number.isSafeInteger(value.validFrom) &&
    Number.isSafeInteger(value.validTo) &&
    typeof value.list === 'string' &&
    /^[A-Za-z]\w{0,63}$/.test(value.list)
  )
}

function isHealth(value: unknown): value is Health {
  return (
    isRecord(value) &&
    STATUSES.includes(value.status) &&
    isText(value.detail) &&
    (value.counters === undefined ||
      (isRecord(value.counters) &&
        Object.values(value.counters).every((count) => typeof count === 'number'))) &&
    (value.refused === undefined ||
      (Array.isArray(value.refused) &&
        value.refused.length <= MAX_REFUSED &&
        value.refused.every(isRefused)))
  )
}

function as<T>(what: string, is: (value: unknown) => value is T): (value: unknown) => T {
  return (value) => {
    if (is(value)) return value
    throw busbarError('validation-failed', {
      detail: `The driver handed over what is no ${what}; see the contract of DriverEvents.`,
    })
  }
}

/** Checks of what drivers hand over. @throws `validation-failed` */
export const asEvents = Object.freeze({
  snapshots: as('batch of snapshots', isBatch),
  malformed: as('malformed input', isMalformed),
  health: as('health', isHealth),
})
