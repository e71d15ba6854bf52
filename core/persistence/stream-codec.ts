import type { RegisterState } from '../domain/metering/stream.ts'
import type { CursorEntry } from '../domain/rating/cursor.ts'
import type { Counts, StreamState, VersionCount } from '../flow/metering/ports.ts'
import { assert, defined } from '../kernel/assert.ts'

/**
 * A stream's state as text. It is written with every reading, so it is short and needs no escaping:
 * `register,installation,at,value,seenAt;…|agreement:version,count,period,quantity,amount,carried,…;…`
 * where figures are integers, and count is `component/band`.
 */
export function encodeState(state: StreamState): string {
  let text = ''
  for (const registerId in state.registers) {
    const register = state.registers[registerId]
    if (register) text += `${text === '' ? '' : ';'}${registerId},${encodeRegister(register)}`
  }
  text += '|'
  let separator = ''
  for (const agreementId in state.counts) {
    for (const count of state.counts[agreementId] ?? []) {
      text += `${separator}${agreementId}:${encodeCount(count)}`
      separator = ';'
    }
  }
  return text
}

function encodeRegister({ baseline, seenAt }: RegisterState): string {
  const seen = Number.isFinite(seenAt) ? seenAt : ''
  return baseline
    ? `${baseline.installationId},${baseline.at},${baseline.valueMicros},${seen}`
    : `,,,${seen}`
}

function encodeCount({ versionId, cursor }: VersionCount): string {
  let text = versionId
  for (const key in cursor) {
    const entry = cursor[key]
    if (entry)
      text += `,${key},${entry.periodStart},${entry.quantityMicros},${entry.amountMicros},${entry.carriedMicros}`
  }
  return text
}

/** Reads what {@link encodeState} wrote. */
export function decodeState(text: string): StreamState {
  const [registers = '', counts = ''] = text.split('|')
  return {
    registers: Object.fromEntries(parts(registers).map(decodeRegister)),
    counts: decodeCounts(parts(counts)),
  }
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split(';')
}

function decodeRegister(text: string): [string, RegisterState] {
  const [registerId = '', installationId = '', at = '', value = '', seen = ''] = text.split(',')
  const baseline =
    installationId === '' ? null : { installationId, at: Number(at), valueMicros: BigInt(value) }
  return [registerId, { baseline, seenAt: seen === '' ? Number.NEGATIVE_INFINITY : Number(seen) }]
}

function decodeCounts(items: readonly string[]): Counts {
  const counts: Record<string, VersionCount[]> = {}
  for (const item of items) {
    const colon = item.indexOf(':')
    const [versionId = '', ...fields] = item.slice(colon + 1).split(',')
    const agreementId = item.slice(0, colon)
    const ofAgreement = counts[agreementId] ?? []
    counts[agreementId] = [...ofAgreement, { versionId, cursor: decodeCursor(fields) }]
  }
  return counts
}

const FIELDS = 5

function decodeCursor(fields: readonly string[]): Record<string, CursorEntry> {
  assert(fields.length % FIELDS === 0, 'a count has five fields')
  const cursor: Record<string, CursorEntry> = {}
  for (let index = 0; index < fields.length; index += FIELDS) {
    const [key, periodStart, quantity, amount, carried] = fields.slice(index, index + FIELDS)
    cursor[defined(key, 'count')] = {
      periodStart: Number(periodStart),
      quantityMicros: BigInt(defined(quantity, 'quantity')),
      amountMicros: BigInt(defined(amount, 'amount')),
      carriedMicros: BigInt(defined(carried, 'carried')),
    }
  }
  return cursor
}
