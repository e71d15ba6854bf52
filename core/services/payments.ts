import type { AuditActor, AuditLog } from '../flow/audit/ports.ts'
import { once } from '../flow/command-keys/once.ts'
import type { CommandKey, CommandKeyStore } from '../flow/command-keys/ports.ts'
import { handleCallback } from '../flow/payments/callback.ts'
import { describeTopUp } from '../flow/payments/description.ts'
import { closeOrder, type OrderCommand, refreshOrder } from '../flow/payments/orders.ts'
import type { PaymentChannels, PaymentOptions, StoredOrder } from '../flow/payments/ports.ts'
import {
  decideOnRefund,
  type RefundCommand,
  requestRefund,
  sendRefund,
} from '../flow/payments/refunds.ts'
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
  readonly keys: CommandKeyStore
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
      act: (options: PaymentOptions, command: OrderCommand) => Promise<StoredOrder>,
    ) =>
    async ({ path }: Input<K>, call: Call) => {
      const { id: orderId } = path as unknown as { readonly id: Id }
      const event = { ...eventOf(call), subject: `paymentOrders:${orderId}` }
      return told(
        await act(payments, {
          orderId,
          audited: ({ state }, transaction) =>
            audit.append({ ...event, after: { state } }, transaction),
        }),
      )
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

function refundActions({ contract, payments, audit, keys }: PaymentDependencies): Action[] {
  const codec = codecOf(contract, 'Refund')
  const auditedOf =
    (call: Call, refundId: Id): NonNullable<RefundCommand['audited']> =>
    ({ state, orderId, amountMicros }, transaction) => {
      const after = { state, orderId, amount: formatMicros(amountMicros) }
      return audit.append({ ...eventOf(call), subject: `refunds:${refundId}`, after }, transaction)
    }
  const told = (refund: object): Output<'refunds.get'> =>
    codec.toWire(refund as Row) as unknown as Output<'refunds.get'>
  const decide =
    <K extends 'refunds.approve' | 'refunds.reject'>(verdict: 'approved' | 'rejected') =>
    async ({ path, header }: Input<K>, call: Call) => {
      const { id: refundId } = path as unknown as { readonly id: Id }
      const { 'Idempotency-Key': key } = header as unknown as { readonly 'Idempotency-Key': string }
      const request = { refundId, verdict, by: userOf(call), audited: auditedOf(call, refundId) }
      const answer = await payments.store.transact((books) => {
        const command = commandOf(call, key, { refundId })
        return once(keys, books.transaction, command, async () =>
          codec.toWire({ ...(await decideOnRefund(payments, books, request)) }),
        )
      })
      return answer as unknown as Output<'refunds.get'>
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
    action('refunds.send', async ({ path, header }, call) => {
      const { id: refundId } = path
      // A repeated key goes on where the command stopped: the channel pays a reference once.
      const command = commandOf(call, header['Idempotency-Key'], { refundId })
      const refund = await sendRefund(payments, {
        refundId,
        keyed: (transaction) => once(keys, transaction, command, async () => ({ refundId })),
        audited: auditedOf(call, refundId),
      })
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

/** A command by its caller's key; under it, another operation or another object is another body. */
function commandOf(
  call: Call,
  key: string,
  body: JsonObject,
): CommandKey & { readonly body: JsonObject } {
  const { id: operation } = call.operation
  return {
    actor: userOf(call),
    key,
    body: { operation, ...body },
  }
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
