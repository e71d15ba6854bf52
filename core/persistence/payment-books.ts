import type { Transaction } from '../flow/ledger/ports.ts'
import type { PayingAccount, PaymentBooks, Which } from '../flow/payments/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { paymentClaims } from './payment-claims.ts'
import {
  ALTERNATIVE_CREDITED,
  ORDER_COLUMNS,
  type OrderRow,
  orderOf,
  REFUND_COLUMNS,
  type RefundRow,
  refundOf,
} from './payment-rows.ts'
import { clientOf, type SqlClient } from './sql.ts'

const INSERT_ORDER = `
INSERT INTO payment_order (reference, site_id, account_id, connection_id, alternative_to_id, amount_micros, currency,
  merchant_id, description, requested_by, idempotency_key, body_hash, expires_at, next_poll_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, to_timestamp($13::float8 / 1000), to_timestamp($14::float8 / 1000))
ON CONFLICT (site_id, idempotency_key) DO NOTHING
RETURNING ${ORDER_COLUMNS}`

const SAVE_ORDER = `
UPDATE payment_order SET state = $2, unknown_since = to_timestamp($3::float8 / 1000), payer_action = $4,
  channel_reference = $5, captured_at = to_timestamp($6::float8 / 1000), credited = $7, refund_reserved_micros = $8,
  next_poll_at = CASE WHEN $9 THEN to_timestamp($10::float8 / 1000) ELSE next_poll_at END, version = version + 1
WHERE id = $1`

const INSERT_REFUND = `
INSERT INTO refund (reference, order_id, amount_micros, currency, source, state, reason, requested_by,
  idempotency_key, body_hash, next_poll_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11::float8 / 1000))
ON CONFLICT (order_id, idempotency_key) DO NOTHING
RETURNING ${REFUND_COLUMNS}`

const SAVE_REFUND = `
UPDATE refund SET state = $2, unknown_since = to_timestamp($3::float8 / 1000), decided_by = $4, channel_reference = $5,
  next_poll_at = CASE WHEN $6 THEN to_timestamp($7::float8 / 1000) ELSE next_poll_at END, version = version + 1
WHERE id = $1`

const LEDGER_ACCOUNT = `
INSERT INTO ledger_account (site_id, account_id, kind, code, currency, balance_micros)
VALUES ($1, $2, $3, $4, $5, CASE WHEN $2::bigint IS NULL THEN NULL ELSE 0 END)
ON CONFLICT (site_id, account_id, kind, code, currency, fund) DO NOTHING`

const OPEN_REPAIR = `
INSERT INTO repair_item (site_id, kind, subject, owner_role, severity, detail) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO UPDATE
SET occurrences = repair_item.occurrences + 1, last_at = now(), detail = excluded.detail`

/** Payments within one transaction. */
export function createPaymentBooks(transaction: Transaction): PaymentBooks {
  const client = clientOf(transaction)
  return {
    transaction,
    ...orderBooks(client),
    ...refundBooks(client),
    ...otherBooks(client),
    ...paymentClaims(client),
  }
}

type OrderBooks = Pick<
  PaymentBooks,
  | 'findOrderByKey'
  | 'insertOrder'
  | 'lockOrder'
  | 'saveOrder'
  | 'keepBalanceAfter'
  | 'hurryAlternatives'
>

