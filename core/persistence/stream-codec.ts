import type { RegisterState } from '../domain/metering/stream.ts'
import type { CursorEntry } from '../domain/rating/cursor.ts'
import type { StreamState, VersionCount } from '../flow/metering/ports.ts'
import { assert, defined } from '../kernel/assert.ts'

/**
 * A stream's state as text. It is written with every reading, so it is short and needs no escaping:
 * `register,installation,at,value,seenAt;…|agreement:version,count,period,quantity,amount,carried,…;…`
 * where figures are integers, and count is `component/band`.
 */
export function encodeState({ registers, counts }: StreamState): string {
  let text = ''
  let separator = ''
  for (const register of registers) {
    text += separator + encodeRegister(register)
    separator = ';'
  }
  text += '|'
  separator = ''
  for (const count of counts) {
    text += separator + encodeCount(count)
    separator = ';'
  }
  return text
}

function encodeRegister({ registerId, baseline, seenAt }: RegisterState): string {
  const seen = Number.isFinite(seenAt) ? seenAt : ''
  return baseline
    ? `${registerId},${baseline.installationId},${baseline.at},${baseline.valueMicros},${seen}`
    : `${registerId},,,,${seen}`
}

function encodeCount({ agreementId, versionId, cursor }: VersionCount): string {
  let text = `${agreementId}:${versionId}`
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
    registers: parts(registers).map(decodeRegister),
    counts: parts(counts).map(decodeCount),
  }
}

function parts(text: string): string[] {
  return text === '' ? [] : text.split(';')
}

function decodeRegister(text: string): RegisterState {
  const [registerId = '', installationId = '', at = '', value = '', seen = ''] = text.split(',')
  const baseline =
    installationId === '' ? null : { installationId, at: Number(at), valueMicros: BigInt(value) }
  const seenAt = seen === '' ? Number.NEGATIVE_INFINITY : Number(seen)
  return { registerId, baseline, seenAt }
}

function decodeCount(text: string): VersionCount {
  const colon = text.indexOf(':')
  const [versionId = '', ...fields] = text.slice(colon + 1).split(',')
  return { agreementId: text.slice(0, colon), versionId, cursor: decodeCursor(fields) }
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
