import type { ClientBase } from 'pg'
import { isSignedByGuard, type SupplyIntent } from '../../core/contracts/supply-intent.ts'
import type { Evidence } from './testimony.ts'
import type { RelayCommand } from './witness.ts'

type Evident = Evidence['units'][number]

interface IntentRow {
  readonly id: string
  readonly point_id: string
  readonly action: 'cut' | 'restore'
  readonly contract_id: string | null
  readonly installation_id: string
  readonly balance_version: string
  readonly signature: string
  readonly issued_ms: number
  readonly expires_ms: number
  readonly sent_ms: number | null
  readonly epoch_started_ms: number
  readonly quarantine_id: string | null
  /** The last decision on its point before it was issued. */
  readonly decided: string | null
}

/** From a start on, the Guard signs no cut for so long. */
const HOLD_OFF_MS = 20_000
/** Between the instant that the sending transaction bears and what a device's end of the wire sees. */
const UNDER_WAY_MS = 50

const INTENTS = `SELECT i.id::text, i.point_id::text, i.action, i.contract_id::text, i.installation_id::text,
    i.balance_version::text, i.signature, i.quarantine_id::text,
    (extract(epoch FROM i.issued_at) * 1000)::float8 AS issued_ms,
    (extract(epoch FROM i.expires_at) * 1000)::float8 AS expires_ms,
    (extract(epoch FROM i.sent_at) * 1000)::float8 AS sent_ms,
    (extract(epoch FROM e.started_at) * 1000)::float8 AS epoch_started_ms,
    (SELECT d.desired FROM supply_decision d JOIN supply_point s ON s.id = d.supply_point_id
     WHERE s.relay_point_id = i.point_id AND d.decided_at <= i.issued_at + interval '10 ms'
     ORDER BY d.id DESC LIMIT 1) AS decided
  FROM supply_intent i JOIN guard_epoch e ON e.id = i.epoch_id ORDER BY i.id`

/** No relay moves but by a signed, authorised, unexpired intent, each of them once; some never. */
export async function authorityDamages(
  client: ClientBase,
  evidence: Evidence,
): Promise<readonly string[]> {
  const { rows } = await client.query<IntentRow>(INTENTS)
  const unused = new Set(rows.filter(({ sent_ms }) => sent_ms !== null))
  const damages = rows.flatMap((row) => signatureDamages(row, evidence))
  for (const command of evidence.commands) {
    const unit = evidence.units.find(({ device }) => device === command.device)
    if (unit === undefined) {
      damages.push(`relay: an unknown device ${command.device} was switched`)
      continue
    }
    damages.push(...standingDamages(unit, command))
    const intent = [...unused].find((one) => permits(one, unit, command))
    if (intent === undefined) {
      const how = command.on ? 'on' : 'off'
      damages.push(`relay: ${unit.code} was switched ${how} at ${command.at} without authority`)
      continue
    }
    unused.delete(intent)
    if (!command.on) damages.push(...(await paidDamages(client, unit, command, evidence)))
  }
  return [...damages, ...(await budgetDamages(client))]
}

function permits(intent: IntentRow, { relayPointId }: Evident, { on, at }: RelayCommand): boolean {
  return (
    intent.point_id === relayPointId &&
    intent.action === (on ? 'restore' : 'cut') &&
    intent.sent_ms !== null &&
    at >= intent.sent_ms - UNDER_WAY_MS &&
    at <= intent.expires_ms
  )
}

function signatureDamages(row: IntentRow, { guardPublicKeyPem }: Evidence): string[] {
  const intent: SupplyIntent = {
    intentId: row.id,
    pointId: row.point_id,
    action: row.action,
    contractId: row.contract_id,
    installationId: row.installation_id,
    balanceVersion: row.balance_version,
    issuedAt: Math.round(row.issued_ms),
    expiresAt: Math.round(row.expires_ms),
  }
  const damages: string[] = []
  if (!isSignedByGuard({ intent, signature: row.signature }, guardPublicKeyPem))
    damages.push(`intent: ${row.id} does not bear the Guard's signature`)
  if (row.action === 'cut' && row.decided !== 'off')
    damages.push(`intent: ${row.id} is a cut that nothing decided on`)
  if (row.action === 'cut' && row.issued_ms < row.epoch_started_ms + HOLD_OFF_MS - UNDER_WAY_MS)
    damages.push(`intent: ${row.id} is a cut within the hold-off after a start`)
  return damages
}

