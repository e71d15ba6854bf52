import type { PointToDrive } from '../flow/supply/ports.ts'
import type { Id } from '../kernel/id.ts'
import { type Instant, parseInstant, SECOND_MS } from '../kernel/instant.ts'
import type { SqlClient } from './sql.ts'
import { agreedJoin, at, installedJoin, ms } from './supply-rows.ts'

interface Row {
  readonly id: Id
  readonly site_id: Id
  readonly relay_point_id: Id
  readonly load_point_id: Id | null
  readonly load_idle_micros: string
  readonly connection_id: Id
  readonly life_safety: boolean
  readonly account_id: Id | null
  readonly contract_id: Id | null
  readonly installation_id: Id | null
  readonly wish_version: string
  readonly version: string
  readonly desired: 'on' | 'off'
  readonly desired_since: Instant
  readonly reported: 'on' | 'off' | null
  readonly reported_at: Instant | null
  readonly load_state: 'drawing' | 'idle' | null
  readonly load_at: Instant | null
  readonly read_at: Instant | null
  readonly failures: number
  readonly rule: string | null
  readonly authority: string | null
  readonly next_evaluation: string | null
  readonly balance_version: string | null
  readonly rules: { readonly intentExpirySeconds: number }
  readonly unsettled_until: Instant | null
  readonly command_action: 'cut' | 'restore' | null
  readonly command_sent_at: Instant
  readonly command_expires_at: Instant
  readonly command_outcome: 'confirmed' | 'refused' | 'offline' | 'unknown' | null
  readonly command_answered_at: Instant | null
}

const LOAD = `
  SELECT s.id, s.site_id, s.relay_point_id, s.load_point_id, s.load_idle_micros, p.connection_id, p.life_safety,
    agreed.account_id, agreed.contract_id, installed.id AS installation_id, s.wish_version, s.version,
    s.desired, ${ms('s.desired_since')} AS desired_since, s.reported, ${ms('s.reported_at')} AS reported_at,
    s.load_state, ${ms('s.load_at')} AS load_at, ${ms('s.read_at')} AS read_at, s.failures,
    s.decision #>> '{because,rule}' AS rule, s.decision #>> '{because,facts,authority}' AS authority,
    s.decision ->> 'nextEvaluationAt' AS next_evaluation, s.decision ->> 'balanceVersion' AS balance_version,
    pp.rules, ${ms('unsettled.until')} AS unsettled_until, c.action AS command_action,
    ${ms('c.sent_at')} AS command_sent_at, ${ms('c.expires_at')} AS command_expires_at,
    c.outcome AS command_outcome, ${ms('c.answered_at')} AS command_answered_at
  FROM supply_point s
  JOIN point p ON p.id = s.relay_point_id
  JOIN site si ON si.id = s.site_id
  JOIN policy_profile pp ON pp.id = si.policy_profile_id
  ${installedJoin(at('$2'))}
  ${agreedJoin(at('$2'))}
  LEFT JOIN LATERAL (SELECT * FROM supply_command WHERE supply_point_id = s.id ORDER BY id DESC LIMIT 1) c ON true
  LEFT JOIN LATERAL (
    SELECT max(CASE WHEN outcome IS NULL OR outcome = 'unknown' THEN expires_at
      WHEN outcome = 'confirmed' THEN answered_at END) AS until
    FROM (SELECT * FROM supply_command WHERE supply_point_id = s.id ORDER BY id DESC LIMIT 20) recent
  ) unsettled ON true
  WHERE s.id = $1`

/** All that the loop knows of a point, as of the domain's instant `now`. */
export async function loadPointToDrive(
  client: SqlClient,
  { supplyPointId, now }: { readonly supplyPointId: Id; readonly now: Instant },
): Promise<PointToDrive | null> {
  const { rows } = await client.query<Row>({
    name: 'supply-drive-load',
    text: LOAD,
    values: [supplyPointId, now],
  })
  const [row] = rows
  return row ? pointOf(row) : null
}

function pointOf(row: Row): PointToDrive {
  const { rule, authority } = row
  const next = row.next_evaluation
  return {
    supplyPointId: row.id,
    siteId: row.site_id,
    relayPointId: row.relay_point_id,
    loadPointId: row.load_point_id,
    loadIdleMicros: BigInt(row.load_idle_micros),
    connectionId: row.connection_id,
    accountId: row.account_id,
    contractId: row.contract_id,
    installationId: row.installation_id,
    balanceVersion: row.balance_version ?? '0',
    wishVersion: row.wish_version,
    version: row.version,
    decided:
      rule === null
        ? null
        : { rule, authority, nextEvaluationAt: next === null ? null : instantOf(next) },
    intentLifeMs: row.rules.intentExpirySeconds * SECOND_MS,
    situation: situationOf(row),
  }
}

/** A decision holds instants as epoch milliseconds; older ones may hold RFC 3339. */
function instantOf(text: string): Instant {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : parseInstant(text)
}

function situationOf(row: Row): PointToDrive['situation'] {
  const heard = <T>(value: T | null, instant: Instant | null) =>
    value === null || instant === null ? null : { value, at: instant }
  return {
    desired: row.desired,
    desiredSince: row.desired_since,
    lifeSafety: row.life_safety,
    relay: heard(row.reported, row.reported_at),
    load: heard(row.load_state, row.load_at),
    measuresLoad: row.load_point_id !== null,
    failures: row.failures,
    unsettledUntil: row.unsettled_until,
    readAt: row.read_at,
    command:
      row.command_action === null
        ? null
        : {
            action: row.command_action,
            sentAt: row.command_sent_at,
            expiresAt: row.command_expires_at,
            outcome: row.command_outcome,
            answeredAt: row.command_answered_at,
          },
  }
}
