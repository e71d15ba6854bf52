import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMigrations, runMigrations } from '../../core/persistence/migrate.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

let database: TemporaryDatabase
beforeEach(async () => {
  database = await createTemporaryDatabase({ migrated: false })
})
afterEach(() => database.drop())

test('what was configured before versions were kept is version 1', async () => {
  const { ownerUrl } = database
  const migrations = readMigrations()
  const before = migrations.filter(({ name }) => name < '0027')
  await runMigrations({ ownerUrl, migrations: before })
  await withClient({ url: ownerUrl }, async (client) => {
    await client.query(`INSERT INTO policy_profile (code, title, rules) VALUES ('p', 'P', '{}')`)
    await client.query(`INSERT INTO site (code, name, time_zone, currency, policy_profile_id)
      SELECT 's', 'S', 'UTC', 'EUR', id FROM policy_profile`)
    await client.query(`INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
      SELECT id, 'p', 'meterDrivers', 't', 'C', '{"host":"here"}' FROM site`)
    await client.query(`INSERT INTO plugin_config (plugin_id, config, config_version)
      VALUES ('set', '{"greeting":"hi"}', 3), ('only-disabled', '{}', 1)`)
  })
  expect(await runMigrations({ ownerUrl, migrations })).toContain('0027-kept-configurations.sql')
  await withClient({ url: database.appUrl }, async (client) => {
    const plugins = await client.query('SELECT * FROM plugin_config_version')
    expect(plugins.rows).toMatchObject([
      {
        ...{ plugin_id: 'set', number: 1, config: { greeting: 'hi' }, config_version: 3 },
        ...{ kept_by: null, restored_from: null },
      },
    ])
    const connections = await client.query('SELECT * FROM connection_config_version')
    expect(connections.rows).toMatchObject([{ number: 1, config: { host: 'here' } }])
    // A version that was kept is never written over.
    await expect(client.query('UPDATE plugin_config_version SET number = 2')).rejects.toThrow(
      'permission denied',
    )
  })
})
