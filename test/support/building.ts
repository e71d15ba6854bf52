import type { Pool } from 'pg'
import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import { createCommissioning, type SwapMeter } from '../../core/flow/commissioning/commission.ts'
import type {
  InstallMeter,
  NewAgreement,
  NewTariffVersion,
  RemoveMeter,
} from '../../core/flow/commissioning/ports.ts'
import { createIngest } from '../../core/flow/metering/ingest.ts'
import type { StreamStore } from '../../core/flow/metering/ports.ts'
import { defined } from '../../core/kernel/assert.ts'
import type { Id } from '../../core/kernel/id.ts'
import type { Instant } from '../../core/kernel/instant.ts'
import { createCommissioningStore } from '../../core/persistence/commissioning-store.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { createPointStore } from '../../core/persistence/point-store.ts'
import { createPool } from '../../core/persistence/pool.ts'
import type { SqlPool } from '../../core/persistence/sql.ts'
import { streamsOn } from './streams.ts'

const by = { actor: { userId: null, name: null, ip: null }, operation: 'test', siteId: null }
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What a metering point of a test is like; left out, each is a plain one. */
export interface Shape {
  /** CT × PT in micros. */
  readonly multiplierMicros?: bigint
  /** Digits before the decimal point. */
  readonly digits?: number
  /** Of every register. */
  readonly openingMicros?: bigint
  /** A register a band, and one for all where it is null, instead of one for all alone. */
  readonly bands?: readonly (string | null)[]
  /** With a last register that counts what is fed back. */
  readonly feedsBack?: boolean
  readonly planId?: Id
  /** Quantity micros an hour. */
  readonly maxRateMicros?: bigint
}

