import type { CompiledTariff } from '../contracts/tariff-strategy.ts'
import type { PriceStore } from '../flow/quotes/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { SITE_VIEW, type SiteViewRow, siteViewOf } from './site-view.ts'
import type { SqlClient } from './sql.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** Compiled tariff versions, on PostgreSQL. */
export function createPriceStore({ client }: { readonly client: SqlClient }): PriceStore {
  return {
    async versionSite({ versionId }) {
      const { rows } = await client.query<SiteViewRow>({
        text: `${SITE_VIEW} JOIN tariff_plan p ON p.site_id = s.id JOIN tariff_version v ON v.tariff_plan_id = p.id
          WHERE v.id = $1`,
        values: [versionId],
      })
      const [row] = rows
      if (row === undefined) throw busbarError('not-found')
      return siteViewOf(row)
    },
    async prices({ versionId, from, to }) {
      const { rows } = await client.query<{ data: CompiledTariff }>({
        text: `SELECT data FROM tariff_compiled WHERE tariff_version_id = $1
          AND from_at < to_timestamp($3::float8 / 1000) AND to_at > to_timestamp($2::float8 / 1000) ORDER BY from_at`,
        values: [versionId, from, to],
      })
      const priced = await client.query<{ from: number | null; to: number | null }>({
        text: `SELECT ${ms('min(from_at)')} AS from, ${ms('max(to_at)')} AS to
          FROM tariff_compiled WHERE tariff_version_id = $1`,
        values: [versionId],
      })
      const { from: first = null, to: last = null } = priced.rows[0] ?? {}
      return {
        stretches: rows.map(({ data }) => data),
        priced: first === null || last === null ? null : { from: first, to: last },
      }
    },
  }
}
