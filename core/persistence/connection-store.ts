import type { PointBinding } from '../contracts/meter-driver.ts'
import type {
  ConnectionPoint,
  ConnectionStore,
  KeptBy,
  KeptConfiguration,
  StoredConnection,
} from '../flow/connections/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { clientOf, inTransaction, type SqlPool, sqlState, withRetry } from './sql.ts'

const COLUMNS = `id, site_id AS "siteId", plugin_id AS "pluginId", extension_point AS point, type, name,
  config, enabled`

const KEPT = `number AS version, config, (extract(epoch FROM kept_at) * 1000)::float8 AS at, kept_by AS by,
  restored_from AS "restoredFrom"`

/** Keeps a version; the connection's row is locked by then, so that numbers come one after the other. */
async function keep(
  transaction: Transaction,
  { id, config, by, restoredFrom }: KeptBy & { readonly id: Id; readonly config: JsonObject },
): Promise<void> {
  await clientOf(transaction).query({
    text: `INSERT INTO connection_config_version (connection_id, number, config, kept_by, restored_from)
      SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4
      FROM connection_config_version WHERE connection_id = $1`,
    values: [id, config, by, restoredFrom],
  })
}

/** Connections and their points on PostgreSQL. */
export function createConnectionStore({ pool }: { readonly pool: SqlPool }): ConnectionStore {
  return {
    transaction: (work) => withRetry(() => inTransaction(pool, work)),

    async list() {
      const text = `SELECT ${COLUMNS} FROM connection ORDER BY id`
      const { rows } = await pool.query<ConnectionRow>({ text })
      return rows
    },

    async get(id) {
      const text = `SELECT ${COLUMNS} FROM connection WHERE id = $1`
      const { rows } = await pool.query<ConnectionRow>({ text, values: [id] })
      return rows[0] ?? null
    },

    async insert(connection, { by, restoredFrom }, transaction) {
      const { siteId, pluginId, point, type, name, config, enabled } = connection
      const { rows } = await clientOf(transaction)
        .query<{ id: Id }>({
          text: `INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config, enabled)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
          values: [siteId, pluginId, point, type, name, config, enabled],
        })
        .catch((thrown: unknown) => {
          if (sqlState(thrown) !== '23505') throw thrown
          throw busbarError('already-exists', {
            errors: [{ pointer: '/name', message: 'is the name of another connection' }],
            cause: thrown,
          })
        })
      const { id } = defined(rows[0], 'the connection')
      await keep(transaction, { id, config, by, restoredFrom })
      return id
    },

    async configure({ id, config, by, restoredFrom }, transaction) {
      await clientOf(transaction).query({
        text: 'UPDATE connection SET config = $2, version = version + 1 WHERE id = $1',
        values: [id, config],
      })
      await keep(transaction, { id, config, by, restoredFrom })
    },

    async configurations(id) {
      const text = `SELECT ${KEPT} FROM connection_config_version WHERE connection_id = $1
        ORDER BY number DESC LIMIT 200`
      const { rows } = await pool.query<KeptRow>({ text, values: [id] })
      return rows
    },

    async configuration(id, version) {
      const text = `SELECT ${KEPT} FROM connection_config_version WHERE connection_id = $1 AND number = $2`
      const { rows } = await pool.query<KeptRow>({ text, values: [id, version] })
      return rows[0] ?? null
    },

    async setEnabled({ id, enabled }, transaction) {
      await clientOf(transaction).query({
        text: 'UPDATE connection SET enabled = $2, version = version + 1 WHERE id = $1',
        values: [id, enabled],
      })
    },

    async lastReading(id) {
      const { rows } = await pool.query<LastReadingRow>({
        text: `SELECT r.register_id AS "registerId", r.value_micros::text AS value,
            (extract(epoch FROM r.at) * 1000)::float8 AS at
          FROM (SELECT DISTINCT register_id FROM point
              WHERE connection_id = $1 AND archived_at IS NULL AND register_id IS NOT NULL) p
          CROSS JOIN LATERAL (SELECT register_id, at, value_micros FROM reading
            WHERE register_id = p.register_id ORDER BY at DESC LIMIT 1) r
          ORDER BY r.at DESC LIMIT 1`,
        values: [id],
      })
      const [row] = rows
      if (row === undefined) return null
      const { registerId, at, value } = row
      return { registerId, at, valueMicros: BigInt(value) }
    },

    async points(id) {
      const { rows } = await pool.query<PointRow>({
        text: `SELECT id AS "pointId", role, unit, address FROM point
          WHERE connection_id = $1 AND archived_at IS NULL ORDER BY id`,
        values: [id],
      })
      return rows
    },

    async pointMarks() {
      const { rows } = await pool.query<{ id: Id; mark: string }>({
        text: `SELECT c.id, count(p.id) || '/' || COALESCE(sum(p.version), 0) || '/' || COALESCE(max(p.id), 0) AS mark
          FROM connection c LEFT JOIN point p ON p.connection_id = c.id AND p.archived_at IS NULL
          WHERE c.enabled AND c.extension_point = 'meterDrivers' GROUP BY c.id`,
      })
      return new Map(rows.map(({ id, mark }) => [id, mark]))
    },
  }
}

interface KeptRow extends KeptConfiguration {
  version: number
}

interface LastReadingRow {
  registerId: Id
  at: number
  value: string
}

interface ConnectionRow extends StoredConnection {
  id: Id
  siteId: Id
  pluginId: string
  point: ConnectionPoint
  type: string
  name: string
  config: JsonObject
  enabled: boolean
}

interface PointRow extends PointBinding {
  pointId: Id
}
