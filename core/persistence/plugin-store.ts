import type { PluginSettingsStore } from '../flow/plugins/ports.ts'
import type { SqlClient } from './sql.ts'

/** What is kept of plugins on PostgreSQL. */
export function createPluginStore({ pool }: { readonly pool: SqlClient }): PluginSettingsStore {
  return {
    async settingsOf(pluginId) {
      const { rows } = await pool.query<Awaited<ReturnType<PluginSettingsStore['settingsOf']>>>({
        text: 'SELECT enabled, config FROM plugin_config WHERE plugin_id = $1',
        values: [pluginId],
      })
      return rows[0] ?? { enabled: true, config: {} }
    },

    async keep(pluginId, { enabled, config }) {
      await pool.query({
        text: `INSERT INTO plugin_config (plugin_id, enabled, config) VALUES ($1, $2, $3)
          ON CONFLICT (plugin_id) DO UPDATE SET enabled = excluded.enabled, config = excluded.config,
            version = plugin_config.version + 1`,
        values: [pluginId, enabled, config],
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
