import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import { outliveLostConnections } from '../../core/persistence/pool.ts'
import type { Login } from '../../examples/demo-building/broker/access.ts'
import { type Child, startChild } from '../../examples/demo-building/child.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import type { MetersConfig } from './latency-meters.ts'
import { fillMqttBuilding, type Meter } from './latency-setup.ts'
import { startBenchServer } from './server.ts'

const brokerScript = new URL('../../examples/demo-building/broker/main.ts', import.meta.url)
const metersScript = new URL('./latency-meters.ts', import.meta.url)
const BUSBAR: Login = {
  user: 'busbar',
  password: 'password-of-busbar',
  publish: [],
  subscribe: ['meters/#'],
}
const GATEWAYS: Login = {
  user: 'gateways',
  password: 'password-of-gateways',
  publish: ['meters/+/reading'],
  subscribe: [],
}

/** A core with its database, a broker, and meters that report when they are told to; all are processes of their own. */
export interface MqttCore {
  readonly core: CoreProcess
  readonly devices: Child
  readonly pool: Pool
  readonly meters: readonly Meter[]
  /** Balances by account before the first reading, in micros. */
  readonly before: ReadonlyMap<string, bigint>
}

/** Ends all of it after the work. @param stepWh what each register grows by between two readings */
export async function withMqttCore(
  { meters: count, stepWh }: { readonly meters: number; readonly stepWh: number },
  work: (running: MqttCore) => Promise<void>,
): Promise<void> {
  const server = await startBenchServer()
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-bench-core-'))
  const pool = new Pool({ connectionString: server.appUrl, max: 2 })
  // The server may end it before it has ended itself.
  outliveLostConnections(pool)
  const stops: (() => Promise<void>)[] = []
  try {
    const broker = await startChild({
      script: brokerScript,
      config: { logins: [BUSBAR, GATEWAYS], port: 0 },
    })
    stops.unshift(broker.stop)
    const { port } = broker.ready as { readonly port: number }
    const meters = await fillMqttBuilding({
      ...{ pool, analyze: server.analyze, meters: count },
      broker: { port, username: BUSBAR.user, password: BUSBAR.password },
    })
    const before = await balances(pool)
    const config: MetersConfig = {
      ...{ port, username: GATEWAYS.user, password: GATEWAYS.password, stepWh },
      topics: meters.map(({ topic }) => topic),
    }
    const devices = await startChild({ script: metersScript, config })
    stops.unshift(devices.stop)
    const core = await startCoreOn({ database: server, dataDir })
    stops.unshift(core.stop)
    await work({ core, devices, pool, meters, before })
  } finally {
    for (const stop of stops) await stop()
    await pool.end()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Micros by account. */
export async function balances(pool: Pool): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await pool.query<{ account_id: string; balance_micros: string }>(
    "SELECT account_id, balance_micros FROM ledger_account WHERE account_id IS NOT NULL AND kind = 'cash'",
  )
  return new Map(rows.map((row) => [row.account_id, BigInt(row.balance_micros)]))
}

export async function countOf(pool: Pool, text: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(text)
  return Number(rows[0]?.count)
}
