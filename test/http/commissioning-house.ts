import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { type Answer, type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** A Wednesday at noon in the building. */
const NOON = Date.parse('2026-05-13T04:00:00Z')

/** A meter with a relay and its open record, made by a template. */
export interface Made {
  readonly id: string
  readonly meterId: string
  readonly registerId: string
  readonly supplyPointId: string
  readonly meteringPointId: string
}

/** The API with the plugin of MQTT, a broker that nobody has opened, and a building. */
export interface CommissioningHouse {
  readonly api: Api
  readonly owner: Person
  readonly building: Building
  readonly connectionId: string
  /** The building's clock, which stands unless it is set. */
  readonly clock: { now: number }
  meteringPoint(code: string): Promise<string>
  apply(body: object, person?: Person): Promise<Answer>
  commissioned(code: string): Promise<Made>
  /** A reading of its register in kWh, now. */
  read(made: Made, value: number): Promise<unknown>
  /** Load in W behind its relay, now. */
  load(made: Made, value: string): Promise<unknown>
  /** As the loop that drives relays leaves its supply point. */
  standsAt(made: Made, state: 'on' | 'off'): Promise<unknown>
  stop(): Promise<void>
}

export async function openCommissioningHouse(
  options: { readonly pages?: string } = {},
): Promise<CommissioningHouse> {
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.data', 'commissioning-'))
  cpSync(join(ROOT, 'plugins/driver-mqtt'), join(folder, 'driver-mqtt'), { recursive: true })
  const clock = { now: NOON }
  const api = await startApi({ ...options, plugins: folder, clock: { now: () => clock.now } })
  const owner = await api.person([{ role: 'owner' }])
  const building = await makeBuilding(owner, 'K')
  const { rows } = await api.pool.query(
    `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
     VALUES ($1, 'driver-mqtt', 'meterDrivers', 'mqtt', 'Broker', '{}') RETURNING id`,
    [building.siteId],
  )
  const connectionId = String(rows[0].id)
  const making = makingOf({ owner, building, connectionId })
  return {
    ...{ api, owner, building, connectionId, clock, ...making },
    ...fieldOf({ api, clock }),
    async stop() {
      await api.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function makingOf(
  house: Pick<CommissioningHouse, 'owner' | 'building' | 'connectionId'>,
): Pick<CommissioningHouse, 'meteringPoint' | 'apply' | 'commissioned'> {
  const { owner, building, connectionId } = house
  const { siteId, spaceId } = building
  const apply: CommissioningHouse['apply'] = (body, person = owner) =>
    person.call('POST', `/api/v1/connections/${connectionId}/apply-template`, { body })
  const meteringPoint = async (code: string): Promise<string> => {
    const answer = await owner.call('POST', '/api/v1/metering-points', {
      body: {
        ...{ siteId, spaceId, utility: 'electricity', unit: 'kWh', code, name: `Unit ${code}` },
        maxRate: '40',
      },
    })
    expect(answer.status, answer.text).toBe(201)
    return String(answer.body.id)
  }
  return {
    ...{ apply, meteringPoint },
    async commissioned(code) {
      const meteringPointId = await meteringPoint(code)
      const answer = await apply({
        templateId: 'shelly-plus-1pm',
        parameters: { device: `shellyplus1pm-${code}` },
        ...{ serial: `SN-${code}`, foundAs: `shellyplus1pm-${code}`, meteringPointId },
        openings: [{ code: 'total', value: '12.5' }],
        ...{ signedBy: 'Li Wei', supplied: true },
      })
      expect(answer.status, answer.text).toBe(201)
      const objects = answer.body.objects as unknown as { resource: string; id: string }[]
      const idOf = (wanted: string) =>
        String(objects.find(({ resource }) => resource === wanted)?.id)
      return {
        ...{ id: String(answer.body.commissioningId), meterId: String(answer.body.meterId) },
        ...{ registerId: idOf('registers'), supplyPointId: idOf('supplyPoints') },
        meteringPointId,
      }
    },
  }
}

function fieldOf({
  api: { pool },
  clock,
}: Pick<CommissioningHouse, 'api' | 'clock'>): Pick<
  CommissioningHouse,
  'read' | 'load' | 'standsAt'
> {
  return {
    read: ({ registerId }, value) =>
      pool.query(
        `INSERT INTO reading (at, register_id, value_micros, received_at, quality, source)
         VALUES (to_timestamp($1::float8 / 1000), $2, $3, to_timestamp($1::float8 / 1000), 'good', 's')`,
        [clock.now, registerId, value * 1_000_000],
      ),
    load: ({ supplyPointId }, value) =>
      pool.query(
        `INSERT INTO point_state (point_id, value, quality, at, received_at)
         SELECT load_point_id, $2, 'good', now(), now() FROM supply_point WHERE id = $1
         ON CONFLICT (point_id) DO UPDATE SET value = EXCLUDED.value`,
        [supplyPointId, value],
      ),
    standsAt: ({ supplyPointId }, state) =>
      pool.query(
        `UPDATE supply_point SET verified = $2, reported = $2, reported_at = now(), state = $2,
          evidence = 'relay-and-load' WHERE id = $1`,
        [supplyPointId, state],
      ),
  }
}
