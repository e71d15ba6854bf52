import type { RepairDraft } from '../flow/supply/ports.ts'
import type { Instant } from '../kernel/instant.ts'
import type { SqlClient } from './sql.ts'

/** Opens a repair item, or counts it again where it is open. */
export async function openRepair(client: SqlClient, draft: RepairDraft): Promise<void> {
  const { siteId, kind, subject, ownerRole, severity, detail } = draft
  await client.query({
    name: 'repair-open',
    text: `INSERT INTO repair_item AS r (site_id, kind, subject, owner_role, severity, detail)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (kind, subject) WHERE closed_at IS NULL
      DO UPDATE SET occurrences = r.occurrences + 1, last_at = now(), severity = EXCLUDED.severity,
        detail = EXCLUDED.detail, version = r.version + 1`,
    values: [siteId, kind, subject, ownerRole, severity, JSON.stringify(detail)],
  })
}

/**
 * Closes an open repair item that has settled itself; without one nothing happens.
 * @param item.at when, where it was opened by the domain's clock; else now
 */
export async function closeRepair(
  client: SqlClient,
  { kind, subject, at }: { readonly kind: string; readonly subject: string; readonly at?: Instant },
): Promise<void> {
  await client.query({
    name: 'repair-close',
    text: `UPDATE repair_item SET closed_at = COALESCE(to_timestamp($3::float8 / 1000), now()), closed_by = 'busbar', version = version + 1
      WHERE kind = $1 AND subject = $2 AND closed_at IS NULL`,
    values: [kind, subject, at ?? null],
  })
}
