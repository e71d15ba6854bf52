import type { Grant } from '../flow/identity/ports.ts'
import type { OrderEvent, ReadStore, SetupStep } from '../flow/reads/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { CHARGE_COLUMNS, CHARGE_LINES, ms, rowOf } from './charge-row.ts'
import { idList } from './columns.ts'
import { refusalOf } from './database-errors.ts'
import type { SqlClient } from './sql.ts'

/** The condition that an instant lies in a span. */
const within = (column: string, from: string, to: string) =>
  `(${from}::float8 IS NULL OR ${column} >= to_timestamp(${from} / 1000))
   AND (${to}::float8 IS NULL OR ${column} < to_timestamp(${to} / 1000))`

const POSTINGS = `
WITH purse AS (SELECT id, kind, fund, currency FROM ledger_account WHERE account_id = $1)
SELECT p.id::text, ${ms('p.at')} AS at, ${ms('p.booked_at')} AS "bookedAt", purse.kind AS purse, purse.fund,
  CASE WHEN p.credit_id = purse.id THEN p.amount_micros ELSE -p.amount_micros END AS "amountMicros",
  p.currency, p.kind, other.kind AS counterpart, p.reference_kind AS "referenceKind",
  p.reference_id::text AS "referenceId", p.reverses_id::text AS "reversesId"
FROM purse CROSS JOIN LATERAL (
  (SELECT * FROM posting WHERE debit_id = purse.id AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3)
  UNION ALL
  (SELECT * FROM posting WHERE credit_id = purse.id AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3)
) p JOIN ledger_account other
  ON other.id = CASE WHEN p.credit_id = purse.id THEN p.debit_id ELSE p.credit_id END
ORDER BY p.id DESC, purse.id LIMIT $3`

const CHARGES = `
SELECT ${CHARGE_COLUMNS}
FROM (
  SELECT DISTINCT a.id AS agreement_id, r.id AS register_id
  FROM service_agreement a
  JOIN installation n ON n.metering_point_id = a.metering_point_id
  JOIN register r ON r.meter_id = n.meter_id
  WHERE a.account_id = $1
) s CROSS JOIN LATERAL (
  SELECT * FROM usage_interval
  WHERE register_id = s.register_id AND agreement_id = s.agreement_id AND ${within('to_at', '$2', '$3')}
    AND ($4::float8 IS NULL OR (to_at, id) < (to_timestamp($4 / 1000), $5::bigint))
  ORDER BY to_at DESC, id DESC LIMIT $6
) i
${CHARGE_LINES}
ORDER BY i.to_at DESC, i.id DESC LIMIT $6`

const ORDER_EVENTS = `
SELECT id::text, ${ms('at')} AS at, source, refund_id::text AS "refundId", COALESCE(status ->> 'state', 'unknown') AS state,
  left(status ->> 'detail', 2000) AS detail
FROM payment_event WHERE order_id = $1 ORDER BY id DESC LIMIT $2`

const READINGS = `
SELECT r.register_id::text AS "registerId", ${ms('r.at')} AS at, r.value_micros AS "valueMicros",
  ${ms('r.received_at')} AS "receivedAt", r.quality, r.source
FROM reading r
WHERE r.register_id = $1 AND ${within('r.at', '$2', '$3')}
  AND ($4::float8 IS NULL OR (r.at, r.value_micros) < (to_timestamp($4 / 1000), $5::bigint))
ORDER BY r.at DESC, r.value_micros DESC LIMIT $6`

const POINT_READINGS = `
WITH span AS (
  SELECT a.from_at, coalesce(a.to_at, 'infinity') AS to_at
  FROM service_agreement a JOIN contract c ON c.id = a.contract_id
  WHERE a.metering_point_id = $1 AND c.tenant_id = ANY ($2::bigint[])
  UNION ALL SELECT '-infinity', 'infinity' WHERE $2::bigint[] IS NULL
)
SELECT r.register_id::text AS "registerId", ${ms('r.at')} AS at, r.value_micros AS "valueMicros",
  ${ms('r.received_at')} AS "receivedAt", r.quality, r.source
FROM (
  SELECT g.id AS register_id, greatest(n.from_at, span.from_at) AS from_at,
    least(coalesce(n.to_at, 'infinity'), span.to_at) AS to_at
  FROM installation n JOIN register g ON g.meter_id = n.meter_id CROSS JOIN span
  WHERE n.metering_point_id = $1
) s CROSS JOIN LATERAL (
  SELECT * FROM reading
  WHERE register_id = s.register_id AND at >= s.from_at AND at < s.to_at AND ${within('at', '$3', '$4')}
    AND ($5::float8 IS NULL
      OR (at, register_id, value_micros) < (to_timestamp($5 / 1000), $6::bigint, $7::bigint))
  ORDER BY at DESC, value_micros DESC LIMIT $8
) r
ORDER BY r.at DESC, r.register_id DESC, r.value_micros DESC LIMIT $8`

const QUARANTINED_READINGS = `
SELECT q.register_id::text AS "registerId", ${ms('q.at')} AS at, q.value_micros AS "valueMicros", q.reason, q.detail,
  ${ms('q.opened_at')} AS "openedAt", ${ms('q.closed_at')} AS "closedAt"
FROM quarantined_reading q JOIN register r ON r.id = q.register_id JOIN meter m ON m.id = r.meter_id
WHERE ($1::bigint[] IS NULL OR m.site_id = ANY ($1)) AND ($2::bigint IS NULL OR q.register_id = $2)
  AND ($3::boolean IS NULL OR (q.closed_at IS NULL) = $3)
  AND ($4::float8 IS NULL OR (q.opened_at, q.register_id, q.at, q.value_micros)
    < (to_timestamp($4 / 1000), $5::bigint, to_timestamp($6::float8 / 1000), $7::bigint))
ORDER BY q.opened_at DESC, q.register_id DESC, q.at DESC, q.value_micros DESC LIMIT $8`

