import { createHash } from 'node:crypto'
import type { Pool } from 'pg'

/** Tables of the application, but for its log of migrations. */
const TABLES = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'
  ORDER BY tablename`

/** One digest of every row of every table that the login may read: equal digests, equal rows. */
export async function digestOf(pool: Pool): Promise<string> {
  const hash = createHash('sha256')
  const { rows: tables } = await pool.query<{ name: string }>(TABLES)
  for (const { name } of tables) {
    const { rows } = await pool.query<{ digest: string | null }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS digest FROM "${name}" t`,
    )
    hash.update(`${name}=${rows[0]?.digest ?? ''};`)
  }
  return hash.digest('hex')
}
