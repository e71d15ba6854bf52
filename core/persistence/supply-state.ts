import type { SupplyAlarm } from '../domain/supply/machine.ts'
import type { DriveStore, PointToDrive, RepairDraft } from '../flow/supply/ports.ts'
import type { Instant } from '../kernel/instant.ts'
import { closeRepair, openRepair } from './repair.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool } from './sql.ts'
import { at, ms } from './supply-rows.ts'

type Request = Parameters<DriveStore['recordState']>[0]

interface Before {
  readonly state: string
  readonly verified: string
  readonly cut_by_episode_id: string | null
  readonly alarms: SupplyAlarm[]
  readonly reported_at: Instant | null
  readonly load_at: Instant | null
}

/** Stores where a point stands, with its alarms, unless something newer has come in. */
export function recordState(
  pool: SqlPool,
  request: Request,
): Promise<{ readonly applied: boolean; readonly changed: boolean }> {
  return inTransaction(pool, async (tx) => {
    const client = clientOf(tx)
    const { point, reconciliation } = request
    const { rows } = await client.query<Before>({
      name: 'supply-state-before',
      text: `SELECT state, verified, cut_by_episode_id, alarms, ${ms('reported_at')} AS reported_at,
          ${ms('load_at')} AS load_at FROM supply_point
        WHERE id = $1 AND version = $2 FOR NO KEY UPDATE`,
      values: [point.supplyPointId, point.version],
    })
    const [before] = rows
    if (!before || heardSince(before, point)) return { applied: false, changed: false }
    await store(client, request)
    const uncut = before.cut_by_episode_id !== null && reconciliation.supplied
    const changed =
      before.state !== reconciliation.state || before.verified !== reconciliation.verified || uncut
    await raise(client, request, before.alarms)
    const settled = reconciliation.verified === point.situation.desired
    if (settled) await confirm(client, request)
    const subject = `supply-point:${point.supplyPointId}`
    if (settled && changed)
      for (const kind of WITHHELD) await closeRepair(client, { kind, subject })
    return { applied: true, changed }
  })
}

/** Even what is only heard again counts here: it may be what verifies the wish. */
function heardSince({ reported_at, load_at }: Before, { situation }: PointToDrive): boolean {
  const { relay, load } = situation
  return (relay !== null && reported_at !== relay.at) || (load !== null && load_at !== load.at)
}

async function store(
  client: SqlClient,
  { point, reconciliation, checkAt, wallNow }: Request,
): Promise<void> {
  const { state, verified, evidence, supplied, alarms } = reconciliation
  await client.query({
    name: 'supply-state',
    text: `UPDATE supply_point SET state = $2, verified = $3, evidence = $4, alarms = $5, check_at = ${at('$6')},
        state_since = CASE WHEN state <> $2 THEN ${at('$7')} ELSE state_since END,
        failures = CASE WHEN $3 = desired THEN 0 ELSE failures END,
        cut_by_episode_id = CASE WHEN $8 THEN NULL ELSE cut_by_episode_id END
      WHERE id = $1`,
    values: [point.supplyPointId, state, verified, evidence, alarms, checkAt, wallNow, supplied],
  })
}

/** Why a command was withheld is settled once the point stands as wished. */
const WITHHELD = [
  'supply-quarantined',
  'supply-no-installation',
  'supply-commands-expire',
  'supply-locked-out',
  'supply-clock-moved',
] as const

/** The last command counts as verified by what was heard after it. */
async function confirm(
  client: SqlClient,
  { point, reconciliation, wallNow }: Request,
): Promise<void> {
  await client.query({
    name: 'supply-command-verified',
    text: `UPDATE supply_command SET verified_at = ${at('$2')}, evidence = $3
      WHERE id = (SELECT max(id) FROM supply_command WHERE supply_point_id = $1)
        AND verified_at IS NULL AND action = $4`,
    values: [
      point.supplyPointId,
      wallNow,
      reconciliation.evidence,
      point.situation.desired === 'on' ? 'restore' : 'cut',
    ],
  })
}

const SEVERITY: Readonly<Record<SupplyAlarm, RepairDraft['severity']>> = Object.freeze({
  'paid-but-off': 'critical',
  'cut-but-drawing': 'critical',
  'cut-but-on': 'warning',
  'command-unknown': 'warning',
  'command-refused': 'warning',
})

/** Each alarm that begins opens its repair item; each that ends closes it. */
async function raise(
  client: SqlClient,
  { point, reconciliation }: Request,
  before: readonly SupplyAlarm[],
): Promise<void> {
  const { siteId, supplyPointId } = point
  const subject = `supply-point:${supplyPointId}`
  for (const alarm of reconciliation.alarms.filter((alarm) => !before.includes(alarm)))
    await openRepair(client, {
      siteId,
      kind: `supply-${alarm}`,
      subject,
      ownerRole: 'technician',
      severity: SEVERITY[alarm],
      detail: { supplyPointId, state: reconciliation.state },
    })
  for (const alarm of before.filter((alarm) => !reconciliation.alarms.includes(alarm)))
    await closeRepair(client, { kind: `supply-${alarm}`, subject })
}
