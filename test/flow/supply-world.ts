import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { PolicyRules } from '../../core/domain/supply/profile.ts'
import type { LedgerStore } from '../../core/flow/ledger/ports.ts'
import { createSupplyControl, type SupplyControl } from '../../core/flow/supply/control.ts'
import { evaluateAccount } from '../../core/flow/supply/evaluate.ts'
import { createSupplyNotices } from '../../core/flow/supply/notices.ts'
import type { SupplyDependencies, SupplyEvent } from '../../core/flow/supply/ports.ts'
import {
  createSupplyCommands,
  type SupplyCommands,
} from '../../core/flow/supply-commands/commands.ts'
import { createSupplyGuard, type SupplyGuard } from '../../core/guard/guard.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { createNoticeStore } from '../../core/persistence/notices-store.ts'
import { countUnknownPayments } from '../../core/persistence/payment-store.ts'
import { createPool } from '../../core/persistence/pool.ts'
import { createSupplyCommandStore } from '../../core/persistence/supply-commands.ts'
import { createDriveStore } from '../../core/persistence/supply-drive.ts'
import { createSupplyStore } from '../../core/persistence/supply-store.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { createSimulatedRelays, type Device, type SimulatedRelays } from './supply-devices.ts'
import { createTestNotices, type TestNotices } from './supply-notices.ts'

export const HOUR_MS = 3_600_000
/** Past the Guard's window of ten minutes. */
export const WINDOW_MS = 11 * 60_000

/** Rules under which a cut needs the fewest accidents of the calendar. */
export const plainRules: PolicyRules = {
  graceMinutes: 60,
  noticeLevel: 'delivered',
  warnings: ['low-balance', 'very-low-balance'],
  readingFreshIntervals: 3,
  meterMaxSilenceMinutes: 120,
  intentExpirySeconds: 60,
  approvalRequired: false,
  noCutOnWeekends: false,
  noCutOnHolidays: false,
  noCutInWeatherBans: true,
  friendlyHours: [],
}

