import { escapeIdentifier } from 'pg'
import { withClient } from '../../core/persistence/provision.ts'

/**
 * Runs `work` while nobody else can so much as read a table: what needs it is under way, for certain.
 * @param work is given what counts those that wait for the table
 */
export function withTableHeld<T>(
  { ownerUrl, table }: { ownerUrl: string; table: string },
  work: (waiting: () => Promise<number>) => Promise<T>,
): Promise<T> {
  return withClient({ url: ownerUrl }, async (client) => {
    const waiting = async () => {
      const { rows } = await client.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
        [table],
      )
      return rows[0]?.n ?? 0
    }
    await client.query('BEGIN')
    await client.query(`LOCK TABLE ${escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`)
    try {
      return await work(waiting)
    } finally {
      await client.query('ROLLBACK')
    }
  })
}
