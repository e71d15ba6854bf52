import type { Config } from '../config.ts'
import type { Log } from '../contracts/plugin.ts'
import type { Database } from '../database.ts'
import type { ResourceShape } from '../flow/registry/ports.ts'
import type { Clock } from '../kernel/instant.ts'
import { createAnnouncementStore } from '../persistence/announcement-store.ts'
import { createAuditStore } from '../persistence/audit-store.ts'
import { createCommandKeyStore } from '../persistence/command-keys.ts'
import { createCommissioningStore } from '../persistence/commissioning-store.ts'
import { createConnectionStore } from '../persistence/connection-store.ts'
import { createFactStore } from '../persistence/fact-store.ts'
import { createIdAllocator } from '../persistence/ids.ts'
import { createInvitationStore } from '../persistence/invitation-store.ts'
import { createLedgerStore, createPurseReader } from '../persistence/ledger-store.ts'
import { createOrm } from '../persistence/orm.ts'
import { createPluginStore } from '../persistence/plugin-store.ts'
import { createPointStore } from '../persistence/point-store.ts'
import { createPool } from '../persistence/pool.ts'
import { createReadStore } from '../persistence/read-store.ts'
import { createReceivableStore } from '../persistence/receivable-store.ts'
import { registryOf } from '../persistence/registry-resources.ts'
import { createRegistryStore } from '../persistence/registry-store.ts'
import { createRoleStore } from '../persistence/role-store.ts'
import { transactOn } from '../persistence/sql.ts'
import type { Keys } from './keys.ts'

/** The pools of the application's login, and every store on them. */
export async function openStores(options: {
  readonly database: Database
  readonly config: Config
  readonly keys: Keys
  /** What the contract says of each resource. */
  readonly shapes: readonly ResourceShape[]
  /** Domain time. */
  readonly clock: Clock
  readonly log: Log
}) {
  const { database, config, keys, shapes, clock, log } = options
  const poolOf = (max: number) => createPool({ url: database.appUrl, max, log })
  const pool = poolOf(config.pool.appMax)
  const identityPool = poolOf(4)
  // Ids are taken inside of transactions: from a pool of their own, or those could wait for themselves.
  const idPool = poolOf(1)
  const { resources, entities } = registryOf(shapes)
  const orm = await createOrm({ url: database.appUrl, entities, poolMax: 6 })
  const ids = createIdAllocator(idPool)
  const ledger = createLedgerStore({ pool, ids })
  return {
    pool,
    identityPool,
    transaction: transactOn(pool),
    identityTransaction: transactOn(identityPool),
    orm,
    ids,
    audit: createAuditStore({ pool, key: keys.audit }),
    commandKeys: createCommandKeyStore(),
    commissioning: createCommissioningStore({ pool }),
    connections: createConnectionStore({ pool }),
    /** For what is looked up inside of other transactions. */
    lookups: createConnectionStore({ pool: idPool }),
    facts: createFactStore({ client: pool, listenUrl: database.appUrl }),
    invitations: createInvitationStore({ pool }),
    ledger,
    purses: createPurseReader({ pool }),
    plugins: createPluginStore({ pool }),
    points: createPointStore({ pool }),
    announcements: createAnnouncementStore({ client: pool }),
    reads: createReadStore({ client: pool }),
    receivables: { ledger, store: createReceivableStore({ pool }) },
    registry: createRegistryStore({ orm, resources, clock }),
    roles: createRoleStore({ pool }),
    async close() {
      await orm.close(true)
      await Promise.all([pool.end(), identityPool.end(), idPool.end()])
    },
  }
}
