import type { ServiceBroker } from 'moleculer'
import type { JobWorker } from '../adapters/jobs.ts'
import type { DeliveryLevel, Log } from '../contracts/index.ts'
import { defaultRetryPolicy, deliveryLevels, type RetryPolicy } from '../domain/notices/delivery.ts'
import type { NoticeFacts } from '../domain/notices/kinds.ts'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { FactLog } from '../flow/facts/ports.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { tellingNotices } from '../flow/notices/facts.ts'
import { linkingNotices } from '../flow/notices/links.ts'
import type { NoticeChannels, NoticeStore, NoticeTarget } from '../flow/notices/ports.ts'
import { type NoticeProof, noticeProof, noticeReached, queueNotice } from '../flow/notices/queue.ts'
import { wakingNotices } from '../flow/notices/wakes.ts'
import { createNoticeWorker } from '../flow/notices/worker.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { notificationChannelClient } from '../host/client.ts'
import type { PluginHost } from '../host/host.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { type Clock, HOUR_MS, type Instant } from '../kernel/instant.ts'
import { createNoticeStore } from '../persistence/notices-store.ts'
import type { SqlPool } from '../persistence/sql.ts'
import type { Action } from '../services/define.ts'
import { noticeActions } from '../services/notices.ts'
import type { Wakes } from './wakes.ts'

/** How notices are sent; durations by the wall clock but where said. */
export interface NoticeSettings {
  /** Notices and deliveries taken at once. */
  readonly limit: number
  readonly sendTimeoutMs: number
  /** How long a receipt is waited for before the next channel is tried; by the domain clock. */
  readonly receiptPatienceMs: number
  readonly retryPolicy: RetryPolicy
}

const DEFAULTS: NoticeSettings = Object.freeze({
  limit: 100,
  // A channel's send may take 60 s at the host, and 10 s more at the broker.
  sendTimeoutMs: 75_000,
  receiptPatienceMs: HOUR_MS,
  retryPolicy: defaultRetryPolicy,
})

export interface NoticesOptions {
  readonly pool: SqlPool
  readonly host: Pick<PluginHost, 'connections' | 'contribution' | 'validate'>
  readonly broker: ServiceBroker
  readonly contract: JsonObject
  readonly registry: RegistryStore
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly audit: AuditLog
  readonly facts: FactLog
  /** The domain clock. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Of a queue of the notices' own. */
  readonly wakes: Wakes
  readonly log: Log
  /** Of the tenants' portal, for links in notices; null or absent: there are none. */
  readonly portalUrl?: string | null
  readonly settings?: Partial<NoticeSettings>
}

/** The notices as other flows use them: each call is part of the caller's transaction. */
export interface NoticePort {
  /** The notice exists if and only if the transaction commits; a cause is told once. */
  queue(
    transaction: Transaction,
    request: {
      readonly accountId: Id
      readonly notice: NoticeFacts
      /** The least level that counts as delivered; left out, a coming cut's is the site policy's. */
      readonly requiredLevel?: DeliveryLevel
    },
  ): Promise<{ readonly noticeId: Id; readonly created: boolean }>
  /** Tells the staff who hold a role at a site. */
  queueForStaff(
    transaction: Transaction,
    request: { readonly siteId: Id; readonly role: string; readonly notice: NoticeFacts },
  ): Promise<{ readonly noticeId: Id; readonly created: boolean }>
  /** When each level was first reached, by the domain clock. */
  reached(
    transaction: Transaction,
    request: { readonly noticeId: Id },
  ): Promise<Readonly<Partial<Record<DeliveryLevel, Instant>>>>
  /** Whether an account was told of a cause; null where it never was. */
  proof(
    transaction: Transaction,
    request: {
      readonly accountId: Id
      readonly cause: Pick<NoticeFacts, 'kind' | 'cause'>
      readonly requiredLevel: DeliveryLevel
    },
  ): Promise<NoticeProof | null>
}

export interface Notices extends NoticePort {
  /** For flows that queue by themselves. */
  readonly store: NoticeStore
  /** The operations of the contract that the registry does not serve. */
  readonly actions: readonly Action[]
  /** Takes in hand what is due. Wake-ups do it; it is there for clocks that have leapt. */
  look(): Promise<void>
  start(): Promise<void>
  /** Resolves when the sends under way have ended and are kept. */
  stop(): Promise<void>
}

/** Everything of notices, wired: queued in others' transactions, brought to people by a worker, told by the API. */
export function createNotices(options: NoticesOptions): Notices {
  const { pool, facts, clock, wallClock, wakes, log } = options
  const channels = createChannels(options)
  const kept = createNoticeStore({ pool })
  const linked = linkingNotices({ store: kept, portalUrl: options.portalUrl ?? null })
  const told = tellingNotices({ store: linked, facts })
  const store = wakingNotices({ store: told, wakes })
  const worker = createNoticeWorker({
    ...{ ...DEFAULTS, ...options.settings },
    ...{ store, channels, clock, wallClock, log },
    random: Math.random,
  })
  let woken: JobWorker | null = null
  const queue = (
    transaction: Transaction,
    target: NoticeTarget,
    { notice, ...level }: { notice: NoticeFacts; requiredLevel?: DeliveryLevel },
  ) => queueNotice({ store, clock, transaction, target, facts: notice, ...level })
  return {
    store,
    queue: (transaction, { accountId, ...request }) =>
      queue(transaction, { kind: 'account', accountId }, request),
    queueForStaff: (transaction, { siteId, role, notice }) =>
      queue(transaction, { kind: 'staff', siteId, role }, { notice }),
    reached: (transaction, { noticeId }) => noticeReached({ store, transaction, noticeId }),
    proof: (transaction, request) => noticeProof({ store, transaction, ...request }),
    actions: noticeActions({ ...options, store, channels }),
    look: worker.look,
    async start() {
      woken ??= await wakes.start(worker.look)
    },
    async stop() {
      await woken?.stop()
      await worker.stop()
    },
  }
}

/** Channels by connection: what their manifests declare, and their plugins by way of the broker. */
export function createChannels({
  host,
  broker,
}: Pick<NoticesOptions, 'host' | 'broker'>): NoticeChannels {
  const open = (connectionId: Id) =>
    host
      .connections()
      .find((item) => item.connectionId === connectionId && item.point === 'notificationChannels')
  const clientOf = (connectionId: Id) => {
    const connection = open(connectionId)
    if (connection === undefined)
      throw busbarError('plugin-not-available', {
        detail: `Connection ${connectionId} is not open.`,
      })
    const { pluginId, type } = connection
    return notificationChannelClient({ broker, pluginId, type, connectionId })
  }
  return {
    capabilities: ({ connectionId }) => {
      const connection = open(connectionId)
      if (connection === undefined) return null
      const { declares, maxTextLength } =
        declared(() => host.contribution({ point: 'notificationChannels', type: connection.type }))
          ?.capabilities ?? {}
      const level = deliveryLevels.find((known) => known === declares)
      return level === undefined || typeof maxTextLength !== 'number'
        ? null
        : { declares: level, maxTextLength }
    },
    send: async ({ connectionId, notices }) => clientOf(connectionId).send({ notices }),
    receipts: async ({ connectionId, event }) => clientOf(connectionId).receipts({ event }),
    judgeAddress: ({ type, address }) =>
      declared(() =>
        host.validate({
          point: 'notificationChannels',
          type,
          role: 'address',
          input: address,
        }),
      ),
  }
}

/** Null where no plugin contributes it. */
function declared<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (thrown) {
    if (errorCode(thrown) === 'not-found') return null
    throw thrown
  }
}