/** The metering half of a Busbar on a database of its own, wired as in production. */
export async function createBuilding(options: {
  readonly appUrl: string
  /** Domain time. */
  readonly now: () => Instant
  /** When everything begins. */
  readonly start: Instant
  readonly tariff: CompiledTariff
  /** Of the site; Asia/Shanghai where left out. */
  readonly timeZone?: string
  readonly writers?: number
  readonly batchReadings?: number
  readonly queuedReadings?: number
  /** What the stores use instead of the pool: it may fail. */
  readonly poolFor?: (pool: Pool) => SqlPool
  /** What ingest uses instead of the stream store: it may be slow. */
  readonly streamsFor?: (streams: StreamStore) => StreamStore
}) {
  const { appUrl, now, start, tariff, writers = 2, batchReadings = 1_000 } = options
  const own = createPool({ url: appUrl, max: 8, log: silent })
  const pool = options.poolFor?.(own) ?? own
  const clock = { now }
  const ids = createIdAllocator(pool)
  const streams = streamsOn({ pool, ids, clock })
  const points = createPointStore({ pool })
  const commands = createCommissioning({
    store: createCommissioningStore({ pool }),
    streams,
    audit: { append: async () => undefined },
    clock,
    compile: async () => ({ ok: true, tariff: defined(tariffs.at(-1), 'a tariff') }),
    onPlaced: () => ingest.forgetPoints(),
  })
  /** The commands, by nobody in particular. */
  const commissioning = {
    installMeter: (request: InstallMeter) => commands.installMeter(request, by),
    removeMeter: (request: RemoveMeter) => commands.removeMeter(request, by),
    swapMeter: (request: SwapMeter) => commands.swapMeter(request, by),
    addAgreement: (request: NewAgreement) => commands.addAgreement(request, by),
    endAgreement: (request: { agreementId: Id; at: Instant }) => commands.endAgreement(request, by),
    addTariffVersion: (request: NewTariffVersion) => commands.addTariffVersion(request, by),
  }
  const ingest = createIngest({
    streams: options.streamsFor?.(streams) ?? streams,
    points,
    observe: async () => undefined,
    clock,
    log: silent,
    writers,
    batchReadings,
    queuedReadings: options.queuedReadings ?? 20_000,
    cachedStreams: 100_000,
  })

  async function insert(text: string, values: readonly unknown[]): Promise<Id> {
    const { rows } = await own.query<{ id: Id }>(`${text} RETURNING id`, [...values])
    return defined(rows[0], 'an id').id
  }

  const profileId = await insert(
    "INSERT INTO policy_profile (code, title, rules) VALUES ('none', 'None', '{}')",
    [],
  )
  const siteId = await insert(
    "INSERT INTO site (code, name, time_zone, currency, policy_profile_id) VALUES ('T', 'Test', $2, 'CNY', $1)",
    [profileId, options.timeZone ?? 'Asia/Shanghai'],
  )
  const spaceId = await insert(
    "INSERT INTO space (site_id, kind, code, name) VALUES ($1, 'unit', 'U', 'Unit')",
    [siteId],
  )
  const tenantId = await insert(
    "INSERT INTO tenant (site_id, code, name) VALUES ($1, 'T', 'Tenant')",
    [siteId],
  )
  const connectionId = await insert(
    "INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config) VALUES ($1, 'p', 'meterDrivers', 't', 'c', '{}')",
    [siteId],
  )
  const planId = await insert(
    "INSERT INTO tariff_plan (site_id, code, name, utility, strategy) VALUES ($1, 'P', 'Plan', 'electricity', 's')",
    [siteId],
  )
  const tariffs = [tariff]
  await commissioning.addTariffVersion({
    tariffPlanId: planId,
    effectiveAt: tariff.from,
    terms: {},
  })

  async function addPlan(code: string, first: CompiledTariff): Promise<Id> {
    const id = await insert(
      "INSERT INTO tariff_plan (site_id, code, name, utility, strategy) VALUES ($1, $2, $2, 'electricity', 's')",
      [siteId, code],
    )
    await addVersion(id, first)
    return id
  }

  async function addVersion(tariffPlanId: Id, version: CompiledTariff): Promise<void> {
    tariffs.push(version)
    await commissioning.addTariffVersion({ tariffPlanId, effectiveAt: version.from, terms: {} })
  }

  async function addAccount(code: string): Promise<{ accountId: Id; contractId: Id; purseId: Id }> {
    const contractId = await insert(
      'INSERT INTO contract (site_id, tenant_id, code, from_at) VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))',
      [siteId, tenantId, code, start],
    )
    const accountId = await insert(
      `INSERT INTO account (site_id, contract_id, code, currency, low_balance_micros, very_low_balance_micros)
        VALUES ($1, $2, $3, 'CNY', 50000000, 10000000)`,
      [siteId, contractId, code],
    )
    const { rows } = await own.query<{ id: Id }>(
      "SELECT id FROM ledger_account WHERE account_id = $1 AND kind = 'cash'",
      [accountId],
    )
    return { accountId, contractId, purseId: defined(rows[0], 'a purse').id }
  }

  async function addMeter(
    serial: string,
    { digits = 6, bands = [], feedsBack = false }: Shape = {},
  ) {
    const meterId = await insert(
      "INSERT INTO meter (site_id, serial, model, utility) VALUES ($1, $2, 'M', 'electricity')",
      [siteId, serial],
    )
    const registers: { registerId: Id; pointId: Id }[] = []
    const counters = (bands.length > 0 ? bands : [null]).map((band) => ({
      ...{ code: band ?? 'total', band, direction: 'import' },
    }))
    const fedBack = { code: 'fed-back', band: null, direction: 'export' }
    for (const { code, band, direction } of feedsBack ? [...counters, fedBack] : counters) {
      const registerId = await insert(
        'INSERT INTO register (meter_id, code, band, digits, direction) VALUES ($1, $2, $3, $4, $5)',
        [meterId, code, band, digits, direction],
      )
      const pointId = await insert(
        "INSERT INTO point (connection_id, meter_id, register_id, role, unit, address) VALUES ($1, $2, $3, 'register', 'kWh', '{}')",
        [connectionId, meterId, registerId],
      )
      registers.push({ registerId, pointId })
    }
    return { meterId, registers, ...defined(registers[0], 'a register') }
  }

  async function addMetered(
    code: string,
    given?: { readonly accountId: Id; readonly contractId: Id; readonly purseId: Id },
    shape: Shape = {},
  ) {
    const {
      multiplierMicros = 1_000_000n,
      openingMicros = 0n,
      maxRateMicros = 100_000_000n,
    } = shape
    const payer = given ?? (await addAccount(code))
    const { accountId, contractId, purseId } = payer
    const meteringPointId = await insert(
      "INSERT INTO metering_point (site_id, space_id, utility, unit, code, name, max_rate_micros) VALUES ($1, $2, 'electricity', 'kWh', $3, $3, $4)",
      [siteId, spaceId, code, maxRateMicros.toString()],
    )
    const meter = await addMeter(code, shape)
    const installationId = await commissioning.installMeter({
      meterId: meter.meterId,
      meteringPointId,
      at: start,
      multiplierMicros,
      openings: meter.registers.map(({ registerId }) => ({
        registerId,
        valueMicros: openingMicros,
      })),
      signedBy: 'test',
    })
    const agreementId = await commissioning.addAgreement({
      contractId,
      accountId,
      meteringPointId,
      tariffPlanId: shape.planId ?? planId,
      from: start,
      to: null,
    })
    return {
      accountId,
      contractId,
      purseId,
      meteringPointId,
      ...meter,
      installationId,
      agreementId,
    }
  }

  return {
    pool: own,
    siteId,
    planId,
    connectionId,
    commissioning,
    streams,
    ingest,
    ledger: createLedgerStore({ pool, ids }),
    addAccount,
    addMeter,
    addMetered,
    addPlan,
    addVersion,
    /** What a driver would hand over: one register value at one instant. */
    snapshot: (pointId: Id, at: Instant, value: string) => ({
      source: `meter/${pointId}`,
      at,
      values: [{ pointId, value, quality: 'good' as const }],
    }),
    async balanceOf(purseId: Id): Promise<bigint> {
      const { rows } = await own.query<{ balance: string }>(
        'SELECT balance_micros AS balance FROM ledger_account WHERE id = $1',
        [purseId],
      )
      return BigInt(defined(rows[0], 'a purse').balance)
    },
    close: () => own.end(),
  }
}

export type Building = Awaited<ReturnType<typeof createBuilding>>

/** A metering point with a meter, a payer and a price. */
export type Metered = Awaited<ReturnType<Building['addMetered']>>
