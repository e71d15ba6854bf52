import type { Pool } from 'pg'
import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import type { Id } from '../../core/kernel/id.ts'
import { DAY_MS, HOUR_MS } from '../../core/kernel/instant.ts'
import { createApi, setUpOwner, signIn } from '../../examples/demo-building/api.ts'
import type { CoreProcess } from '../support/core-process.ts'
import { dayTariff } from '../support/tariffs.ts'
import { fillBuilding } from './fixture.ts'

export interface Meter {
  readonly accountId: Id
  readonly meteringPointId: Id
  readonly topic: string
}

export interface BrokerAccess {
  readonly port: number
  readonly username: string
  readonly password: string
}

/** A unit costs one in every band: balances show the quantities, whatever bands the bench runs through. */
const PRICE_MICROS = '1000000'
const TARIFF_DAYS = 366

/** Accounts with a meter each, read over MQTT by a connection of driver-mqtt. */
export async function fillMqttBuilding({
  pool,
  analyze,
  meters,
  broker,
}: {
  readonly pool: Pool
  readonly analyze: () => Promise<void>
  readonly meters: number
  readonly broker: BrokerAccess
}): Promise<readonly Meter[]> {
  // Before the first reading, and not so long before that the registers' growth would be implausible.
  const start = Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS
  const tariff = evenPrices(dayTariff({ from: start, to: start + TARIFF_DAYS * DAY_MS }))
  const filled = await fillBuilding({ pool, analyze }, { meters, start, tariff })
  await pool.query("UPDATE connection SET plugin_id = 'driver-mqtt', type = 'mqtt', config = $1", [
    mqttConfig(broker),
  ])
  await pool.query(
    `UPDATE point SET address =
      jsonb_build_object('format', 'json', 'topic', 'meters/' || id || '/reading', 'value', 'energy')`,
  )
  return filled.meters.map(({ accountId, meteringPointId, pointId }) => ({
    ...{ accountId, meteringPointId },
    topic: `meters/${pointId}/reading`,
  }))
}

function evenPrices(tariff: CompiledTariff): CompiledTariff {
  const ladders = Object.fromEntries(
    tariff.bands.map(({ id }) => [id, [{ upToMicros: null, priceMicros: PRICE_MICROS }]]),
  )
  const components = tariff.components.map((component) =>
    component.kind === 'usage' ? { ...component, ladders } : component,
  )
  return { ...tariff, components }
}

function mqttConfig({ port, username, password }: BrokerAccess) {
  return {
    url: `mqtt://127.0.0.1:${port}`,
    // The bench's broker speaks MQTT 3.1.1.
    protocolVersion: 4,
    username,
    password,
    decoders: [
      {
        topic: 'meters/+/reading',
        time: { pointer: '/time', format: 'epoch-milliseconds' },
        values: {
          energy: { pointer: '/energyWh', decimalExponent: -3, role: 'register', unit: 'kWh' },
        },
      },
    ],
  }
}

/** The owner's session, as headers. */
export async function openSession(core: CoreProcess): Promise<Readonly<Record<string, string>>> {
  const person = { email: 'owner@bench.example', name: 'Owner', password: 'correct horse battery' }
  await setUpOwner(core.url, { token: await core.setupToken(), ...person })
  const { caller } = createApi(await signIn(core.url, person))
  return { cookie: caller.cookie ?? '' }
}
