import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Migration,
  migrationState,
  readMigrations,
  runMigrations,
} from '../../core/persistence/migrate.ts'
import { provisioningSql, verifyLogins, withClient } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let database: TemporaryDatabase
let folder: string

beforeEach(async () => {
  database = await createTemporaryDatabase({ migrated: false })
  folder = mkdtempSync(join(tmpdir(), 'busbar-migrations-'))
})

afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function write(files: Record<string, string>): readonly Migration[] {
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
  return readMigrations({ folder })
}

function run(files: Record<string, string>) {
  return runMigrations({ ownerUrl: database.ownerUrl, migrations: write(files) })
}

const first = { '0001-rooms.sql': 'CREATE TABLE room (id bigint); CREATE INDEX ON room (id);' }

test('files run in order, once, also when two start at the same time', async () => {
  const files = { '0002-more.sql': 'ALTER TABLE room ADD name text;', ...first }
  const runs = await Promise.all([run(files), run(files)])
  expect(runs.flat()).toEqual(['0001-rooms.sql', '0002-more.sql'])
  expect(await run(files)).toEqual([])
  await withClient({ url: database.ownerUrl }, (client) => client.query('SELECT name FROM room'))
})

test('a file that fails leaves nothing, and its error names the line', async () => {
  const files = { ...first, '0002-bad.sql': 'CREATE TABLE half ();\n\nSELECT nonsense;\n' }
  await expect(run(files)).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining('0002-bad.sql:3: column "nonsense" does not exist'),
  })
  await withClient({ url: database.ownerUrl }, async (client) => {
    const { rows } = await client.query(
      "SELECT to_regclass('half') AS half, count(*)::int AS n FROM migration",
    )
    expect(rows).toEqual([{ half: null, n: 1 }])
  })
})

test('a changed file, an unknown one in the database, and one that comes late are refused', async () => {
  await run({ ...first, '0003-more.sql': 'SELECT 1;' })
  await expect(run({ '0001-rooms.sql': 'SELECT 2;' })).rejects.toMatchObject({
    code: 'migration-changed',
  })
  await expect(run({ ...first, '0002-late.sql': 'SELECT 1;' })).rejects.toThrow('later number')
  const older = readMigrations({ folder }).slice(0, 1)
  await expect(
    runMigrations({ ownerUrl: database.ownerUrl, migrations: older }),
  ).rejects.toMatchObject({ code: 'database-newer' })
})

test('line ends do not change a checksum; names out of form and numbers used twice are refused', () => {
  const [unix] = write({ '0001-a.sql': 'SELECT 1;\nSELECT 2;\n' })
  const [windows] = write({ '0001-a.sql': 'SELECT 1;\r\nSELECT 2;\r\n' })
  expect(windows?.checksum).toBe(unix?.checksum)
  expect(() => write({ '0001-b.sql': '' })).toThrow('a number of its own')
})

test('M1: the application may read what was migrated, owns nothing and can make nothing', async () => {
  const migrations = write(first)
  expect((await migrationState({ url: database.appUrl, migrations })).pending).toHaveLength(1)
  await runMigrations({ ownerUrl: database.ownerUrl, migrations })
  const state = await migrationState({ url: database.appUrl, migrations })
  expect(state).toEqual({ applied: ['0001-rooms.sql'], pending: [] })
  await withClient({ url: database.appUrl }, async (client) => {
    for (const sql of [
      'CREATE TABLE x ()',
      'CREATE TEMP TABLE x ()',
      'CREATE SCHEMA x',
      'DELETE FROM migration',
      'SELECT * FROM room',
      'SET ROLE busbar_owner',
    ])
      await expect(client.query(sql), sql).rejects.toThrow(/permission denied/)
  })
})

test('logins are accepted as provisioned and refused with more rights than theirs', async () => {
  const { appUrl, ownerUrl, guardUrl, superuserUrl } = database
  // A database made without the template lacks the fence around its schema, as on a bare server.
  await withClient({ url: superuserUrl }, (client) =>
    client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC'),
  )
  await verifyLogins({ appUrl, ownerUrl, guardUrl })
  await expect(verifyLogins({ appUrl: ownerUrl, ownerUrl, guardUrl })).rejects.toMatchObject({
    code: 'database-logins-wrong',
    message: expect.stringContaining(provisioningSql({ database: database.name })),
  })
  await expect(verifyLogins({ appUrl, ownerUrl, guardUrl: superuserUrl })).rejects.toThrow(
    /must be busbar_guard.*postgres is a superuser/s,
  )
  const elsewhere = ownerUrl.replace(database.name, 'busbar_template')
  await expect(verifyLogins({ appUrl, ownerUrl: elsewhere, guardUrl })).rejects.toThrow(
    'another database',
  )
})

test('an unreachable server is named without its password', async () => {
  const url = 'postgres://busbar_app:secret-word@127.0.0.1:1/busbar'
  const failure = verifyLogins({ appUrl: url, ownerUrl: null, guardUrl: null })
  await expect(failure).rejects.toMatchObject({ code: 'database-unavailable' })
  await expect(failure).rejects.toThrow('busbar_app at 127.0.0.1:1')
  await expect(failure).rejects.not.toThrow('secret-word')
})