function standingDamages({ code, standing }: Evident, { on, at }: RelayCommand): string[] {
  if (standing === 'life-safety') return [`relay: life safety ${code} was switched at ${at}`]
  if (standing === 'protected' && !on) return [`relay: protected ${code} was cut at ${at}`]
  return []
}

/** No cut where what had been paid, and told to be, covered what had been used. */
async function paidDamages(
  client: ClientBase,
  { accountId, code }: Evident,
  { at }: RelayCommand,
  { credits }: Evidence,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ micros: string }>(
    `SELECT COALESCE(sum(CASE WHEN p.credit_id = a.id THEN p.amount_micros ELSE -p.amount_micros END), 0)::text AS micros
     FROM ledger_account a JOIN posting p ON a.id IN (p.debit_id, p.credit_id)
     WHERE a.account_id = $1 AND a.kind = 'cash' AND p.booked_at <= to_timestamp($2 / 1000.0)
       AND NOT (p.kind = 'top-up' AND p.reference_id = ANY ($3::bigint[]))`,
    [accountId, at, credits.map(({ orderId }) => orderId)],
  )
  const told = credits
    .filter((credit) => credit.accountId === accountId && credit.at <= at)
    .reduce((sum, { amountMicros }) => sum + amountMicros, 0n)
  const micros = BigInt(rows[0]?.micros ?? 0) + told
  return micros < 0n ? [] : [`relay: ${code} was cut at ${at} with ${micros} micros left`]
}

/** At most three points of a site in any ten minutes, unless two people let one through. */
async function budgetDamages(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ damage: string }>(
    `SELECT 'budget: ' || count(DISTINCT o.point_id) || ' points of site ' || i.site_id
       || ' cut in ten minutes up to intent ' || i.id AS damage
     FROM supply_intent i JOIN supply_intent o ON o.site_id = i.site_id AND o.action = 'cut'
       AND o.quarantine_id IS NULL AND o.issued_at <= i.issued_at
       AND o.issued_at > i.issued_at - interval '10 minutes'
     WHERE i.action = 'cut' AND i.quarantine_id IS NULL GROUP BY i.id, i.site_id
     HAVING count(DISTINCT o.point_id) > greatest(3,
       (SELECT count(*) / 100 FROM supply_point s WHERE s.site_id = i.site_id))`,
  )
  return rows.map(({ damage }) => damage)
}

/** Whoever has paid, is protected or stands under life safety is supplied: by the database and by the relay itself. */
export async function supplyDamages(
  client: ClientBase,
  { units }: Evidence,
): Promise<readonly string[]> {
  const { rows } = await client.query<{
    id: string
    balance: string
    desired: string
    verified: string
  }>(
    `SELECT s.id::text, a.balance_micros::text AS balance, s.desired, s.verified
     FROM unnest($1::bigint[], $2::bigint[]) AS t (supply_point_id, account_id)
     JOIN supply_point s ON s.id = t.supply_point_id
     JOIN ledger_account a ON a.account_id = t.account_id AND a.kind = 'cash'`,
    [units.map(({ supplyPointId }) => supplyPointId), units.map(({ accountId }) => accountId)],
  )
  return units.flatMap(({ code, standing, supplyPointId, isOn }) => {
    const row = rows.find(({ id }) => id === supplyPointId)
    if (row === undefined) return [`supply: ${code} has no supply point`]
    const due = standing !== 'tenant' || BigInt(row.balance) >= 0n
    if (!due) return []
    return [
      ...(isOn ? [] : [`supply: the relay of ${code} is off, its balance is ${row.balance}`]),
      ...(row.desired === 'on' ? [] : [`supply: ${code} is wished off at ${row.balance}`]),
    ]
  })
}
