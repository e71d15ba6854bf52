import type { Transaction } from '../flow/ledger/ports.ts'
import type { StreamStore } from '../flow/metering/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import { clientOf, type SqlClient } from './sql.ts'
import { writeAsides } from './stream-aside.ts'
import { KEEP_READINGS, readingColumns } from './stream-write.ts'

/** Keeps readings that could not be judged: see {@link StreamStore.setAside}. */
export async function setAsideIn(
  transaction: Transaction,
  { pointId, readings, reason }: Parameters<StreamStore['setAside']>[0],
  now: Instant,
): Promise<void> {
  const client = clientOf(transaction)
  const { rows } = await client.query<{ site_id: Id }>({
    text: 'SELECT site_id FROM metering_point WHERE id = $1',
    values: [pointId],
  })
  const siteId = rows[0]?.site_id ?? ''
  await client.query({
    name: 'readings-keep',
    text: KEEP_READINGS,
    values: readingColumns(readings),
  })
  const detail = `It could not be judged (${reason}). Report it; it is judged again by itself.`
  const quarantined = readings.map((reading) => ({ reading, reason: 'unjudged' as const, detail }))
  const aside = { point: { id: pointId, siteId }, quarantined, checkpoints: [], unrated: false }
  await writeAsides(client, [aside], now)
}

/** See {@link StreamStore.unjudged}. */
export async function loadUnjudged(client: SqlClient): ReturnType<StreamStore['unjudged']> {
  const { rows } = await client.query<{ id: Id; from: string }>({
    name: 'readings-unjudged',
    text: `SELECT i.metering_point_id AS id, (extract(epoch FROM min(q.at)) * 1000)::bigint AS from
      FROM quarantined_reading q JOIN installation_register ir USING (register_id)
      JOIN installation i ON i.id = ir.installation_id
        AND i.from_at <= q.at AND (i.to_at IS NULL OR q.at < i.to_at)
      WHERE q.reason = 'unjudged' AND q.closed_at IS NULL GROUP BY 1 ORDER BY 1`,
  })
  return rows.map((row) => ({ pointId: row.id, from: Number(row.from) }))
}
