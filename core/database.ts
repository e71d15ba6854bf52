import { migrateJobs } from './adapters/jobs.ts'
import type { Config } from './config.ts'
import { busbarError } from './kernel/error.ts'
import { type EmbeddedServer, type ServerLog, startEmbedded } from './persistence/embedded.ts'
import { migrationState, runMigrations } from './persistence/migrate.ts'
import {
  EMBEDDED_DATABASE,
  provisionEmbedded,
  verifyLogins,
  withClient,
} from './persistence/provision.ts'

/** A database that can be used, by its logins' addresses: they hold passwords, never log them. */
export interface Database {
  readonly appUrl: string
  readonly ownerUrl: string | null
  readonly guardUrl: string | null
  /** The server that this process runs or uses, null for one of the operator's own. */
  readonly embedded: EmbeddedServer | null
  /** Stops an embedded server that this process started; idempotent. */
  stop(): Promise<void>
}

/**
 * Opens the configured database: starts embedded PostgreSQL and makes its logins, or checks those of a server. Does
 * not migrate.
 * @param whenRunning for commands beside a running Busbar: 'attach' uses its embedded server
 * @throws `database-unavailable`, `database-logins-wrong`, `embedded-database-failed`, `embedded-database-in-use`
 */
export async function openDatabase({
  config,
  log,
  whenRunning = 'refuse',
}: {
  config: Config
  log: ServerLog
  whenRunning?: 'refuse' | 'attach'
}): Promise<Database> {
  const { database, dataDir, systemDir } = config
  if (database.kind === 'server') {
    await verifyLogins(database)
    const { appUrl, ownerUrl, guardUrl } = database
    return Object.freeze({
      appUrl,
      ownerUrl,
      guardUrl,
      embedded: null,
      stop: async () => undefined,
    })
  }
  const server = await startEmbedded({ dataDir, systemDir, log, whenRunning })
  try {
    if (!server.attached) await provisionEmbedded({ server })
  } catch (error) {
    await server.stop()
    throw error
  }
  const urlOf = (login: 'busbar_app' | 'busbar_owner' | 'busbar_guard') =>
    server.urlOf({ login, database: EMBEDDED_DATABASE })
  return Object.freeze({
    appUrl: urlOf('busbar_app'),
    ownerUrl: urlOf('busbar_owner'),
    guardUrl: urlOf('busbar_guard'),
    embedded: server,
    stop: () => server.stop(),
  })
}

/** Brings schema and jobs' tables up to date, as the owner. Idempotent. @returns what was run */
export async function migrateAsOwner({
  ownerUrl,
}: {
  ownerUrl: string
}): Promise<readonly string[]> {
  const applied = await runMigrations({ ownerUrl })
  const jobs = await withClient({ url: ownerUrl }, (client) => migrateJobs({ client }))
  return jobs.changed ? [...applied, "the jobs' tables"] : applied
}

/**
 * Migrates where the owner's login is known, and otherwise makes sure that nothing is left to migrate.
 * @throws `migrations-pending`, `migration-failed`, `migration-changed`, `database-newer`
 */
export async function ensureMigrated({
  database,
}: {
  database: Database
}): Promise<readonly string[]> {
  if (database.ownerUrl !== null) return migrateAsOwner({ ownerUrl: database.ownerUrl })
  const { pending } = await migrationState({ url: database.appUrl })
  if (pending.length === 0) return []
  throw busbarError('migrations-pending', {
    detail: `${pending.map(({ name }) => name).join(', ')} are to be run. Run \`npx busbar migrate\` with DATABASE_OWNER_URL set.`,
  })
}
