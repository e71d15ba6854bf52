import type { StoredDelivery, StoredNotice } from '../flow/notices/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'

/** A timestamptz column as epoch milliseconds, whatever the driver makes of timestamps. */
function millis(column: string, name: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::float8 AS ${name}`
}

export const NOTICE_COLUMNS = [
  'n.id, n.site_id, n.account_id, n.tenant_id, n.staff_role, n.kind, n.cause_key, n.urgency, n.language',
  'n.subject, n.text, n.required_level, n.door_notice, n.state',
  millis('n.deadline_at', 'deadline_at'),
  millis('n.created_at', 'created_at'),
  millis('n.delivered_at', 'delivered_at'),
  millis('n.read_at', 'read_at'),
].join(', ')

export interface NoticeRow {
  readonly id: Id
  readonly site_id: Id
  readonly account_id: Id | null
  readonly tenant_id: Id | null
  readonly staff_role: string | null
  readonly kind: StoredNotice['kind']
  readonly cause_key: string
  readonly urgency: StoredNotice['urgency']
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly required_level: StoredNotice['requiredLevel']
  readonly door_notice: boolean
  readonly state: StoredNotice['state']
  readonly deadline_at: Instant | null
  readonly created_at: Instant
  readonly delivered_at: Instant | null
  readonly read_at: Instant | null
}

export function noticeOf(row: NoticeRow): StoredNotice {
  return Object.freeze({
    noticeId: row.id,
    siteId: row.site_id,
    accountId: row.account_id,
    tenantId: row.tenant_id,
    staffRole: row.staff_role,
    kind: row.kind,
    causeKey: row.cause_key,
    urgency: row.urgency,
    language: row.language,
    subject: row.subject,
    text: row.text,
    requiredLevel: row.required_level,
    doorNotice: row.door_notice,
    state: row.state,
    deadlineAt: row.deadline_at,
    createdAt: row.created_at,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
  })
}

export const DELIVERY_COLUMNS = [
  'd.id, d.key, d.notice_id, d.route_id, d.connection_id, d.address, d.state, d.attempts',
  'd.reference, d.detail, d.confirmed_by',
  millis('d.attempt_at', 'attempt_at'),
  millis('d.accepted_at', 'accepted_at'),
  millis('d.delivered_at', 'delivered_at'),
  millis('d.read_at', 'read_at'),
].join(', ')

export interface DeliveryRow {
  readonly id: Id
  readonly key: string
  readonly notice_id: Id
  readonly route_id: Id | null
  readonly connection_id: Id | null
  readonly address: StoredDelivery['address']
  readonly state: StoredDelivery['state']
  readonly attempts: number
  readonly reference: string | null
  readonly detail: string | null
  readonly confirmed_by: string | null
  readonly attempt_at: Instant | null
  readonly accepted_at: Instant | null
  readonly delivered_at: Instant | null
  readonly read_at: Instant | null
}

export function deliveryOf(row: DeliveryRow): StoredDelivery {
  return Object.freeze({
    deliveryId: row.id,
    key: row.key,
    noticeId: row.notice_id,
    routeId: row.route_id,
    connectionId: row.connection_id,
    address: row.address,
    state: row.state,
    attempts: row.attempts,
    attemptAt: row.attempt_at,
    reached: Object.freeze({
      ...(row.accepted_at === null ? {} : { accepted: row.accepted_at }),
      ...(row.delivered_at === null ? {} : { delivered: row.delivered_at }),
      ...(row.read_at === null ? {} : { read: row.read_at }),
    }),
    reference: row.reference,
    detail: row.detail,
    confirmedBy: row.confirmed_by,
  })
}
