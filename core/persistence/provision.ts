import { Client } from 'pg'
import { busbarError, errorMessage } from '../kernel/error.ts'
import type { EmbeddedServer } from './embedded.ts'

/** Name of the embedded server's database. */
export const EMBEDDED_DATABASE = 'busbar'

/** Oldest PostgreSQL that the schema is written for, as server_version_num. */
const LEAST_VERSION = 160_000

/** Opens a client, runs `work`, closes it. @throws `database-unavailable` naming host, port and login, no password */
export async function withClient<T>(
  { url }: { url: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    await client.end().catch(() => undefined)
    throw busbarError('database-unavailable', {
      detail: `${client.user} at ${client.host}:${client.port}, database ${client.database}: ${errorMessage(cause)}`,
      cause,
    })
  }
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What nobody but the three logins may do in the database; run in it, by a superuser or its owner. */
function fenceSql(database: string): readonly string[] {
  return [
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO busbar_app, busbar_guard`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    'GRANT USAGE ON SCHEMA public TO busbar_app, busbar_guard',
  ]
}

/** Makes logins and database in the embedded server, and leaves alone what is there. */
export async function provisionEmbedded({
  server,
  database = EMBEDDED_DATABASE,
}: {
  server: EmbeddedServer
  database?: string
}): Promise<void> {
  await withClient(
    { url: server.urlOf({ login: 'postgres', database: 'postgres' }) },
    async (client) => {
      for (const login of ['busbar_owner', 'busbar_app', 'busbar_guard'] as const) {
        const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
          login,
        ])
        if (rowCount === 0) {
          const password = client.escapeLiteral(server.passwordOf(login))
          await client.query(`CREATE ROLE ${login} LOGIN PASSWORD ${password}`)
        }
      }
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
        database,
      ])
      if (rowCount === 0)
        await client.query(
          `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER busbar_owner`,
        )
    },
  )
  await withClient({ url: server.urlOf({ login: 'postgres', database }) }, async (client) => {
    for (const statement of fenceSql(client.escapeIdentifier(database)))
      await client.query(statement)
  })
}

/** The SQL that makes logins and database on a server, for its administrator to run. */
export function provisioningSql({ database }: { database: string }): string {
  const roles = ['busbar_owner', 'busbar_app', 'busbar_guard'].map(
    (login) => `CREATE ROLE ${login} LOGIN PASSWORD '…';`,
  )
  const fences = fenceSql(database).map((statement) => `${statement};`)
  return [
    ...roles,
    `CREATE DATABASE ${database} OWNER busbar_owner;`,
    `\\connect ${database}`,
    ...fences,
  ].join('\n')
}

interface LoginFacts {
  readonly login: string
  readonly database: string
  readonly startedAt: string
  readonly version: number
  readonly mayCreate: boolean
  readonly privileged: boolean
  readonly ownsSomething: boolean
}

const FACTS_SQL = `
SELECT current_user AS login, current_database() AS database, pg_postmaster_start_time()::text AS "startedAt",
  current_setting('server_version_num')::int AS version,
  has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS "mayCreate",
  r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
    OR pg_has_role(d.datdba, 'MEMBER') AS privileged,
  EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)
    OR EXISTS (SELECT 1 FROM pg_namespace WHERE nspowner = r.oid)
    OR EXISTS (SELECT 1 FROM pg_proc WHERE proowner = r.oid) AS "ownsSomething"
FROM pg_roles r, pg_database d
WHERE r.rolname = current_user AND d.datname = current_database()`

function readFacts(url: string): Promise<LoginFacts> {
  return withClient({ url }, async (client) => {
    const { rows } = await client.query<LoginFacts>(FACTS_SQL)
    const [facts] = rows
    if (facts === undefined)
      throw busbarError('database-logins-wrong', { detail: 'The login sees no role of its own.' })
    return facts
  })
}

function faultsOf(variable: string, wanted: string, facts: LoginFacts): string[] {
  const faults: string[] = []
  if (facts.version < LEAST_VERSION) faults.push(`${variable}: PostgreSQL 16 or newer is needed.`)
  if (facts.login !== wanted)
    faults.push(`${variable} logs in as ${facts.login}; it must be ${wanted}.`)
  if (facts.privileged)
    faults.push(
      `${variable}: ${facts.login} is a superuser, the owner, or has an attribute of one; take it away.`,
    )
  if (facts.ownsSomething)
    faults.push(
      `${variable}: ${facts.login} owns tables, functions or schemas; give them to the owner.`,
    )
  return faults
}

/**
 * Checks the logins of a database: reachable, the same database, the right names, and no more rights than theirs.
 * @throws `database-unavailable`, `database-logins-wrong` with what to do
 */
export async function verifyLogins({
  appUrl,
  ownerUrl,
  guardUrl,
}: {
  appUrl: string
  ownerUrl: string | null
  guardUrl: string | null
}): Promise<void> {
  const app = await readFacts(appUrl)
  const guard = guardUrl === null ? null : await readFacts(guardUrl)
  const owner = ownerUrl === null ? null : await readFacts(ownerUrl)
  const faults = faultsOf('DATABASE_URL', 'busbar_app', app)
  if (guard !== null) faults.push(...faultsOf('DATABASE_GUARD_URL', 'busbar_guard', guard))
  if (owner !== null && !owner.mayCreate)
    faults.push(
      `DATABASE_OWNER_URL: ${owner.login} may not create in ${owner.database}; make it the database's owner.`,
    )
  for (const other of [guard, owner]) {
    if (other !== null && (other.database !== app.database || other.startedAt !== app.startedAt))
      faults.push(
        `${other.login} is in another database (${other.database}) than busbar_app (${app.database}).`,
      )
  }
  if (faults.length === 0) return
  throw busbarError('database-logins-wrong', {
    detail: `${faults.join(' ')}\nLogins and database are made by:\n${provisioningSql({ database: app.database })}`,
  })
}
