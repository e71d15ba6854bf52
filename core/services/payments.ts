import type { AuditActor, AuditLog } from '../flow/audit/ports.ts'
import { handleCallback } from '../flow/payments/callback.ts'
import { describeTopUp } from '../flow/payments/description.ts'
import { closeOrder, refreshOrder } from '../flow/payments/orders.ts'
import type { PaymentChannels, PaymentOptions, StoredOrder } from '../flow/payments/ports.ts'
import { decideOnRefund, requestRefund, sendRefund } from '../flow/payments/refunds.ts'
import { createTopUp } from '../flow/payments/top-up.ts'
import type { RegistryStore, Row } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros, parseMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { covers } from './access.ts'
import { type Action, action, type Call, type Input, type Output, raw } from './define.ts'
import { codecOf } from './wire.ts'

export interface PaymentDependencies {
  readonly contract: JsonObject
  /** Of accounts and sites. */
  readonly store: RegistryStore
  readonly payments: PaymentOptions
  readonly channels: PaymentChannels
  readonly audit: AuditLog
}

/** Top-ups, orders, refunds, and the channels that they go through. */
export function paymentActions(dependencies: PaymentDependencies): Action[] {
  return [
    ...topUpActions(dependencies),
    ...refundActions(dependencies),
    ...channelActions(dependencies),
  ]
}

function topUpActions({ contract, store, payments, audit }: PaymentDependencies): Action[] {
  const codec = codecOf(contract, 'PaymentOrder')
  const told = (order: StoredOrder): Output<'paymentOrders.get'> =>
    codec.toWire({ ...order }) as unknown as Output<'paymentOrders.get'>
  const change =
    <K extends 'paymentOrders.close' | 'paymentOrders.refresh'>(
      act: (options: PaymentOptions, which: { readonly orderId: Id }) => Promise<StoredOrder>,
    ) =>
    async ({ path }: Input<K>, call: Call) => {
      const { id: orderId } = path as unknown as { readonly id: Id }
      const order = told(await act(payments, { orderId }))
      const { state } = order
      await audit.append({
        ...eventOf(call),
        subject: `paymentOrders:${orderId}`,
        after: { state },
      })
      return order
    }
  return [
    action('topUps.create', async ({ header, body }, call) => {
      const { accountId, connectionId, alternativeToId = null } = body
      const account = await store.get({ resource: 'accounts', id: accountId })
      if (account === null) throw busbarError('not-found')
      const order = await createTopUp(payments, {
        ...{ accountId, connectionId, alternativeToId },
        idempotencyKey: keyOf(call, header['Idempotency-Key']),
        amountMicros: parseMicros(body.amount),
        currency: String(account.currency),
        description: await descriptionOf(store, account),
        requestedBy: userOf(call),
        byStaff: isStaff(call),
        audited: ({ id, amountMicros }, transaction) => {
          const after = { accountId, connectionId, amount: formatMicros(amountMicros) }
          return audit.append(
            { ...eventOf(call), subject: `paymentOrders:${id}`, after },
            transaction,
          )
        },
      })
      return told(order)
    }),
    action('paymentOrders.close', change(closeOrder)),
    action('paymentOrders.refresh', change(refreshOrder)),
  ]
}

function refundActions({ contract, payments, audit }: PaymentDependencies): Action[] {
  const codec = codecOf(contract, 'Refund')
  const told = (refund: object): Output<'refunds.get'> =>
    codec.toWire(refund as Row) as unknown as Output<'refunds.get'>
  const decide =
    <K extends 'refunds.approve' | 'refunds.reject'>(verdict: 'approved' | 'rejected') =>
    async ({ path }: Input<K>, call: Call) => {
      const { id: refundId } = path as unknown as { readonly id: Id }
      const event = { ...eventOf(call), subject: `refunds:${refundId}` }
      const refund = await decideOnRefund(payments, {
        ...{ refundId, verdict },
        by: userOf(call),
        audited: ({ state, orderId, amountMicros }, transaction) =>
          audit.append(
            { ...event, after: { state, orderId, amount: formatMicros(amountMicros) } },
            transaction,
          ),
      })
      return told(refund)
    }
  return [
    action('refunds.create', async ({ header, body }, call) => {
      const { orderId, reason } = body
      const refund = await requestRefund(payments, {
        ...{ orderId, reason },
        idempotencyKey: keyOf(call, header['Idempotency-Key']),
        amountMicros: parseMicros(body.amount),
        requestedBy: userOf(call),
        audited: ({ id, state, amountMicros }, transaction) => {
          const after = { state, orderId, amount: formatMicros(amountMicros), reason }
          return audit.append({ ...eventOf(call), subject: `refunds:${id}`, after }, transaction)
        },
      })
      return told(refund)
    }),
    action('refunds.approve', decide('approved')),
    action('refunds.reject', decide('rejected')),
    action('refunds.send', async ({ path }, call) => {
      const refund = await sendRefund(payments, { refundId: path.id })
      const after = { state: refund.state }
      await audit.append({ ...eventOf(call), subject: `refunds:${path.id}`, after })
      return told(refund)
    }),
  ]
}

function channelActions({ payments, channels }: PaymentDependencies): Action[] {
  return [
    action('paymentChannels.list', async ({ query }, { grants }) => {
      const wanted = query?.siteId
      const { items } = await channels.list()
      const own = items.filter(
        ({ siteId }) =>
          (wanted === undefined || siteId === wanted) &&
          (grants ?? []).some((grant) => grant.siteId === null || grant.siteId === siteId),
      )
      return { items: own.map((item) => ({ ...item, title: { ...item.title } })) }
    }),
    raw('payments.callback', async ({ path, query, header, body }) => {
      const { connectionId } = path
      const receivedAt = payments.wallClock.now()
      const callback = { headers: header, query, bodyBase64: body, receivedAt }
      return handleCallback(payments, { connectionId, callback })
    }),
  ]
}

async function descriptionOf(store: RegistryStore, { code, siteId }: Row): Promise<string> {
  const site = await store.get({ resource: 'sites', id: String(siteId) })
  const { name, language } = defined(site, 'the site of an account')
  return describeTopUp({
    accountCode: String(code),
    siteName: String(name),
    language: String(language),
  })
}

function userOf({ caller }: Call): string {
  return defined(caller.actor, 'the actor of a guarded operation').userId
}

/** Keys are the caller's own: nobody meets another's. */
function keyOf(call: Call, key: string): string {
  return `${userOf(call)}:${key}`
}

const STAFF = ['owner', 'manager', 'cashier']

/** Whether the caller works where the account belongs: a cashier elsewhere is a tenant here. */
function isStaff({ caller, place }: Call): boolean {
  const assignments = caller.actor?.assignments ?? []
  return assignments.some(
    (grant) => STAFF.includes(grant.role) && place !== null && covers(grant, place),
  )
}

function eventOf({ auditActor, operation, place }: Call): {
  readonly actor: AuditActor
  readonly operation: string
  readonly outcome: 'done'
  readonly siteId: Id | null
} {
  const siteId = place?.siteId ?? null
  return { actor: auditActor, operation: operation.id, outcome: 'done', siteId }
}
