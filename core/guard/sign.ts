import { sign } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical.ts'
import type { Id } from '../kernel/id.ts'
import { type Clock, formatInstant, HOUR_MS } from '../kernel/instant.ts'
import { allowance, type CutLimit } from './budget.ts'
import {
  type GuardIntent,
  type RefusalReason,
  refused,
  type SignRequest,
  type SignResult,
} from './requests.ts'
import type { GuardClient } from './sql.ts'

export interface SigningContext {
  readonly privateKeyPem: string
  readonly clock: Clock
  readonly domainClock: Clock
  readonly limits: readonly CutLimit[]
  readonly epochId: Id
  readonly request: SignRequest
}

/** What an intent binds, as re-read and locked in the signing transaction. */
interface GuardFacts {
  readonly site_id: Id
  readonly life_safety: boolean
  readonly locked_out: boolean
  readonly installation_id: Id | null
  readonly contract_id: Id | null
  readonly balance_version: string
  /** The version at which the balance was last raised, rather than lowered by use. */
  readonly raised_version: string
  readonly held: boolean
}

/** Any number that only signing Guards lock on: budgets are counted and spent one cut at a time. */
const BUDGET_LOCK = 4_118_265_019

/** Two people's release of a quarantined cut is good for this long. */
const RELEASE_LIFE_MS = 24 * HOUR_MS

/** A restoration binds what is so now: it is never refused for a balance that has moved on. */
export async function signRestore(
  client: GuardClient,
  context: SigningContext,
): Promise<SignResult> {
  const facts = await readFacts(client, context)
  if (facts === null) return refused('not-a-supply-point')
  if (facts.life_safety) return refused('life-safety')
  if (facts.locked_out) return refused('locked-out')
  if (facts.installation_id === null) return refused('no-installation')
  return issue(client, context, { facts, quarantineId: null })
}

export async function signCut(client: GuardClient, context: SigningContext): Promise<SignResult> {
  // Before anything is read, so that what is counted and what is held are what is so at the signing.
  await client.query({ text: 'SELECT pg_advisory_xact_lock($1)', values: [BUDGET_LOCK] })
  const facts = await readFacts(client, context)
  if (facts === null) return refused('not-a-supply-point')
  const refusal = cutRefusal(facts, context.request)
  if (refusal) return refused(refusal)
  if (!(await isNewestEpoch(client, context.epochId))) return refused('not-open')
  const exceeded = await exceededLimit(client, context, facts)
  if (exceeded === null) return issue(client, context, { facts, quarantineId: null })
  return throughQuarantine(client, context, { facts, exceeded })
}

/** The first rule that speaks against a cut, whoever asks for it. */
function cutRefusal(facts: GuardFacts, request: SignRequest): RefusalReason | null {
  if (facts.life_safety) return 'life-safety'
  if (facts.held) return 'held'
  if (facts.installation_id === null) return 'no-installation'
  const same =
    facts.installation_id === request.installationId &&
    facts.contract_id === request.contractId &&
    isStillBelow(facts, request)
  return same ? null : 'stale'
}

/** Whether the balance is the one decided on, or lower: use goes on, and speaks for the cut. */
function isStillBelow(
  { balance_version, raised_version }: GuardFacts,
  { balanceVersion }: SignRequest,
): boolean {
  const decidedOn = BigInt(balanceVersion)
  return decidedOn <= BigInt(balance_version) && decidedOn >= BigInt(raised_version)
}

async function readFacts(
  client: GuardClient,
  { request, domainClock }: SigningContext,
): Promise<GuardFacts | null> {
  const { rows } = await client.query<GuardFacts>({
    text: 'SELECT * FROM guard_facts($1, $2)',
    values: [request.pointId, formatInstant(domainClock.now())],
  })
  return rows[0] ?? null
}

async function isNewestEpoch(client: GuardClient, epochId: Id): Promise<boolean> {
  const { rows } = await client.query<{ id: Id; open: boolean }>({
    text: `SELECT id, opened_at IS NOT NULL AND closed_at IS NULL AS open
      FROM guard_epoch ORDER BY id DESC LIMIT 1`,
  })
  return rows[0]?.id === epochId && rows[0].open
}