/** A profile as it is shipped. */
export function shippedProfile(name: string): { code: string; title: string; rules: PolicyRules } {
  const file = new URL(`../../schemas/policy-profiles/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** A tenant's unit with one switched electricity point. */
export interface Unit {
  readonly accountId: string
  readonly contractId: string
  readonly purseId: string
  readonly meteringPointId: string
  readonly installationId: string
  readonly relayPointId: string
  readonly supplyPointId: string
  readonly device: Device
}

type Pool = ReturnType<typeof createPool>

/** A site of the simulation, on a database of its own. */
export interface World {
  readonly database: TemporaryDatabase
  readonly app: Pool
  readonly guardPool: Pool
  readonly siteId: string
  readonly connectionId: string
  readonly relays: SimulatedRelays
  readonly notices: TestNotices
  readonly events: SupplyEvent[]
  readonly ledger: LedgerStore
  readonly dependencies: SupplyDependencies
  readonly control: SupplyControl
  readonly commands: SupplyCommands
  guard: SupplyGuard
  /** The domain's now. */
  now: number
  /** How far the wall clock is ahead of the machine's. */
  wallAheadMs: number
  addUnit(request?: { lifeSafety?: boolean; vacant?: boolean }): Promise<Unit>
  topUp(unit: Unit, units: number): Promise<void>
  charge(unit: Unit, units: number): Promise<void>
  /** Every meter has just been read. */
  readMeters(): Promise<void>
  /** A Guard of a new epoch, as after a restart. */
  restartGuard(request?: { open?: boolean }): Promise<void>
  evaluate(unit: Unit): Promise<void>
  /** Sweeps and drives until nothing is left to do. */
  settle(): Promise<void>
  /** Debt, notice, delivery and grace: all but the cut itself. */
  ripen(units: readonly Unit[]): Promise<void>
  sql<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  point(unit: Unit): Promise<PointRow>
  close(): Promise<void>
}

interface PointRow {
  desired: string
  verified: string
  state: string
  evidence: string | null
  alarms: string[]
  decision: { because: { rule: string }; blockedBy: string[] }
}

/** A Tuesday noon in Shanghai. */
const NOON = Date.UTC(2026, 2, 10, 4)

/** Builds a site by the application's own login: what it may not write, the test cannot either. */
export async function createWorld({
  rules = plainRules,
  holdOffMs = 0,
}: {
  rules?: PolicyRules
  holdOffMs?: number
} = {}): Promise<World> {
  const database = await createTemporaryDatabase()
  const quiet = { warn: () => undefined }
  const app = createPool({ url: database.appUrl, max: 12, log: quiet })
  const guardPool = createPool({ url: database.guardUrl, max: 4, log: quiet })
  const { privateKey } = generateKeyPairSync('ed25519')
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const events: SupplyEvent[] = []
  const ids = createIdAllocator(app)
  const ledger = createLedgerStore({ pool: app, ids })
  const wallClock = { now: () => Date.now() + world.wallAheadMs }
  const clock = { now: () => world.now }
  const relays = createSimulatedRelays({
    guardKeyPem: () => world.guard.publicKeyPem,
    now: wallClock.now,
  })
  const errors: string[] = []

  async function sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await app.query({ text, values })).rows as Row[]
  }
  async function id(text: string, values: unknown[] = []): Promise<string> {
    return (await sql<{ id: string }>(`${text} RETURNING id`, values))[0]?.id ?? ''
  }

  const notices = createTestNotices({
    real: createSupplyNotices({ store: createNoticeStore({ pool: app }), clock }),
    sql,
  })
  const profileId = await id(
    "INSERT INTO policy_profile (code, title, rules) VALUES ('test', 'Test', $1)",
    [JSON.stringify(rules)],
  )
  const siteId = await id(
    `INSERT INTO site (code, name, time_zone, currency, policy_profile_id)
     VALUES ('S', 'Site', 'Asia/Shanghai', 'CNY', $1)`,
    [profileId],
  )
  const connectionId = await id(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-test', 'meterDrivers', 'test', 'c', '{}')`,
    [siteId],
  )
  const planId = await id(
    `INSERT INTO tariff_plan (site_id, code, name, utility, strategy)
     VALUES ($1, 'T', 'T', 'electricity', 'flat')`,
    [siteId],
  )
  const houseId = await id(
    "INSERT INTO ledger_account (site_id, kind, code, currency) VALUES ($1, 'clearing', 'x', 'CNY')",
    [siteId],
  )

  let units = 0
  let topUps = 0
  async function topUp(unit: Unit, amountMicros: bigint): Promise<void> {
    const posting = {
      debitId: houseId,
      creditId: unit.purseId,
      amountMicros,
      kind: 'top-up',
      referenceKind: 'test',
      referenceId: '1',
    }
    topUps += 1
    const at = world.now
    const key = `test-${topUps}`
    await ledger.book({ key, bodyHash: 'x', at, currency: 'CNY', postings: [posting] })
  }

  /** Metered use, as the hot path books it: it may pass the purse's floor. */
  async function charge(unit: Unit, amountMicros: bigint): Promise<void> {
    const [postingId] = await ids.take(1)
    await sql(
      `WITH posted AS (
         INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
         VALUES ($1, to_timestamp($2::float8 / 1000), $3, $4, $5, 'CNY', 'usage', 'usage-interval', $1))
       UPDATE ledger_account SET balance_micros = balance_micros - $5, version = version + 1 WHERE id = $3`,
      [postingId, world.now, unit.purseId, houseId, amountMicros],
    )
  }

  const dependencies: SupplyDependencies = {
    store: createSupplyStore({ pool: app }),
    drive: createDriveStore({ pool: app }),
    notices,
    payments: { unknown: countUnknownPayments },
    relays,
    guard: { sign: (request) => world.guard.sign(request) },
    clock,
    wallClock,
    domainRate: 1,
    report: (event) => events.push(event),
  }
  const log = {
    error: (message: string, data?: unknown) => errors.push(`${message} ${JSON.stringify(data)}`),
  }

  async function newGuard(): Promise<SupplyGuard> {
    return createSupplyGuard({
      pool: guardPool,
      privateKeyPem,
      clock: wallClock,
      domainClock: clock,
      monotonicMs: wallClock.now,
      holdOffMs,
    })
  }

  async function addUnit({
    lifeSafety = false,
    vacant = false,
  }: {
    lifeSafety?: boolean
    vacant?: boolean
  } = {}): Promise<Unit> {
    units += 1
    const code = `U${units}`
    const spaceId = await id(
      "INSERT INTO space (site_id, kind, code, name) VALUES ($1, 'unit', $2, $2)",
      [siteId, code],
    )
    const meteringPointId = await id(
      `INSERT INTO metering_point (site_id, space_id, utility, unit, code, name, max_rate_micros)
       VALUES ($1, $2, 'electricity', 'kWh', $3, $3, 100000000)`,
      [siteId, spaceId, code],
    )
    const meterId = await id(
      "INSERT INTO meter (site_id, serial, model, utility) VALUES ($1, $2, 'm', 'electricity')",
      [siteId, code],
    )
    const installationId = await id(
      `INSERT INTO installation (meter_id, metering_point_id, from_at)
       VALUES ($1, $2, '2020-01-01T00:00:00Z')`,
      [meterId, meteringPointId],
    )
    await sql(
      'INSERT INTO metering_point_state (metering_point_id, last_at) VALUES ($1, to_timestamp($2::float8 / 1000))',
      [meteringPointId, world.now],
    )
    const pointOf = (role: string, safe = false) =>
      id(
        `INSERT INTO point (connection_id, meter_id, role, unit, address, life_safety)
         VALUES ($1, $2, $3, '', '{}', $4)`,
        [connectionId, meterId, role, safe],
      )
    const relayPointId = await pointOf('relay', lifeSafety)
    const loadPointId = await pointOf('power')
    const device = relays.add({ relayPointId, loadPointId })
    const payer = vacant
      ? { accountId: '', contractId: '', purseId: '' }
      : await addPayer({ code, spaceId, meteringPointId })
    const supplyPointId = await id(
      `INSERT INTO supply_point (site_id, metering_point_id, relay_point_id, load_point_id, load_idle_micros)
       VALUES ($1, $2, $3, $4, 5000000)`,
      [siteId, meteringPointId, relayPointId, loadPointId],
    )
    return { ...payer, meteringPointId, installationId, relayPointId, supplyPointId, device }
  }

  async function addPayer({
    code,
    spaceId,
    meteringPointId,
  }: {
    code: string
    spaceId: string
    meteringPointId: string
  }): Promise<Pick<Unit, 'accountId' | 'contractId' | 'purseId'>> {
    const tenantId = await id('INSERT INTO tenant (site_id, code, name) VALUES ($1, $2, $2)', [
      siteId,
      code,
    ])
    const contractId = await id(
      `INSERT INTO contract (site_id, tenant_id, code, from_at) VALUES ($1, $2, $3, '2020-01-01T00:00:00Z')`,
      [siteId, tenantId, code],
    )
    await sql('INSERT INTO contract_space (contract_id, space_id) VALUES ($1, $2)', [
      contractId,
      spaceId,
    ])
    const accountId = await id(
      `INSERT INTO account (site_id, contract_id, code, currency, overdraft_micros, emergency_credit_micros,
         low_balance_micros, very_low_balance_micros)
       VALUES ($1, $2, $3, 'CNY', 5000000, 5000000, 50000000, 10000000)`,
      [siteId, contractId, code],
    )
    // An account has its purses from its first moment on.
    const purses = await sql<{ id: string }>(
      "SELECT id FROM ledger_account WHERE account_id = $1 AND kind = 'cash'",
      [accountId],
    )
    const purseId = purses[0]?.id ?? ''
    await id(
      `INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at)
       VALUES ($1, $2, $3, $4, '2020-01-01T00:00:00Z')`,
      [contractId, accountId, meteringPointId, planId],
    )
    return { accountId, contractId, purseId }
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 8; turn += 1) {
      const { evaluated: one } = await world.control.sweepAttention()
      const { evaluated: two } = await world.control.sweepDue()
      const { driven } = await world.control.driveDue()
      if (errors.length > 0) throw new Error(errors.join('\n'))
      if (one + two + driven === 0) return
    }
  }

  const world: World = {
    database,
    app,
    guardPool,
    siteId,
    connectionId,
    relays,
    notices,
    events,
    ledger,
    dependencies,
    control: createSupplyControl({ ...dependencies, log }),
    commands: createSupplyCommands({
      ...dependencies,
      commands: createSupplyCommandStore({ pool: app }),
    }),
    guard: undefined as unknown as SupplyGuard,
    now: NOON,
    wallAheadMs: 0,
    addUnit,
    topUp: (unit, amount) => topUp(unit, BigInt(Math.round(amount * 1e6))),
    charge: (unit, amount) => charge(unit, BigInt(Math.round(amount * 1e6))),
    async readMeters() {
      await sql('UPDATE metering_point_state SET last_at = to_timestamp($1::float8 / 1000)', [
        world.now,
      ])
    },
    async restartGuard({ open = true } = {}) {
      world.guard = await newGuard()
      if (open) await world.guard.open()
    },
    async evaluate(unit) {
      await evaluateAccount(dependencies, unit)
    },
    settle,
    async ripen(list) {
      for (const unit of list) {
        await world.charge(unit, 20)
        await world.evaluate(unit)
      }
      await notices.deliverAll(world.now)
      world.now += HOUR_MS + 1
      await world.readMeters()
    },
    sql,
    async point(unit) {
      const rows = await sql<PointRow>('SELECT * FROM supply_point WHERE id = $1', [
        unit.supplyPointId,
      ])
      if (!rows[0]) throw new Error('no such point')
      return rows[0]
    },
    async close() {
      await app.end()
      await guardPool.end()
      await database.drop()
    },
  }
  await world.restartGuard()
  return world
}