function orderBooks(client: SqlClient): OrderBooks {
  const findOrderByKey: PaymentBooks['findOrderByKey'] = async (which) => {
    const row = await one<OrderRow>(client, {
      text: `SELECT ${ORDER_COLUMNS} FROM payment_order WHERE site_id = $1 AND idempotency_key = $2`,
      values: [which.siteId, which.idempotencyKey],
    })
    return row && { order: orderOf(row), bodyHash: row.body_hash }
  }
  return {
    findOrderByKey,
    async insertOrder(draft) {
      const values = [
        ...[draft.reference, draft.siteId, draft.accountId, draft.connectionId],
        ...[draft.alternativeToId, draft.amountMicros, draft.currency, draft.merchantId],
        ...[draft.description, draft.requestedBy, draft.idempotencyKey, draft.bodyHash],
        ...[draft.expiresAt, draft.nextPollAt],
      ]
      const row = await one<OrderRow>(client, { text: INSERT_ORDER, values })
      if (row) return { order: orderOf(row), bodyHash: row.body_hash }
      return defined(await findOrderByKey(draft), 'the order that has the key')
    },
    lockOrder: (which) => lockOrder(client, which),
    async saveOrder({ order, nextPollAt }) {
      await client.query({
        text: SAVE_ORDER,
        values: [
          ...[order.id, order.state, order.unknownSince, JSON.stringify(order.payerAction)],
          ...[order.channelReference, order.capturedAt, order.credited],
          ...[order.refundReservedMicros, nextPollAt !== undefined, nextPollAt ?? null],
        ],
      })
    },
    async keepBalanceAfter({ order, balanceMicros }) {
      await client.query({
        text: 'UPDATE payment_order SET balance_after_micros = $2 WHERE id = $1',
        values: [order.id, balanceMicros],
      })
    },
    async hurryAlternatives({ order, at }) {
      await client.query({
        text: `UPDATE payment_order SET next_poll_at = to_timestamp($1::float8 / 1000)
          WHERE (id = $2 OR alternative_to_id = $2) AND id <> $3 AND state IN ('created', 'pending')`,
        values: [at, order.alternativeToId ?? order.id, order.id],
      })
    },
  }
}

/** The first order for the money is locked before the one that is asked for: always in this order. */
async function lockOrder(client: SqlClient, which: Which) {
  const found = await one<{ id: Id; root: Id }>(client, {
    text: `SELECT id, COALESCE(alternative_to_id, id) AS root FROM payment_order
      WHERE id = $1 OR (connection_id = $2 AND reference = $3)`,
    values: 'id' in which ? [which.id, null, null] : [null, which.connectionId, which.reference],
  })
  if (found === null) return null
  for (const id of new Set([found.root, found.id]))
    await client.query({
      text: 'SELECT FROM payment_order WHERE id = $1 FOR NO KEY UPDATE',
      values: [id],
    })
  const row = await one<OrderRow & { alternative_credited: boolean }>(client, {
    text: `SELECT ${ORDER_COLUMNS}, ${ALTERNATIVE_CREDITED} FROM payment_order o WHERE id = $1`,
    values: [found.id],
  })
  const { alternative_credited: alternativeCredited, ...order } = defined(row, 'a locked order')
  return { order: orderOf(order), alternativeCredited }
}

type RefundBooks = Pick<
  PaymentBooks,
  'findRefundByKey' | 'insertRefund' | 'lockRefund' | 'saveRefund'
>

function refundBooks(client: SqlClient): RefundBooks {
  const findRefundByKey: PaymentBooks['findRefundByKey'] = async (which) => {
    const row = await one<RefundRow>(client, {
      text: `SELECT ${REFUND_COLUMNS} FROM refund WHERE order_id = $1 AND idempotency_key = $2`,
      values: [which.orderId, which.idempotencyKey],
    })
    return row && { refund: refundOf(row), bodyHash: row.body_hash }
  }
  return {
    findRefundByKey,
    async insertRefund(draft) {
      const values = [
        ...[draft.reference, draft.orderId, draft.amountMicros, draft.currency, draft.source],
        ...[draft.state, draft.reason, draft.requestedBy, draft.idempotencyKey, draft.bodyHash],
        draft.nextPollAt,
      ]
      const row = await one<RefundRow>(client, { text: INSERT_REFUND, values })
      if (row) return { refund: refundOf(row), bodyHash: row.body_hash }
      return defined(await findRefundByKey(draft), 'the refund that has the key')
    },
    async lockRefund(which) {
      const found = await one<{ id: Id; order_id: Id }>(client, {
        text: `SELECT r.id, r.order_id FROM refund r JOIN payment_order o ON o.id = r.order_id
          WHERE r.id = $1 OR (o.connection_id = $2 AND r.reference = $3)`,
        values:
          'id' in which ? [which.id, null, null] : [null, which.connectionId, which.reference],
      })
      if (found === null) return null
      const { order } = defined(await lockOrder(client, { id: found.order_id }), 'its order')
      const row = await one<RefundRow>(client, {
        text: `SELECT ${REFUND_COLUMNS} FROM refund WHERE id = $1 FOR NO KEY UPDATE`,
        values: [found.id],
      })
      return { refund: refundOf(defined(row, 'a locked refund')), order }
    },
    async saveRefund({ refund, nextPollAt }) {
      await client.query({
        text: SAVE_REFUND,
        values: [
          ...[refund.id, refund.state, refund.unknownSince, refund.decidedBy],
          ...[refund.channelReference, nextPollAt !== undefined, nextPollAt ?? null],
        ],
      })
    },
  }
}

