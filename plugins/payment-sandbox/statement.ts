import type { StatementRow } from '@busbar/core/contracts'
import { busbarError, parseInstant } from '@busbar/core/contracts'
import { parse } from 'csv-parse/sync'
import { decodeAmount } from './decode.ts'

const COLUMNS = ['kind', 'order_id', 'refund_id', 'reference', 'amount_minor', 'currency', 'at']

/**
 * Reads the channel's bill of a day (CSV, RFC 4180, UTF-8).
 * @throws `channel-answer-invalid` naming the line: half a bill is never taken for a whole one.
 */
export function parseStatement(csv: string): readonly StatementRow[] {
  let records: string[][]
  try {
    records = parse(csv, { bom: true, skip_empty_lines: true })
  } catch (cause) {
    throw busbarError('channel-answer-invalid', { detail: 'The statement is no CSV.', cause })
  }
  const [header, ...rows] = records
  if (header?.join() !== COLUMNS.join())
    throw busbarError('channel-answer-invalid', { detail: 'The statement has other columns.' })
  return rows.map((row, index) => parseRow(row, index + 2))
}

function parseRow(row: readonly string[], line: number): StatementRow {
  const [kind, orderId = '', refundId = '', channelReference = '', amount, currency = '', at = ''] =
    row
  const amountMinor = decodeAmount(amount)
  const known = kind === 'payment' || (kind === 'refund' && refundId !== '')
  if (!known || orderId === '' || amountMinor === undefined || !/^[A-Z]{3}$/.test(currency))
    throw busbarError('channel-answer-invalid', {
      detail: `Line ${line} of the statement cannot be read.`,
    })
  return {
    kind,
    orderId,
    ...(kind === 'refund' ? { refundId } : {}),
    channelReference,
    amountMinor,
    currency,
    at: parseInstant(at),
  }
}
