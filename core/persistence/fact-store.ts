import { Client } from 'pg'
import type { Fact, FactDraft, FactLog, FactReader } from '../flow/facts/ports.ts'
import { integers, texts } from './columns.ts'
import { instantOfPg } from './orm.ts'
import { clientOf, type SqlClient } from './sql.ts'

const CHANNEL = 'busbar_fact'
/** A lost listener comes back within; readers look by themselves every second meanwhile. */
const RECONNECT_MS = 1_000

const APPEND = `
WITH appended AS (
  INSERT INTO fact (site_id, tenant_id, topic, type, data)
  SELECT site, tenant, topic, type, data::jsonb
  FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS f (site, tenant, topic, type, data)
  RETURNING 1
)
SELECT count(*), pg_notify('${CHANNEL}', '') FROM appended`

const AFTER = `
SELECT xid::text || '-' || id::text AS cursor, at::text, site_id::text AS "siteId", tenant_id::text AS "tenantId",
  topic, type, data
FROM fact
WHERE (xid, id) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xid, id LIMIT $3`

type FactRow = Omit<Fact, 'at'> & { readonly at: string }

/** Facts on PostgreSQL: ordered by transaction, read below the oldest one running. */
export function createFactStore({
  client,
  listenUrl,
}: {
  readonly client: SqlClient
  /** For a connection of its own that listens. */
  readonly listenUrl: string
}): FactLog & FactReader {
  return {
    async append(facts, transaction) {
      if (facts.length === 0) return
      await clientOf(transaction).query({
        name: 'fact-append',
        text: APPEND,
        values: columns(facts),
      })
    },

    async head() {
      const { rows } = await client.query<{ xmin: string }>({
        text: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin',
      })
      return { cursor: `${rows[0]?.xmin ?? '0'}-0` }
    },

    async after({ cursor, limit }) {
      const [xid, id] = cursor.split('-')
      const { rows } = await client.query<FactRow>({
        name: 'fact-after',
        text: AFTER,
        values: [xid, id, limit],
      })
      return { facts: rows.map((row) => ({ ...row, at: instantOfPg(row.at) })) }
    },

    async listen(onAppended) {
      let stopped = false
      let timer: NodeJS.Timeout | undefined
      let current: Client | undefined
      const connect = async () => {
        const listener = new Client({ connectionString: listenUrl })
        current = listener
        const again = () => {
          if (stopped || current !== listener) return
          current = undefined
          timer = setTimeout(connect, RECONNECT_MS)
        }
        listener.on('error', again)
        listener.on('end', again)
        listener.on('notification', onAppended)
        try {
          await listener.connect()
          await listener.query(`LISTEN ${CHANNEL}`)
        } catch {
          again()
        }
      }
      await connect()
      return {
        async stop() {
          stopped = true
          clearTimeout(timer)
          await current?.end().catch(() => undefined)
        },
      }
    },
  }
}

function columns(facts: readonly FactDraft[]): unknown[] {
  return [
    integers(facts, ({ siteId }) => siteId),
    integers(facts, ({ tenantId }) => tenantId),
    texts(facts, ({ topic }) => topic),
    texts(facts, ({ type }) => type),
    texts(facts, ({ data }) => JSON.stringify(data)),
  ]
}
