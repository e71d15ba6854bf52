import { randomUUID } from 'node:crypto'
import type { AccountView, Api } from './api.ts'
import { laterPaymentYuan } from './building/building.ts'
import { TENANTS } from './building/tenants.ts'
import type { Habit, TenantSpec } from './building/types.ts'
import type { DomainClock } from './domain-clock.ts'
import { type BusbarEvent, follow, pause } from './events.ts'
import type { Keep } from './keep.ts'
import { apiOf, TENANT_LOGINS } from './people.ts'

/** What a tenant hears that may move them to pay. */
export type News = 'low-balance' | 'very-low-balance' | 'cut-coming' | 'cut'

const PROMPTED_BY: Readonly<Record<Habit['when'], readonly News[]>> = {
  prompt: ['low-balance', 'very-low-balance', 'cut-coming', 'cut'],
  late: ['cut'],
}

/** Whether a tenant of this habit pays upon the news. */
export function isMoved({ when }: Pick<Habit, 'when'>, news: string): boolean {
  return PROMPTED_BY[when].some((one) => one === news)
}

/**
 * The news in an event of the tenant's own stream: a notice names its kind, and is told once when it is queued.
 */
export function newsOf({ topic, type, data }: BusbarEvent): string | undefined {
  return topic === 'notice' && type === 'notice-queued' ? String(data.kind) : undefined
}

/** What a look at the account says to one who was not listening: what a notice would have said. */
export function newsInBalance({ purses, lowBalance }: AccountView): News | undefined {
  const credit = purses
    .filter(({ kind }) => kind === 'cash' || kind === 'bonus')
    .reduce((sum, { balance }) => sum + Number(balance), 0)
  if (credit < 0) return 'cut'
  return credit < Number(lowBalance) ? 'low-balance' : undefined
}

export interface TenantsOptions {
  readonly url: string
  readonly keep: Keep
  readonly clock: DomainClock
  readonly siteId: string
  readonly sandboxId: string
  /** By the tenant's code. */
  readonly accounts: ReadonlyMap<string, string>
  readonly complain: (message: string) => void
  readonly signal: AbortSignal
}

/** Tenants sign in one after another, so that the viewer's own sign-ins find room in the limit. */
const ARRIVAL_MS = 20_000
/** Longer than the grace period. */
const AFTER_RESTART_MINUTES = 90
const PAY_AGAIN_MS = 10_000
/** The first ones have something to do within the first minutes. */
const AT_ONCE = 4

/**
 * Tenants who look after their accounts: each listens with their own login and pays, when moved, on the channel's page for
 * payers, as a person would.
 */
export async function runTenants(options: TenantsOptions): Promise<void> {
  const inOrder = TENANTS.toSorted(
    (one, other) => one.habit.firstLastsMinutes - other.habit.firstLastsMinutes,
  )
  await Promise.all(
    inOrder.map(async (tenant, index) => {
      const known = options.keep.get().keys[loginOf(tenant).email] !== undefined
      const waitMs = known ? 0 : Math.max(0, index - AT_ONCE + 1) * ARRIVAL_MS
      await pause(waitMs, options.signal)
      if (!options.signal.aborted) await runTenant(options, tenant)
    }),
  )
}

function loginOf({ code }: TenantSpec) {
  const login = TENANT_LOGINS.find(({ tenant }) => tenant === code)
  if (login === undefined) throw new Error(`${code} has no login.`)
  return login
}

async function runTenant(options: TenantsOptions, tenant: TenantSpec): Promise<void> {
  const { clock, signal } = options
  const { habit } = tenant
  const api = await apiOf(options.url, loginOf(tenant), options.keep)
  let paying = false
  const hear = (news: string, patienceMinutes = 0) => {
    if (paying || !isMoved(habit, news)) return
    paying = true
    const dueAt = clock.now() + (habit.delayMinutes + patienceMinutes) * 60_000
    pause(clock.wallDelayMs(dueAt), signal)
      .then(() => pay(options, api, tenant))
      .finally(() => {
        paying = false
      })
  }
  const accountId = options.accounts.get(tenant.code) ?? ''
  const [account] = (await api.list<AccountView>('accounts')).filter(({ id }) => id === accountId)
  const missed = account === undefined ? undefined : newsInBalance(account)
  // Who is below zero when the demo starts again may not have been cut yet.
  if (missed !== undefined) hear(missed, missed === 'cut' ? AFTER_RESTART_MINUTES : 0)
  await follow(api.caller, {
    site: options.siteId,
    topics: ['notice', 'supply'],
    onEvent: (event) => {
      const news = newsOf(event)
      if (news !== undefined) hear(news)
    },
    signal,
  })
}

/** Pays; tries again with the same order until it has worked. */
async function pay(options: TenantsOptions, api: Api, tenant: TenantSpec): Promise<void> {
  const { signal, complain } = options
  const yuan = laterPaymentYuan(tenant.code, tenant.habit.laterLastsHours, options.clock.now())
  const order = {
    accountId: options.accounts.get(tenant.code) ?? '',
    // Each decision to pay is one payment, however often it is sent.
    idempotencyKey: randomUUID(),
    connectionId: options.sandboxId,
    amount: yuan.toFixed(2),
  }
  while (!signal.aborted) {
    try {
      const { payUrl } = await api.topUp(order)
      if (payUrl !== null) await payOnPage(payUrl, signal)
      return
    } catch (error) {
      if (signal.aborted) return
      complain(
        `${tenant.name} could not pay yet: ${error instanceof Error ? error.message : error}`,
      )
    }
    await pause(PAY_AGAIN_MS, signal)
  }
}

/** Opens the channel's page and presses the button. */
async function payOnPage(payUrl: string, signal: AbortSignal): Promise<void> {
  const page = await fetch(payUrl, { signal })
  const html = await page.text()
  if (!/<button name="action" value="pay">/.test(html))
    throw new Error('the page of the channel offers no payment')
  const body = new URLSearchParams({ action: 'pay' })
  const paid = await fetch(payUrl, { method: 'POST', body, signal })
  if (!paid.ok) throw new Error(`the channel answered ${paid.status}`)
  await paid.arrayBuffer()
}
