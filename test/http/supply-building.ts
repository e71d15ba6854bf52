import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { expect } from 'vitest'
import type { CutLimit } from '../../core/guard/budget.ts'
import { createSupplyGuard, type SupplyGuard } from '../../core/guard/guard.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { wallClock } from '../../core/kernel/instant.ts'
import type { Role } from '../../core/kernel/roles.ts'
import { type Answer, type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

/** A unit that a relay supplies, made through the API as far as it goes. */
export interface Unit {
  readonly tenantId: string
  readonly contractId: string
  readonly accountId: string
  readonly meteringPointId: string
  readonly installationId: string
  readonly relayPointId: string
  readonly supplyPointId: string
}

export interface SupplyBuilding {
  readonly connectionId: string
  /** A point that switches the supply of a meter. */
  addRelay(request: { readonly meterId: string; readonly lifeSafety: boolean }): Promise<string>
  addUnit(request: { readonly code: string; readonly lifeSafety?: boolean }): Promise<Unit>
}

/** The API with a building of units, and an owner of all. */
export interface SupplyHouse extends SupplyBuilding {
  readonly api: Api
  readonly owner: Person
  readonly building: Building
  /** Somebody new with a role at the building's site. */
  at(role: Role): Promise<Person>
  pointOf(unit: Unit, person?: Person): Promise<JsonObject>
  /** Rows of a table. */
  counted(table: string): Promise<number>
}

export async function openSupplyHouse(): Promise<SupplyHouse> {
  const api = await startApi()
  const owner = await api.person([{ role: 'owner' }])
  const building = await makeBuilding(owner, 'north')
  return {
    ...(await createSupplyBuilding(api, { owner, building })),
    ...{ api, owner, building },
    at: (role) => api.person([{ role, siteId: building.siteId }]),
    async pointOf({ supplyPointId }, person = owner) {
      const answer = await person.call('GET', `/api/v1/supply-points/${supplyPointId}`)
      expect(answer.status, answer.text).toBe(200)
      return answer.body
    },
    async counted(table) {
      const { rows } = await api.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table}`,
      )
      return rows[0]?.count ?? -1
    },
  }
}

export const order = ({ supplyPointId }: Unit, wish: string, authority = 'manual') => ({
  ...{ supplyPointId, authority, wish },
  reason: 'Water damage in the unit',
})

/** Units at a building, each with a tenant, a meter and a relay of its own. */
export async function createSupplyBuilding(
  { pool }: Api,
  { owner, building }: { readonly owner: Person; readonly building: Building },
): Promise<SupplyBuilding> {
  const { siteId, spaceId, planId } = building
  const insert = async (sql: string, values: readonly unknown[]) => {
    const { rows } = await pool.query<{ id: string }>(`${sql} RETURNING id::text`, [...values])
    return String(rows[0]?.id)
  }
  const make = async (path: string, body: object) => {
    const answer = await owner.call('POST', `/api/v1/${path}`, { body })
    expect(answer.status, answer.text).toBe(201)
    return String(answer.body.id)
  }
  // No plugin is installed, so that no connection can be made through the API.
  const connectionId = await insert(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'relays', '{}')`,
    [siteId],
  )
  // Nor does any driver know what an address is.
  const addRelay: SupplyBuilding['addRelay'] = ({ meterId, lifeSafety }) =>
    insert(
      `INSERT INTO point (connection_id, meter_id, role, address, life_safety)
       VALUES ($1, $2, 'relay', '{}', $3)`,
      [connectionId, meterId, lifeSafety],
    )
  return {
    ...{ connectionId, addRelay },
    async addUnit({ code, lifeSafety = false }) {
      const fromAt = '2026-01-01T00:00:00Z'
      const tenantId = await make('tenants', { siteId, code, name: code })
      const contractId = await make('contracts', { siteId, tenantId, code, fromAt })
      const limits = { lowBalance: '5', veryLowBalance: '1' }
      const account = { siteId, contractId, code, currency: 'CNY', ...limits }
      const accountId = await make('accounts', account)
      const utility = 'electricity'
      const meteringPointId = await make('metering-points', {
        ...{ siteId, spaceId, utility, unit: 'kWh', code, name: `Unit ${code}`, maxRate: '40' },
      })
      const meterId = await make('meters', { siteId, serial: code, model: 'M', utility })
      const installationId = await insert(
        'INSERT INTO installation (meter_id, metering_point_id, from_at) VALUES ($1, $2, $3)',
        [meterId, meteringPointId, fromAt],
      )
      const relayPointId = await addRelay({ meterId, lifeSafety })
      await make('service-agreements', {
        ...{ contractId, accountId, meteringPointId, tariffPlanId: planId, fromAt },
      })
      const supplyPointId = await make('supply-points', { siteId, meteringPointId, relayPointId })
      const ids = { tenantId, contractId, accountId, meteringPointId }
      return { ...ids, installationId, relayPointId, supplyPointId }
    },
  }
}

/** A command under a new key, or under the one given. */
export function command(
  person: Person,
  path: string,
  body?: JsonObject,
  key: string = randomUUID(),
): Promise<Answer> {
  const headers = { 'idempotency-key': key }
  return person.call('POST', `/api/v1/${path}`, {
    headers,
    ...(body === undefined ? {} : { body }),
  })
}

/** A Supply Guard on the API's database, its gate open, as after a start. */
export async function startGuard(
  { database }: Api,
  limits?: readonly CutLimit[],
): Promise<{
  readonly guard: SupplyGuard
  cut(unit: Unit): Promise<string>
  stop(): Promise<void>
}> {
  const pool = new Pool({ connectionString: database.guardUrl, max: 2 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const guard = await createSupplyGuard({
    pool,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    clock: wallClock,
    domainClock: wallClock,
    monotonicMs: () => performance.now(),
    holdOffMs: 0,
    ...(limits === undefined ? {} : { limits }),
  })
  await guard.open()
  return {
    guard,
    async cut({ relayPointId, contractId, installationId }) {
      const { rows } = await pool.query<{ balance_version: string }>(
        'SELECT balance_version FROM guard_facts($1, now())',
        [relayPointId],
      )
      const result = await guard.sign({
        path: 'manual',
        action: 'cut',
        pointId: relayPointId,
        contractId,
        installationId,
        balanceVersion: String(rows[0]?.balance_version),
        lifeMs: 60_000,
      })
      return result.outcome === 'refused' ? result.reason : result.outcome
    },
    stop: () => pool.end(),
  }
}
