import type { PluginSettingsStore } from '../flow/plugins/ports.ts'
import { clientOf, inTransaction, type SqlPool, withRetry } from './sql.ts'

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

    async keepConfig(pluginId, { config, configVersion }, transaction) {
      await clientOf(transaction).query({
        text: `INSERT INTO plugin_config (plugin_id, config, config_version) VALUES ($1, $2, $3)
          ON CONFLICT (plugin_id) DO UPDATE SET config = excluded.config,
            config_version = excluded.config_version, version = plugin_config.version + 1`,
        values: [pluginId, config, configVersion],
      })
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
