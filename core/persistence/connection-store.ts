import type { PointBinding } from '../contracts/meter-driver.ts'
import type {
  ConnectionPoint,
  ConnectionStore,
  StoredConnection,
} from '../flow/connections/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { clientOf, inTransaction, type SqlPool, sqlState, withRetry } from './sql.ts'

const COLUMNS = `id, site_id AS "siteId", plugin_id AS "pluginId", extension_point AS point, type, name,
  config, enabled`

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

    async insert(connection, transaction) {
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
      return defined(rows[0], 'the connection').id
    },

    async configure({ id, config }, transaction) {
      await clientOf(transaction).query({
        text: 'UPDATE connection SET config = $2, version = version + 1 WHERE id = $1',
        values: [id, config],
      })
    },

    async points(id) {
      const { rows } = await pool.query<PointRow>({
        text: `SELECT id AS "pointId", role, unit, address FROM point WHERE connection_id = $1 ORDER BY id`,
        values: [id],
      })
      return rows
    },

    async pointMarks() {
      const { rows } = await pool.query<{ id: Id; mark: string }>({
        text: `SELECT c.id, count(p.id) || '/' || COALESCE(sum(p.version), 0) || '/' || COALESCE(max(p.id), 0) AS mark
          FROM connection c LEFT JOIN point p ON p.connection_id = c.id
          WHERE c.enabled AND c.extension_point = 'meterDrivers' GROUP BY c.id`,
      })
      return new Map(rows.map(({ id, mark }) => [id, mark]))
    },
  }
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
