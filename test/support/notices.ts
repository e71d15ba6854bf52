import { Pool } from 'pg'
import type {
  DeliveryLevel,
  DeliveryReceipt,
  JsonObject,
  OutgoingNotice,
  SendResult,
} from '../../core/contracts/index.ts'
import type { NoticeFacts } from '../../core/domain/notices/kinds.ts'
import type { NoticeChannels, NoticeTarget } from '../../core/flow/notices/ports.ts'
import { queueNotice } from '../../core/flow/notices/queue.ts'
import { createNoticeWorker } from '../../core/flow/notices/worker.ts'
import { defined } from '../../core/kernel/assert.ts'
import type { Id } from '../../core/kernel/id.ts'
import { type Instant, parseInstant } from '../../core/kernel/instant.ts'
import { createNoticeStore } from '../../core/persistence/notices-store.ts'

/** A channel that does as the test says. */
export interface ScriptedChannel {
  readonly declares: DeliveryLevel
  readonly maxTextLength: number
  send(notices: readonly OutgoingNotice[]): Promise<readonly SendResult[]>
  receipts?(deliveryId: string): readonly DeliveryReceipt[]
}

/** Answers every notice with the same outcome. */
export function answering(
  outcome: DeliveryLevel | 'failed' | 'busy',
  declares: DeliveryLevel = outcome === 'failed' || outcome === 'busy' ? 'accepted' : outcome,
): ScriptedChannel & { readonly asked: OutgoingNotice[] } {
  const asked: OutgoingNotice[] = []
  return {
    asked,
    declares,
    maxTextLength: 10_000,
    async send(notices) {
      asked.push(...notices)
      return notices.map(({ deliveryId }) =>
        outcome === 'failed' || outcome === 'busy'
          ? { deliveryId, outcome: 'failed', retryable: outcome === 'busy', detail: outcome }
          : { deliveryId, outcome: 'sent', level: outcome },
      )
    },
  }
}

/** Noon in Shanghai on a working day. */
export const NOON = parseInstant('2026-03-02T04:00:00Z')

export const retryPolicy = { maxAttempts: 3, firstDelayMs: 1_000, maxDelayMs: 60_000 }

