import { type Api, acceptInvitation, createApi, isApiError, setUpOwner } from '../api.ts'
import { firstPaymentFen, SPACES } from '../building/building.ts'
import { METERS } from '../building/meters.ts'
import { POLICY, SITE } from '../building/site.ts'
import { TENANTS } from '../building/tenants.ts'
import { PROTOCOLS, type Protocol } from '../building/wiring.ts'
import type { Keep } from '../keep.ts'
import { apiOf, CASHIER, emailOf, OWNER, STAFF, sessionOf, TENANT_LOGINS } from '../people.ts'
import { ensureAgreements, ensurePlans, ensureTenants } from './accounts.ts'
import { ensureConnections, type Surroundings } from './connections.ts'
import { byCode, ensure, forAll, required } from './ensure.ts'
import {
  ensureInstallations,
  ensureMeteringPoints,
  ensureMeters,
  ensurePoints,
  ensureSupplyPoints,
  type MeteringContext,
} from './metering.ts'

export interface SeedRequest {
  readonly url: string
  /** The one-time token of an empty instance; null where the owner is there. */
  readonly ownerToken: string | null
  /** Token of an invitation for the demo's owner into an instance that somebody else owns; null otherwise. */
  readonly invitation: string | null
  readonly keep: Keep
  readonly surroundings: Surroundings
  /** Called before each part. */
  readonly onStep: (step: Step) => void
  /** The building's time. */
  readonly now: () => number
  /** Called when everybody is there and has paid in, before the first reading can come. */
  readonly onMovedIn: (seeded: Seeded) => void
}

/** What is being made. */
export type Step = 'surroundings' | 'site' | 'tenants' | 'meters' | 'payments' | 'supply'

/** What the demo needs to know of what it made. */
export interface Seeded {
  readonly siteId: string
  readonly connections: ReadonlyMap<string, string>
  /** By the tenant's code. */
  readonly accounts: ReadonlyMap<string, string>
  readonly tenants: ReadonlyMap<string, string>
}

const DAY_MS = 86_400_000
const METER_FITTER = 'Chen Wei 陈伟'

/**
 * Sets the building up over the HTTP API. What is there already is recognised and stays as it is, so a start that was broken
 * off is completed by the next one.
 */
export async function seed(request: SeedRequest): Promise<Seeded> {
  const { url, keep, surroundings, onStep } = request
  onStep('site')
  await comeIn(request)
  const api = await apiOf(url, OWNER, keep)
  const bornAt = instant(keep.get().bornAt)
  const leaseFrom = instant(keep.get().bornAt - 200 * DAY_MS)
  const siteId = await ensureSite(api)
  const connections = await ensureConnections(api, { siteId, at: surroundings, keep })
  const spaces = await ensureSpaces(api, siteId)
  const plans = await ensurePlans({ api, siteId }, leaseFrom)
  const place = { api, siteId }
  onStep('tenants')
  const ids = await ensureTenants(place, { spaces, fromAt: leaseFrom })
  const metering: MeteringContext = { api, siteId }
  const seeded = { siteId, connections, accounts: ids.accounts, tenants: ids.tenants }
  const meters = async () => {
    const meteringPoints = await ensureMeteringPoints(metering, METERS, spaces)
    const meterIds = await ensureMeters(metering, METERS)
    const installed = { specs: METERS, meteringPoints, ids: meterIds, at: bornAt }
    await ensureInstallations(metering, { ...installed, signedBy: METER_FITTER })
    await ensureAgreements(api, { specs: METERS, ...ids, meteringPoints, plans, fromAt: bornAt })
    return { meterIds, meteringPoints }
  }
  onStep('meters')
  // Passwords are slow to hash, on purpose: meanwhile the meters are made.
  const [{ meterIds, meteringPoints }] = await Promise.all([
    meters(),
    ensurePeople(request, api, seeded),
  ])
  onStep('payments')
  // From the first payment on time counts; so nothing slow comes after it.
  await ensureFirstPayments(request, seeded)
  request.onMovedIn(seeded)
  onStep('supply')
  // Last: readings come in as soon as the points are there.
  const points = await ensurePoints(api, METERS, {
    ids: meterIds,
    connections: driversOf(connections),
  })
  await ensureSupplyPoints(metering, { specs: METERS, meteringPoints, ids: meterIds, points })
  return seeded
}

/** The connections that meters are read over. */
export function driversOf(connections: ReadonlyMap<string, string>): ReadonlyMap<Protocol, string> {
  return new Map(PROTOCOLS.map((protocol) => [protocol, required(connections, protocol)]))
}