type OtherBooks = Pick<
  PaymentBooks,
  | 'account'
  | 'addEvent'
  | 'refundLimit'
  | 'cashBalance'
  | 'ledgerAccount'
  | 'lockBalance'
  | 'openRepair'
>

function otherBooks(client: SqlClient): OtherBooks {
  return {
    async account({ accountId }) {
      return one<PayingAccount>(client, {
        text: `SELECT a.site_id AS "siteId", c.tenant_id AS "tenantId", a.currency, a.state
          FROM account a JOIN contract c ON c.id = a.contract_id WHERE a.id = $1 FOR SHARE OF a`,
        values: [accountId],
      })
    },
    async refundLimit({ siteId }) {
      const row = await one<{ above: string | null }>(client, {
        text: 'SELECT refund_approval_above_micros AS above FROM site WHERE id = $1',
        values: [siteId],
      })
      return row === null || row.above === null ? null : BigInt(row.above)
    },
    async cashBalance({ accountId }) {
      const row = await one<{ sum: string }>(client, {
        text: `SELECT COALESCE(sum(balance_micros), 0) AS sum FROM ledger_account
          WHERE account_id = $1 AND kind = 'cash'`,
        values: [accountId],
      })
      return BigInt(row?.sum ?? 0)
    },
    async addEvent({ orderId, refundId, source, status }) {
      await client.query({
        text: 'INSERT INTO payment_event (order_id, refund_id, source, status) VALUES ($1, $2, $3, $4)',
        values: [orderId, refundId ?? null, source, JSON.stringify(status)],
      })
    },
    async ledgerAccount({ siteId, accountId, kind, code, currency }) {
      const values = [siteId, accountId, kind, code, currency]
      const find = {
        text: `SELECT id FROM ledger_account WHERE site_id = $1 AND account_id IS NOT DISTINCT FROM $2
          AND kind = $3 AND code = $4 AND currency = $5 AND fund = 'general'`,
        values,
      }
      const known = await one<{ id: Id }>(client, find)
      if (known) return known.id
      await client.query({ text: LEDGER_ACCOUNT, values })
      return defined(await one<{ id: Id }>(client, find), 'a ledger account just opened').id
    },
    async lockBalance({ ledgerAccountId }) {
      const row = await one<{ balance_micros: string }>(client, {
        text: 'SELECT balance_micros FROM ledger_account WHERE id = $1 FOR NO KEY UPDATE',
        values: [ledgerAccountId],
      })
      return BigInt(defined(row, 'a purse').balance_micros)
    },
    async openRepair({ siteId, kind, subject, ownerRole, severity, detail }) {
      await client.query({
        text: OPEN_REPAIR,
        values: [siteId, kind, subject, ownerRole, severity, JSON.stringify(detail)],
      })
    },
  }
}

async function one<Row extends object>(
  client: SqlClient,
  query: { readonly text: string; readonly values: unknown[] },
): Promise<Row | null> {
  const { rows } = await client.query<Row>(query)
  return rows[0] ?? null
}