/** A site with an account, a domain clock and a wall clock that leap, and channels by connection. */
export async function createNoticeBench({ appUrl }: { readonly appUrl: string }) {
  const pool = new Pool({ connectionString: appUrl, max: 8 })
  pool.on('error', () => undefined)
  const time = { domain: NOON, wall: 1_000_000_000_000 }
  const clock = { now: () => time.domain }
  const wallClock = { now: () => time.wall }
  const channels = new Map<Id, ScriptedChannel>()
  const lines: string[] = []
  const write = (message: string, data?: object) => {
    lines.push(`${message} ${JSON.stringify(data)}`)
  }
  const log = { debug: write, info: write, warn: write, error: write }
  const store = createNoticeStore({ pool })
  const port: NoticeChannels = {
    capabilities: ({ connectionId }) => channels.get(connectionId) ?? null,
    // Nothing is known of its addresses: all routes are set by the test.
    judgeAddress: () => null,
    async send({ connectionId, notices }) {
      const channel = channels.get(connectionId)
      if (channel === undefined)
        throw Object.assign(new Error('The plugin is off.'), { retryable: true })
      return { items: await channel.send(notices) }
    },
    async receipts({ connectionId, event }) {
      const told = event.kind === 'opened' ? event.deliveryId : event.headers.delivery
      return { receipts: channels.get(connectionId)?.receipts?.(told ?? '') ?? [] }
    },
  }

  async function insert(text: string, values: readonly unknown[]): Promise<Id> {
    const { rows } = await pool.query<{ id: Id }>(`${text} RETURNING id`, [...values])
    return defined(rows[0], 'an id').id
  }

  const profileId = await insert(
    "INSERT INTO policy_profile (code, title, rules) VALUES ('none', 'None', '{}')",
    [],
  )
  const siteId = await insert(
    `INSERT INTO site (code, name, time_zone, currency, policy_profile_id, calendar)
     VALUES ('T', 'Harbour Court', 'Asia/Shanghai', 'CNY', $1, '{"quietHours":{"from":"22:00","to":"08:00"}}')`,
    [profileId],
  )

  /** Makes a user a tenant, so that what is sent to them holds. */
  async function addUser(accountId: Id): Promise<string> {
    serial += 1
    const userId = `user-${serial}`
    await pool.query(
      `INSERT INTO auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt")
       VALUES ($1, $1, $1 || '@example.org', false, now(), now())`,
      [userId],
    )
    await pool.query(
      `INSERT INTO role_assignment (user_id, role, site_id, tenant_id)
       SELECT $2, 'tenant', c.site_id, c.tenant_id
       FROM account a JOIN contract c ON c.id = a.contract_id WHERE a.id = $1`,
      [accountId, userId],
    )
    return userId
  }

  let serial = 0
  async function addAccount(language = 'en'): Promise<Id> {
    serial += 1
    const code = `A-${serial}`
    const tenantId = await insert(
      'INSERT INTO tenant (site_id, code, name, language) VALUES ($1, $2, $3, $4)',
      [siteId, code, `Tenant ${serial}`, language],
    )
    const contractId = await insert(
      'INSERT INTO contract (site_id, tenant_id, code, from_at) VALUES ($1, $2, $3, now())',
      [siteId, tenantId, code],
    )
    return insert(
      `INSERT INTO account (site_id, contract_id, code, currency, low_balance_micros, very_low_balance_micros)
       VALUES ($1, $2, $3, 'CNY', 0, 0)`,
      [siteId, contractId, code],
    )
  }

  async function addChannel(channel: ScriptedChannel): Promise<Id> {
    serial += 1
    const connectionId = await insert(
      `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
       VALUES ($1, 'p', 'notificationChannels', 't', $2, '{}')`,
      [siteId, `c-${serial}`],
    )
    channels.set(connectionId, channel)
    return connectionId
  }

  const route = (accountId: Id, connectionId: Id, address: JsonObject, rank: number) =>
    insert(
      `INSERT INTO notice_route (site_id, account_id, connection_id, address, rank)
       VALUES ($1, $2, $3, $4, $5)`,
      [siteId, accountId, connectionId, address, rank],
    )

  return {
    pool,
    store,
    route,
    siteId,
    time,
    clock,
    log,
    lines,
    channels,
    port,
    addAccount,
    addChannel,
    addUser,
    /** An account with a route over each channel, ranked as given. */
    async reachable(...given: readonly ScriptedChannel[]) {
      const accountId = await addAccount()
      const connectionIds: Id[] = []
      for (const [index, channel] of given.entries()) {
        const connectionId = await addChannel(channel)
        connectionIds.push(connectionId)
        await route(accountId, connectionId, { to: 'somebody' }, index + 1)
      }
      return { accountId, connectionIds }
    },
    queue: (target: NoticeTarget, facts: NoticeFacts, requiredLevel: DeliveryLevel = 'accepted') =>
      store.transaction((transaction) =>
        queueNotice({ store, clock, transaction, target, facts, requiredLevel }),
      ),
    worker: (change: { readonly sendTimeoutMs?: number } = {}) =>
      createNoticeWorker({
        store,
        channels: port,
        clock,
        wallClock,
        log,
        retryPolicy,
        receiptPatienceMs: 3_600_000,
        limit: 100,
        sendTimeoutMs: 5_000,
        random: () => 0,
        ...change,
      }),
    receiptOptions: { store, channels: port, clock, log },
    close: () => pool.end(),
  }
}

export type NoticeBench = Awaited<ReturnType<typeof createNoticeBench>>

export function cutComing(cause: string, deadlineAt: Instant = NOON + 86_400_000): NoticeFacts {
  return {
    kind: 'cut-coming',
    cause,
    balanceMicros: -1_000_000n,
    limitMicros: 0n,
    deadlineAt,
    spaces: ['Unit 1'],
  }
}

export function lowBalance(cause: string): NoticeFacts {
  return {
    kind: 'low-balance',
    cause,
    balanceMicros: 8_000_000n,
    thresholdMicros: 20_000_000n,
    daysLeft: null,
  }
}
