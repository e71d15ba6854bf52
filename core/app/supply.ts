import { join } from 'node:path'
import type { ServiceBroker } from 'moleculer'
import { Pool } from 'pg'
import { loadGuardKey } from '../adapters/secrets-guard-key.ts'
import type { Config } from '../config.ts'
import type { Log } from '../contracts/plugin.ts'
import type { FactLog } from '../flow/facts/ports.ts'
import type { NoticeStore } from '../flow/notices/ports.ts'
import { createSupplyControl } from '../flow/supply/control.ts'
import { createSupplyNotices } from '../flow/supply/notices.ts'
import type { Relays, SupplyDependencies, SupplyPayments } from '../flow/supply/ports.ts'
import { createSupplyCommands } from '../flow/supply-commands/commands.ts'
import { createSupplyGuard, type SupplyGuard } from '../guard/guard.ts'
import { meterDriverClient } from '../host/client.ts'
import type { PluginHost } from '../host/host.ts'
import { busbarError } from '../kernel/error.ts'
import { type Clock, SECOND_MS, wallClock } from '../kernel/instant.ts'
import type { SqlPool } from '../persistence/sql.ts'
import { createSupplyCommandStore } from '../persistence/supply-commands.ts'
import { createDriveStore } from '../persistence/supply-drive.ts'
import { createSupplyStore } from '../persistence/supply-store.ts'
import { type Loop, startLoop } from './loops.ts'
import { tellSupply } from './supply-facts.ts'

/** After a start no cut is let through for so long, however ready the rest is. */
const HOLD_OFF_MS = 20 * SECOND_MS

/** The Guard with its own login and its own key; nobody else reads either. */
export async function startGuard(options: {
  readonly guardUrl: string
  readonly pool: Config['pool']
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
}): Promise<{ readonly guard: SupplyGuard; close(): Promise<void> }> {
  const { guardUrl, dataDir, clock, log } = options
  const pool = new Pool({
    connectionString: guardUrl,
    max: options.pool.guardMax,
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', (error) =>
    log.warn('A connection of the Guard was lost', { reason: error.message }),
  )
  const guard = await createSupplyGuard({
    pool,
    privateKeyPem: loadGuardKey({ path: join(dataDir, 'guard', 'private-key.pem') }).privateKeyPem,
    clock: wallClock,
    domainClock: clock,
    monotonicMs: () => performance.now(),
    holdOffMs: HOLD_OFF_MS,
  })
  return { guard, close: () => pool.end() }
}

/** Relays by connection, through the plugin host. */
function relaysOf({
  host,
  broker,
}: {
  readonly host: PluginHost
  readonly broker: ServiceBroker
}): Relays {
  const driverOf = (connectionId: string) => {
    const status = host.connections().find((one) => one.connectionId === connectionId)
    if (!status)
      throw busbarError('plugin-not-available', {
        detail: `Connection ${connectionId} is not open.`,
      })
    const { pluginId, type } = status
    return meterDriverClient({ broker, pluginId, type, connectionId })
  }
  return {
    expiringCommands({ connectionId }) {
      const status = host.connections().find((one) => one.connectionId === connectionId)
      if (!status) return false
      const { capabilities } = host.contribution({ point: 'meterDrivers', type: status.type })
      return capabilities.expiringCommands === true
    },
    write: ({ connectionId, ...request }) => driverOf(connectionId).write(request),
    read: ({ connectionId, ...request }) => driverOf(connectionId).read(request),
  }
}

export interface Supply {
  readonly commands: ReturnType<typeof createSupplyCommands>
  readonly observe: ReturnType<typeof createDriveStore>['observe']
  /** Begins to decide and to drive; the Guard's gate opens when its hold-off is over. */
  start(): void
  stop(): Promise<void>
}

export function createSupply(options: {
  readonly pool: SqlPool
  readonly host: PluginHost
  readonly broker: ServiceBroker
  readonly guard: SupplyGuard
  readonly noticeStore: NoticeStore
  readonly payments: SupplyPayments
  readonly facts: FactLog
  readonly clock: Clock
  /** Domain milliseconds in a wall-clock millisecond. */
  readonly domainRate: number
  readonly log: Log
}): Supply {
  const { pool, host, broker, guard, noticeStore, payments, facts, clock, domainRate, log } =
    options
  const drive = createDriveStore({ pool })
  const store = createSupplyStore({ pool })
  const dependencies: SupplyDependencies = {
    store,
    drive,
    guard,
    relays: relaysOf({ host, broker }),
    notices: createSupplyNotices({ store: noticeStore, clock }),
    payments,
    clock,
    wallClock,
    domainRate,
    report: tellSupply({ pool, facts, log }),
  }
  const control = createSupplyControl({ ...dependencies, log })
  let gate: Loop | null = null
  let opened = false
  let told = false

  /** Opens the gate once. What closes it later, such as a leap of the clock, wants a person's look. */
  async function openOnce(): Promise<void> {
    if (guard.status().gate === 'open' || told) return
    if (!opened) {
      opened = (await guard.open()).opened
      return
    }
    told = true
    log.error('The Guard has closed its gate: no supply is cut until Busbar is started again.')
    await drive.repair({
      siteId: null,
      kind: 'guard-closed',
      subject: 'guard',
      ownerRole: 'owner',
      severity: 'critical',
      detail: { message: 'The wall clock leapt: check it, then start Busbar again.' },
    })
  }

  return {
    commands: createSupplyCommands({
      ...dependencies,
      commands: createSupplyCommandStore({ pool }),
    }),
    observe: drive.observe,
    start() {
      control.start()
      gate = startLoop({
        name: "Opening the Guard's gate",
        pauseMs: SECOND_MS,
        work: openOnce,
        log,
      })
    },
    async stop() {
      await gate?.stop()
      await guard.close()
      await control.stop()
    },
  }
}