/** The demo's owner: made by the token of an empty instance, or invited into one that somebody else owns. */
async function comeIn({ url, ownerToken, invitation, keep }: SeedRequest): Promise<void> {
  const { email, name } = OWNER
  const password = keep.secret(email)
  if (ownerToken !== null) await setUpOwner(url, { token: ownerToken, email, name, password })
  if (invitation === null || keep.get().keys[email] !== undefined) return
  await acceptInvitation(url, { token: invitation, name, password }).catch((thrown: unknown) => {
    // An earlier start has accepted it: the password says so next.
    const codes = ['invitation-refused', 'invitation-needs-sign-in']
    if (!isApiError(thrown) || !codes.includes(thrown.code)) throw thrown
  })
}

function instant(at: number): string {
  return new Date(at).toISOString()
}

async function ensureSite(api: Api): Promise<string> {
  const profiles = await ensure(api, 'policyProfiles', {
    keyOf: byCode,
    filter: { code: POLICY.code },
    wanted: [{ key: POLICY.code, body: POLICY }],
  })
  const { code, name, timeZone, currency, language, calendar } = SITE
  const policyProfileId = required(profiles, POLICY.code)
  const body = { code, name, timeZone, currency, language, policyProfileId, calendar }
  const sites = await ensure(api, 'sites', {
    keyOf: byCode,
    filter: { code },
    wanted: [{ key: code, body }],
  })
  return required(sites, code)
}

/** Floor by floor: a space is made after the one that contains it. */
async function ensureSpaces(api: Api, siteId: string): Promise<ReadonlyMap<string, string>> {
  let ids: ReadonlyMap<string, string> = new Map()
  for (const kinds of [['building'], ['floor'], ['unit', 'common']]) {
    const parents = ids
    ids = await ensure(api, 'spaces', {
      keyOf: byCode,
      filter: { siteId },
      wanted: SPACES.filter(({ kind }) => kinds.includes(kind)).map(
        ({ code, name, kind, parent }) => ({
          key: code,
          body: {
            siteId,
            parentId: parent === null ? null : required(parents, parent),
            kind,
            code,
            name,
          },
        }),
      ),
    })
  }
  return ids
}

/** Logins with their roles, and where notices to tenants go: the portal's inbox first, e-mail besides. */
async function ensurePeople(
  { url, keep }: SeedRequest,
  api: Api,
  { siteId, tenants, accounts, connections }: Seeded,
): Promise<void> {
  const people = [...STAFF, ...TENANT_LOGINS]
  const emails = new Set((await api.list('users')).map(({ email }) => String(email)))
  const assigned = await api.list('roleAssignments')
  const everybodyIsIn =
    people.every(({ email }) => emails.has(email)) && assigned.length >= people.length
  // Users are made in a session of a person, never by a key.
  const session = everybodyIsIn ? api : createApi(await sessionOf(url, OWNER, keep))
  const users = await ensure(session, 'users', {
    keyOf: ({ email }) => String(email),
    wanted: people.map(({ email, name }) => ({
      key: email,
      body: { email, name, password: keep.secret(email) },
    })),
  })
  await ensure(session, 'roleAssignments', {
    keyOf: ({ userId, role }) => `${userId}/${role}`,
    wanted: people
      .filter(({ role }) => role !== OWNER.role)
      .map(({ email, role, tenant }) => {
        const userId = required(users, email)
        const tenantId = tenant === null ? null : required(tenants, tenant)
        return { key: `${userId}/${role}`, body: { userId, role, siteId, tenantId } }
      }),
  })
  await ensure(api, 'noticeRoutes', {
    keyOf: ({ accountId, connectionId }) => `${accountId}/${connectionId}`,
    filter: { siteId },
    wanted: TENANTS.flatMap(({ code }) => {
      const accountId = required(accounts, code)
      const route = (channel: 'inbox' | 'email', address: object, rank: number) => {
        const connectionId = required(connections, channel)
        const body = { siteId, accountId, staffRole: null, connectionId, address, rank }
        return { key: `${accountId}/${connectionId}`, body }
      }
      return [
        route('inbox', { userId: required(users, emailOf(code)) }, 1),
        route('email', { email: emailOf(code) }, 2),
      ]
    }),
  })
}

/** Everybody has paid something in at the front desk before moving in. */
async function ensureFirstPayments(
  { url, keep, now }: SeedRequest,
  { connections, accounts }: Seeded,
): Promise<void> {
  const cashier = await apiOf(url, CASHIER, keep)
  const { bornAt } = keep.get()
  const at = now()
  await forAll(TENANTS, async (tenant) => {
    const fen = keep.firstPaymentFen(tenant.code, () =>
      firstPaymentFen(tenant, { movedInAt: bornAt, now: at }),
    )
    await cashier.topUp({
      accountId: required(accounts, tenant.code),
      idempotencyKey: `first-payment-${tenant.code}`,
      connectionId: required(connections, 'cash'),
      amount: (fen / 100).toFixed(2),
    })
  })
}
