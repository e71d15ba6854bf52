import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from 'pg'
import { busbarError, errorMessage } from '../kernel/error.ts'
import { withClient } from './provision.ts'

/** The project's migrations: NNNN-what-it-does.sql, run in the order of their names. */
const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

export interface Migration {
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text, whatever its line ends. */
  readonly checksum: string
}

const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/

/** Reads a folder of migrations. @throws `migration-failed` for a name out of form or a number used twice */
export function readMigrations({
  folder = migrationsFolder,
}: {
  folder?: string
} = {}): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const numbers = new Set<string>()
  return names.map((name) => {
    const number = name.slice(0, 4)
    if (!FILE_NAME.test(name) || numbers.has(number)) {
      throw busbarError('migration-failed', {
        detail: `${join(folder, name)}: a migration is named NNNN-what-it-does.sql, with a number of its own.`,
      })
    }
    numbers.add(number)
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/** What a database has of the code's migrations. */
export interface MigrationState {
  readonly applied: readonly string[]
  readonly pending: readonly Migration[]
}

interface AppliedRow {
  readonly name: string
  readonly checksum: string
}

async function readApplied(client: Client): Promise<readonly AppliedRow[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('public.migration') IS NOT NULL AS exists",
  )
  if (tables[0]?.exists !== true) return []
  const { rows } = await client.query<AppliedRow>(
    'SELECT name, checksum FROM public.migration ORDER BY name',
  )
  return rows
}

/** Sets the database's migrations against the code's. @throws `database-newer`, `migration-changed` */
function compare(applied: readonly AppliedRow[], migrations: readonly Migration[]): MigrationState {
  for (const { name, checksum } of applied) {
    const migration = migrations.find((candidate) => candidate.name === name)
    if (migration === undefined)
      throw busbarError('database-newer', {
        detail: `The database has ${name}, which this version does not know.`,
      })
    if (migration.checksum !== checksum) throw busbarError('migration-changed', { detail: name })
  }
  const last = applied.at(-1)?.name ?? ''
  const names = applied.map(({ name }) => name)
  const pending = migrations.filter(({ name }) => !names.includes(name))
  const late = pending.find(({ name }) => name < last)
  if (late !== undefined) {
    throw busbarError('migration-failed', {
      detail: `${late.name} sorts before ${last}, which was run already; give it a later number.`,
    })
  }
  return { applied: names, pending }
}

/** The state as the login in `url` sees it; busbar_app may read it. */
export function migrationState({
  url,
  migrations = readMigrations(),
}: {
  url: string
  migrations?: readonly Migration[]
}): Promise<MigrationState> {
  return withClient({ url }, async (client) => compare(await readApplied(client), migrations))
}

/** Line of the statement that PostgreSQL complains of, from its character position. */
function lineOf(sql: string, cause: unknown): string {
  const position =
    typeof cause === 'object' && cause !== null && 'position' in cause ? Number(cause.position) : 0
  return position > 0 ? `:${sql.slice(0, position).split('\n').length}` : ''
}

async function runOne(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('INSERT INTO public.migration (name, checksum) VALUES ($1, $2)', [
      name,
      checksum,
    ])
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw busbarError('migration-failed', {
      detail: `${name}${lineOf(sql, cause)}: ${errorMessage(cause)}`,
      cause,
    })
  }
}

/** Any number that only migrations lock on; two processes that start at once take turns. */
const MIGRATION_LOCK = 7_261_829_054

/**
 * Runs what is pending, as the owner, each file in a transaction of its own; running it again does nothing.
 * @returns the names of the migrations that were run
 * @throws `migration-failed`, `migration-changed`, `database-newer`, `database-unavailable`
 */
export function runMigrations({
  ownerUrl,
  migrations = readMigrations(),
}: {
  ownerUrl: string
  migrations?: readonly Migration[]
}): Promise<readonly string[]> {
  return withClient({ url: ownerUrl }, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(`
      CREATE TABLE IF NOT EXISTS public.migration (
        name text PRIMARY KEY,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      GRANT SELECT ON public.migration TO busbar_app`)
    const { pending } = compare(await readApplied(client), migrations)
    // A table somebody holds on to must not stop the whole system behind our waiting lock.
    await client.query("SET lock_timeout = '60s'")
    for (const migration of pending) await runOne(client, migration)
    return pending.map(({ name }) => name)
  })
}
