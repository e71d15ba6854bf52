import type { Refund } from '../domain/payments/refund.ts'
import type { PayerAction, StoredOrder } from '../flow/payments/ports.ts'
import type { Id } from '../kernel/id.ts'
import { instantOfPg } from './orm.ts'

export interface OrderRow {
  readonly id: Id
  readonly reference: string
  readonly site_id: Id
  readonly account_id: Id
  readonly connection_id: Id
  readonly alternative_to_id: Id | null
  readonly amount_micros: string
  readonly currency: string
  readonly merchant_id: string | null
  readonly description: string
  readonly state: StoredOrder['state']
  readonly unknown_since: string | null
  readonly payer_action: PayerAction
  readonly channel_reference: string | null
  readonly captured_at: string | null
  readonly credited: boolean | null
  readonly refund_reserved_micros: string
  readonly requested_by: string
  readonly created_at: string
  readonly expires_at: string
  readonly body_hash: string
  readonly polls: number
}

export interface RefundRow {
  readonly id: Id
  readonly reference: string
  readonly order_id: Id
  readonly amount_micros: string
  readonly currency: string
  readonly source: Refund['source']
  readonly state: Refund['state']
  readonly unknown_since: string | null
  readonly reason: string
  readonly requested_by: string | null
  readonly decided_by: string | null
  readonly channel_reference: string | null
  readonly body_hash: string
  readonly polls: number
}

/** Instants as text, whatever the session's parsers make of timestamptz. */
const instant = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS"+00"') AS ${column}`

export const ORDER_COLUMNS = [
  'id, reference, site_id, account_id, connection_id, alternative_to_id, amount_micros, currency',
  'merchant_id, description, state, payer_action, channel_reference, credited',
  'refund_reserved_micros, requested_by, body_hash, polls',
  instant('unknown_since'),
  instant('captured_at'),
  instant('created_at'),
  instant('expires_at'),
].join(', ')

export const REFUND_COLUMNS = [
  'id, reference, order_id, amount_micros, currency, source, state, reason, requested_by',
  'decided_by, channel_reference, body_hash, polls',
  instant('unknown_since'),
].join(', ')

const instantOrNull = (text: string | null) => (text === null ? null : instantOfPg(text))

export function orderOf(row: OrderRow): StoredOrder {
  return Object.freeze({
    id: row.id,
    reference: row.reference,
    siteId: row.site_id,
    accountId: row.account_id,
    connectionId: row.connection_id,
    alternativeToId: row.alternative_to_id,
    amountMicros: BigInt(row.amount_micros),
    currency: row.currency,
    merchantId: row.merchant_id,
    description: row.description,
    state: row.state,
    unknownSince: instantOrNull(row.unknown_since),
    payerAction: row.payer_action,
    channelReference: row.channel_reference,
    capturedAt: instantOrNull(row.captured_at),
    credited: row.credited,
    refundReservedMicros: BigInt(row.refund_reserved_micros),
    requestedBy: row.requested_by,
    createdAt: instantOfPg(row.created_at),
    expiresAt: instantOfPg(row.expires_at),
  })
}

export function refundOf(row: RefundRow): Refund {
  return Object.freeze({
    id: row.id,
    reference: row.reference,
    orderId: row.order_id,
    amountMicros: BigInt(row.amount_micros),
    currency: row.currency,
    source: row.source,
    state: row.state,
    unknownSince: instantOrNull(row.unknown_since),
    reason: row.reason,
    requestedBy: row.requested_by,
    decidedBy: row.decided_by,
    channelReference: row.channel_reference,
  })
}

/** Whether another order for the same money as the order `o` has been credited. */
export const ALTERNATIVE_CREDITED = `EXISTS (
  SELECT FROM payment_order x WHERE x.credited AND x.id <> o.id
    AND COALESCE(x.alternative_to_id, x.id) = COALESCE(o.alternative_to_id, o.id)
) AS alternative_credited`
