import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { Login } from '../../core/persistence/embedded/secrets.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { TEMPLATE_DATABASE } from './test-server.ts'

/** A database of the test file's own on the run's one server. */
export interface TemporaryDatabase {
  readonly name: string
  /** As the application. */
  readonly appUrl: string
  /** As the owner of the schema. */
  readonly ownerUrl: string
  /** As the Supply Guard. */
  readonly guardUrl: string
  /** As the server's superuser, for tests that look from outside. */
  readonly superuserUrl: string
  /** Ends every session in it and removes it. */
  drop(): Promise<void>
}

/**
 * A fresh database with logins and rights as in production.
 * @param options.migrated false: empty, for tests of migrations themselves
 * @param options.copyOf another one, which nobody may be connected to then
 */
export async function createTemporaryDatabase({
  migrated = true,
  copyOf,
}: {
  migrated?: boolean
  copyOf?: TemporaryDatabase
} = {}): Promise<TemporaryDatabase> {
  const { port, passwords } = inject('testServer')
  const name = `test_${randomBytes(6).toString('hex')}`
  const urlOf = (login: Login, database = name) =>
    `postgres://${login}:${passwords[login]}@127.0.0.1:${port}/${database}`
  const administer = (statements: readonly string[]) =>
    withClient({ url: urlOf('postgres', 'postgres') }, async (client) => {
      for (const statement of statements) await client.query(statement)
    })
  const template = copyOf?.name ?? TEMPLATE_DATABASE
  await administer([
    `CREATE DATABASE ${name} OWNER busbar_owner ${migrated ? `TEMPLATE ${template}` : ''}`,
    // A copy takes over everything but the rights on the database itself.
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${name} TO busbar_app, busbar_guard`,
  ])
  return {
    name,
    appUrl: urlOf('busbar_app'),
    ownerUrl: urlOf('busbar_owner'),
    guardUrl: urlOf('busbar_guard'),
    superuserUrl: urlOf('postgres'),
    drop: () => administer([`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  }
}