/** The first limit that one more point would break. A point already cut in the window counts once. */
async function exceededLimit(
  client: GuardClient,
  { limits, clock, request }: SigningContext,
  { site_id }: GuardFacts,
): Promise<string | null> {
  for (const limit of limits) {
    const site = limit.scope === 'site' ? site_id : null
    const { rows } = await client.query<{ cut: number; points: number }>({
      text: `SELECT guard_point_count($1)::int AS points, count(DISTINCT point_id)::int AS cut
        FROM supply_intent WHERE action = 'cut' AND quarantine_id IS NULL AND point_id <> $3
          AND issued_at > $2 AND ($1::bigint IS NULL OR site_id = $1)`,
      values: [site, formatInstant(clock.now() - limit.windowMs), request.pointId],
    })
    const { cut, points } = rows[0] ?? { cut: 0, points: 0 }
    if (cut >= allowance(limit, points)) return limit.name
  }
  return null
}

/** Beyond the budget a cut needs two people's release, which serves for one intent. */
async function throughQuarantine(
  client: GuardClient,
  context: SigningContext,
  { facts, exceeded }: { readonly facts: GuardFacts; readonly exceeded: string },
): Promise<SignResult> {
  const { pointId, path } = context.request
  const { rows } = await client.query<{ id: Id }>({
    text: `INSERT INTO guard_quarantine AS q (site_id, point_id, path, reason) VALUES ($1, $2, $3, $4)
      ON CONFLICT (point_id) WHERE closed_at IS NULL
      DO UPDATE SET asked = q.asked + 1, last_at = clock_timestamp() RETURNING id`,
    values: [facts.site_id, pointId, path, exceeded],
  })
  const quarantineId = String(rows[0]?.id)
  if (!(await isReleased(client, context, quarantineId)))
    return Object.freeze({ outcome: 'quarantined', quarantineId, limit: exceeded })
  return issue(client, context, { facts, quarantineId })
}

async function isReleased(
  client: GuardClient,
  { clock }: SigningContext,
  quarantineId: Id,
): Promise<boolean> {
  const { rows } = await client.query<{ people: number }>({
    text: `SELECT count(DISTINCT person)::int AS people FROM guard_release
      WHERE quarantine_id = $1 AND released_at > $2`,
    values: [quarantineId, formatInstant(clock.now() - RELEASE_LIFE_MS)],
  })
  return (rows[0]?.people ?? 0) >= 2
}

/** Signs, and voids whatever of this point was signed before and has not been sent. */
async function issue(
  client: GuardClient,
  { clock, request, epochId, privateKeyPem }: SigningContext,
  { facts, quarantineId }: { readonly facts: GuardFacts; readonly quarantineId: Id | null },
): Promise<SignResult> {
  await client.query({
    text: `UPDATE supply_intent SET superseded_at = clock_timestamp()
      WHERE point_id = $1 AND sent_at IS NULL AND superseded_at IS NULL`,
    values: [request.pointId],
  })
  // What waited for a release has been released, or come into the budget, or is not wished any more.
  await client.query({
    text: `UPDATE guard_quarantine SET closed_at = clock_timestamp()
      WHERE point_id = $1 AND closed_at IS NULL`,
    values: [request.pointId],
  })
  const { rows } = await client.query<{ id: Id }>({
    text: "SELECT nextval('supply_intent_id_seq') AS id",
  })
  const issuedAt = clock.now()
  const intent: GuardIntent = {
    intentId: String(rows[0]?.id),
    pointId: request.pointId,
    action: request.action,
    contractId: facts.contract_id,
    installationId: String(facts.installation_id),
    balanceVersion: facts.balance_version,
    issuedAt,
    expiresAt: issuedAt + request.lifeMs,
  }
  const signature = sign(null, Buffer.from(canonicalJson(intent)), privateKeyPem).toString('base64')
  await client.query({
    text: `INSERT INTO supply_intent (id, epoch_id, site_id, point_id, action, path, contract_id,
        installation_id, balance_version, issued_at, expires_at, signature, quarantine_id)
      OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      intent.intentId,
      epochId,
      facts.site_id,
      intent.pointId,
      intent.action,
      request.path,
      intent.contractId,
      intent.installationId,
      intent.balanceVersion,
      formatInstant(intent.issuedAt),
      formatInstant(intent.expiresAt),
      signature,
      quarantineId,
    ],
  })
  return Object.freeze({ outcome: 'signed', signed: Object.freeze({ intent, signature }) })
}
