import type { PointRole, PointScalar } from '@busbar/core/contracts'
import { shiftDecimal } from '@busbar/core/contracts'

/** Words of a two-state value; compared without regard to case. */
export interface StateWords {
  readonly on: readonly string[]
  readonly off: readonly string[]
}

const COMMON_WORDS: StateWords = {
  on: ['on', 'true', '1', 'online'],
  off: ['off', 'false', '0', 'offline'],
}

/** Turns a raw JSON scalar into a point's value; undefined where the device says nothing (null). */
export type Convert = (raw: unknown) => PointScalar | undefined

const MAX_STATE_LENGTH = 256

/**
 * @param exponent shifts the decimal point of numbers: −3 turns Wh into kWh.
 * The conversion throws when the value does not fit the role.
 */
export function converter(options: {
  readonly role: PointRole
  readonly unit: string
  readonly exponent: number
  readonly words?: StateWords | undefined
}): Convert {
  const { role, unit, exponent, words } = options
  const convert: Convert =
    role === 'relay' || role === 'online'
      ? (raw) => readState(raw, words)
      : role === 'value' && unit === ''
        ? (raw) => readAny(raw, exponent)
        : (raw) => readDecimal(raw, exponent)
  return (raw) => (raw === null || raw === undefined ? undefined : convert(raw))
}

/** A two-state value, or undefined when the words do not say. */
export function stateOf(raw: unknown, words: StateWords = COMMON_WORDS): boolean | undefined {
  if (typeof raw === 'boolean') return raw
  const text = String(raw).trim().toLowerCase()
  if (words.on.some((word) => word.toLowerCase() === text)) return true
  if (words.off.some((word) => word.toLowerCase() === text)) return false
  return undefined
}

function readState(raw: unknown, words: StateWords | undefined): boolean {
  const state = typeof raw === 'object' ? undefined : stateOf(raw, words)
  if (state === undefined) throw new Error(`${show(raw)} is neither on nor off.`)
  return state
}

function readDecimal(raw: unknown, exponent: number): string {
  const decimal =
    typeof raw === 'number' || typeof raw === 'string'
      ? shiftDecimal(String(raw), exponent)
      : undefined
  if (decimal === undefined) throw new Error(`${show(raw)} is no decimal.`)
  return decimal
}

function readAny(raw: unknown, exponent: number): PointScalar {
  if (typeof raw === 'boolean') return raw
  if (typeof raw !== 'string') return readDecimal(raw, exponent)
  if (raw.length > MAX_STATE_LENGTH)
    throw new Error(`A state of ${raw.length} characters is too long.`)
  return exponent === 0 ? raw : (shiftDecimal(raw, exponent) ?? raw)
}

function show(raw: unknown): string {
  return (JSON.stringify(raw) ?? String(raw)).slice(0, 60)
}