const QUARANTINED_INPUTS = `
SELECT q.id::text, q.connection_id::text AS "connectionId", q.source, q.reason,
  translate(encode(q.payload, 'base64'), E'\\n', '') AS "payloadBase64", q.occurrences::float8 AS occurrences,
  ${ms('q.first_at')} AS "firstAt", ${ms('q.last_at')} AS "lastAt"
FROM quarantined_input q JOIN connection c ON c.id = q.connection_id
WHERE ($1::bigint[] IS NULL OR c.site_id = ANY ($1)) AND ($2::bigint IS NULL OR q.id < $2)
ORDER BY q.id DESC LIMIT $3`

const RECEIPT = `
SELECT o.reference AS number, o.id::text AS "orderId", o.amount_micros AS "amountMicros", o.currency, o.description,
  jsonb_build_object('id', s.id::text, 'code', s.code, 'name', s.name, 'timeZone', s.time_zone) AS site,
  jsonb_build_object('tenantId', t.id::text, 'code', t.code, 'name', t.name) AS payer,
  jsonb_build_object('id', a.id::text, 'code', a.code) AS account,
  jsonb_build_object('connectionId', n.id::text, 'type', n.type, 'name', n.name,
    'reference', o.channel_reference) AS channel,
  ${ms('o.created_at')} AS "orderedAt", ${ms('o.captured_at')} AS "paidAt",
  o.balance_after_micros AS "balanceAfterMicros", o.refund_reserved_micros AS "refundedMicros"
FROM payment_order o JOIN site s ON s.id = o.site_id JOIN account a ON a.id = o.account_id
JOIN contract c ON c.id = a.contract_id JOIN tenant t ON t.id = c.tenant_id
JOIN connection n ON n.id = o.connection_id
WHERE o.id = $1 AND o.state = 'captured' AND o.credited`

const SETUP_COUNTS = `
SELECT (SELECT count(*) FROM site)::integer AS site, (SELECT count(*) FROM connection)::integer AS connection,
  (SELECT count(*) FROM meter)::integer AS meter, (SELECT count(*) FROM tariff_version)::integer AS tariff,
  (SELECT count(*) FROM tenant)::integer AS tenant, (SELECT count(*) FROM account)::integer AS account,
  (SELECT count(*) FROM payment_order WHERE credited)::integer AS "topUp"`

/** Reads that the ORM would only be in the way of: straight SQL, keyset paging, newest first. */
export function createReadStore({ client }: { readonly client: SqlClient }): ReadStore {
  const page = async (name: string, text: string, values: unknown[]) => {
    const { rows } = await client.query({ name, text, values }).catch(refusalOf)
    return { rows: rows.map(rowOf) }
  }
  return {
    postings: ({ accountId, before, limit }) =>
      page('read-postings', POSTINGS, [accountId, before, limit]),
    charges: ({ accountId, from, to, before, limit }) =>
      page('read-charges', CHARGES, [
        accountId,
        from,
        to,
        before?.toAt ?? null,
        before?.id ?? null,
        limit,
      ]),
    readings: ({ registerId, from, to, before, limit }) =>
      page('read-readings', READINGS, [
        registerId,
        from,
        to,
        before?.at ?? null,
        before?.valueMicros ?? null,
        limit,
      ]),
    pointReadings: ({ meteringPointId, tenantIds, from, to, before, limit }) =>
      page('read-point-readings', POINT_READINGS, [
        meteringPointId,
        tenantIds === null ? null : idList(tenantIds),
        from,
        to,
        before?.at ?? null,
        before?.registerId ?? null,
        before?.valueMicros ?? null,
        limit,
      ]),
    quarantinedReadings: ({ grants, registerId, open, before, limit }) =>
      page('read-quarantined-readings', QUARANTINED_READINGS, [
        sitesOf(grants),
        registerId,
        open,
        before?.openedAt ?? null,
        before?.registerId ?? null,
        before?.at ?? null,
        before?.valueMicros ?? null,
        limit,
      ]),
    quarantinedInputs: ({ grants, before, limit }) =>
      page('read-quarantined-inputs', QUARANTINED_INPUTS, [sitesOf(grants), before, limit]),
    async orderEvents({ orderId, limit }) {
      const { rows } = await client.query<OrderEvent>({
        name: 'read-order-events',
        text: ORDER_EVENTS,
        values: [orderId, limit],
      })
      return { items: rows }
    },
    async receipt({ orderId }) {
      const { rows } = await page('read-receipt', RECEIPT, [orderId])
      return rows[0] ?? null
    },
    async setupCounts() {
      const text = SETUP_COUNTS
      const { rows } = await client.query<Record<SetupStep, number>>({ text }).catch(refusalOf)
      return defined(rows[0], 'the counts')
    },
  }
}

/** Null: every site. These are read by staff alone, so that no grant is a tenant's. */
function sitesOf(grants: readonly Grant[]): string | null {
  const sites: Id[] = []
  for (const { siteId } of grants) {
    if (siteId === null) return null
    sites.push(siteId)
  }
  return idList(sites)
}
