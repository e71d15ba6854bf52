import type { KeptPluginConfiguration, PluginSettingsStore } from '../flow/plugins/ports.ts'
import type { Dependents } from '../kernel/error.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

const KEPT = `number AS version, config, config_version AS "configVersion", kept_by AS by,
  (extract(epoch FROM kept_at) * 1000)::float8 AS at, restored_from AS "restoredFrom"`

interface KeptRow extends KeptPluginConfiguration {
  version: number
}

interface UserRow extends Dependents {
  resource: string
}

const USERS = `
WITH used AS (
  SELECT 'connections' AS resource, id FROM connection WHERE plugin_id = $1 AND archived_at IS NULL
  UNION ALL
  SELECT 'tariffPlans', id FROM tariff_plan
    WHERE strategy = ANY ($2::text[]) AND archived_at IS NULL
)
SELECT resource, count(*)::integer AS count, (array_agg(id::text ORDER BY id))[1:10] AS ids
FROM used GROUP BY resource ORDER BY resource`

/** What is kept of plugins on PostgreSQL. */
export function createPluginStore({ pool }: { readonly pool: SqlPool }): PluginSettingsStore {
  return {
    async settingsOf(pluginId) {
      const { rows } = await pool.query<Awaited<ReturnType<PluginSettingsStore['settingsOf']>>>({
        text: `SELECT enabled, config, config_version AS "configVersion" FROM plugin_config
          WHERE plugin_id = $1`,
        values: [pluginId],
      })
      return rows[0] ?? { enabled: true, config: {}, configVersion: 1 }
    },

    transaction: (work) => withRetry(() => inTransaction(pool, work)),

    async keepEnabled(pluginId, enabled, transaction) {
      await clientOf(transaction).query({
        text: `INSERT INTO plugin_config (plugin_id, enabled) VALUES ($1, $2)
          ON CONFLICT (plugin_id) DO UPDATE SET enabled = excluded.enabled,
            version = plugin_config.version + 1`,
        values: [pluginId, enabled],
      })
    },

    async keepConfig(pluginId, { config, configVersion, by, restoredFrom }, transaction) {
      await clientOf(transaction).query({
        text: `INSERT INTO plugin_config (plugin_id, config, config_version) VALUES ($1, $2, $3)
          ON CONFLICT (plugin_id) DO UPDATE SET config = excluded.config,
            config_version = excluded.config_version, version = plugin_config.version + 1`,
        values: [pluginId, config, configVersion],
      })
      // The row above is locked: numbers come one after the other.
      await clientOf(transaction).query({
        text: `INSERT INTO plugin_config_version
            (plugin_id, number, config, config_version, kept_by, restored_from)
          SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4, $5
          FROM plugin_config_version WHERE plugin_id = $1`,
        values: [pluginId, config, configVersion, by, restoredFrom],
      })
    },

    async configurations(pluginId) {
      const text = `SELECT ${KEPT} FROM plugin_config_version WHERE plugin_id = $1
        ORDER BY number DESC LIMIT 200`
      const { rows } = await pool.query<KeptRow>({ text, values: [pluginId] })
      return rows
    },

    async configuration(pluginId, version) {
      const text = `SELECT ${KEPT} FROM plugin_config_version WHERE plugin_id = $1 AND number = $2`
      const { rows } = await pool.query<KeptRow>({ text, values: [pluginId, version] })
      return rows[0] ?? null
    },

    async usersOf({ pluginId, strategies }) {
      const { rows } = await pool.query<UserRow>({ text: USERS, values: [pluginId, strategies] })
      return rows
    },

    async keepRepair({ status, key, title, detail, remedy, code }) {
      if (status === 'resolved')
        await pool.query({
          text: `UPDATE repair_item SET closed_at = now(), closed_by = 'system', version = version + 1
            WHERE kind = 'plugin' AND subject = $1 AND closed_at IS NULL`,
          values: [key],
        })
      else
        await pool.query({
          text: `INSERT INTO repair_item (kind, subject, owner_role, severity, detail)
            VALUES ('plugin', $1, 'integrator', 'warning', $2)
            ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO UPDATE
              SET occurrences = repair_item.occurrences + 1, last_at = now(), detail = excluded.detail`,
          values: [key, { message: `${title}: ${detail} ${remedy}`, code }],
        })
    },
  }
}
