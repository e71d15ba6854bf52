import { randomBytes } from 'node:crypto'
import type { JobWorker } from '../adapters/jobs.ts'
import type { Log } from '../contracts/plugin.ts'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { CommandKeyStore } from '../flow/command-keys/ports.ts'
import type { FactLog } from '../flow/facts/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { type ReceivableOptions, settleReceivables } from '../flow/ledger/receivables.ts'
import type { PaymentFact, PaymentOptions } from '../flow/payments/ports.ts'
import { createInquirer } from '../flow/payments/resolve.ts'
import { wakingPayments } from '../flow/payments/wakes.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros } from '../kernel/decimal.ts'
import type { Id } from '../kernel/id.ts'
import { type Clock, MINUTE_MS } from '../kernel/instant.ts'
import type { Micros } from '../kernel/money.ts'
import { countUnknownPayments, createPaymentStore } from '../persistence/payment-store.ts'
import type { SqlPool } from '../persistence/sql.ts'
import type { Action } from '../services/define.ts'
import { paymentActions } from '../services/payments.ts'
import type { Notices } from './notices.ts'
import { createPaymentConnections, type PaymentConnectionsOptions } from './payment-connections.ts'
import type { Wakes } from './wakes.ts'

/** What the instance lays down of payments. */
interface PaymentLimits {
  /** Refunds above it, in units of whichever currency, need a second person where the site says nothing else. */
  readonly refundApprovalAboveMicros: Micros
  /** How long an order can be paid. */
  readonly orderLifetimeMs: number
}

const DEFAULTS: PaymentLimits = Object.freeze({
  refundApprovalAboveMicros: 500_000_000n,
  orderLifetimeMs: 15 * MINUTE_MS,
})

export interface PaymentsOptions {
  readonly contract: JsonObject
  readonly pool: SqlPool
  /** On database connections of its own, as are `connections`: both are asked inside of transactions. */
  readonly receivables: ReceivableOptions
  readonly connections: PaymentConnectionsOptions['store']
  readonly registry: RegistryStore
  readonly host: PaymentConnectionsOptions['host']
  readonly broker: PaymentConnectionsOptions['broker']
  readonly facts: FactLog
  readonly audit: AuditLog
  readonly keys: CommandKeyStore
  readonly notices: Pick<Notices, 'queue'>
  /** Of a queue of the payments' own. */
  readonly wakes: Wakes
  /** Domain time. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly log: Log
  /** Where channels reach this instance, without a trailing slash; asked once it listens. */
  readonly publicUrl: () => string
  readonly limits?: Partial<PaymentLimits>
}

export interface Payments {
  readonly actions: readonly Action[]
  /** How many payments of an account are unknown, for the decision whether to cut. */
  unknown(
    transaction: Transaction,
    request: { readonly accountId: Id },
  ): Promise<{ readonly count: number }>
  /** Takes in hand what is due. Wake-ups do it; it is there for clocks that have leapt. */
  look(): Promise<void>
  /** Begins to ask channels about what is open or in doubt. */
  start(): Promise<void>
  /** Ends after the question under way. */
  stop(): Promise<void>
}

/** How many orders, and as many refunds, are looked at in one go. */
const AT_ONCE = 100

/** Payments, wired to their stores, the plugin host, facts and notices. */
export function createPayments(options: PaymentsOptions): Payments {
  const { pool, receivables, clock, wallClock, log } = options
  const limits = { ...DEFAULTS, ...options.limits }
  const channels = createPaymentConnections({
    store: options.connections,
    host: options.host,
    broker: options.broker,
    callbackUrl: (connectionId) =>
      `${options.publicUrl()}/api/v1/payments/callback/${connectionId}`,
  })
  const payments: PaymentOptions = {
    store: wakingPayments({ store: createPaymentStore({ pool }), wakes: options.wakes }),
    ledger: receivables.ledger,
    connections: channels,
    rules: async () => ({
      approvalAboveMicros: limits.refundApprovalAboveMicros,
      orderLifetimeMs: limits.orderLifetimeMs,
    }),
    clock,
    wallClock,
    newReference: () => randomBytes(12).toString('hex').toUpperCase(),
    announce: (fact, transaction) => announce(options, fact, transaction),
    settleReceivables: (credited) => settleReceivables(receivables, credited),
    log,
  }
  const { contract, registry: store, audit, keys } = options
  const inquirer = createInquirer(payments, { limit: AT_ONCE })
  let woken: JobWorker | null = null
  return {
    actions: paymentActions({ contract, store, payments, channels, audit, keys }),
    unknown: countUnknownPayments,
    look: inquirer.look,
    async start() {
      woken ??= await options.wakes.start(inquirer.look)
    },
    async stop() {
      await woken?.stop()
      await inquirer.stop()
    },
  }
}

/** What became of an order is told to whoever listens; money that moved, to its tenant in a notice too. */
async function announce(
  { facts, notices }: Pick<PaymentsOptions, 'facts' | 'notices'>,
  fact: PaymentFact,
  transaction: Transaction,
): Promise<void> {
  const { siteId, tenantId, accountId, orderId, amountMicros, currency, at } = fact
  const data = {
    ...{ accountId, orderId, currency },
    ...(fact.kind === 'refund-paid' ? { refundId: fact.refundId } : {}),
    amount: formatMicros(amountMicros),
    ...('balanceMicros' in fact ? { balance: formatMicros(fact.balanceMicros) } : {}),
  }
  await facts.append([{ siteId, tenantId, topic: 'payment', type: fact.kind, data }], transaction)
  if (!('balanceMicros' in fact)) return
  const moved = { at, amountMicros, balanceMicros: fact.balanceMicros }
  await notices.queue(transaction, {
    accountId,
    notice:
      fact.kind === 'refund-paid'
        ? { ...moved, kind: 'refund', cause: fact.refundId }
        : { ...moved, kind: 'receipt', cause: orderId, bonusMicros: 0n },
  })
}
