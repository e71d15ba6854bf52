import type { InvitationLetter, LetterStore } from '../flow/letters/ports.ts'
import type { Id } from '../kernel/id.ts'
import { idList } from './columns.ts'
import { closeRepair, openRepair } from './repair.ts'
import type { SqlPool } from './sql.ts'

const KIND = 'letter-unsent'
const subjectOf = (siteId: Id | null) => (siteId === null ? 'instance' : `site:${siteId}`)

/** Ids as a parameter; null: all. */
const some = (siteIds: readonly Id[] | null) => (siteIds === null ? null : idList(siteIds))

/** What letters ask of PostgreSQL. */
export function createLetterStore({ pool }: { readonly pool: SqlPool }): LetterStore {
  return {
    async channels({ siteIds }) {
      const { rows } = await pool.query<{ connectionId: Id; siteId: Id; type: string }>({
        text: `SELECT id::text AS "connectionId", site_id::text AS "siteId", type FROM connection
          WHERE extension_point = 'notificationChannels' AND enabled
            AND ($1::bigint[] IS NULL OR site_id = ANY ($1::bigint[])) ORDER BY connection.id`,
        values: [some(siteIds)],
      })
      return rows
    },

    async languageAt({ siteIds }) {
      const { rows } = await pool.query<{ language: string }>({
        text: `SELECT language FROM site WHERE $1::bigint[] IS NULL OR id = ANY ($1::bigint[])
          ORDER BY id LIMIT 1`,
        values: [some(siteIds)],
      })
      return rows[0]?.language ?? null
    },

    async invitation({ id }) {
      const { rows } = await pool.query<InvitationLetter & { readonly email: string }>({
        text: `SELECT i.email, i.role, COALESCE(i.language, s.language, 'en') AS language,
            i.site_id::text AS "siteId", s.name AS "siteName", COALESCE(s.time_zone, 'UTC') AS "timeZone",
            u.name AS inviter, (extract(epoch FROM i.expires_at) * 1000)::float8 AS "expiresAt"
          FROM invitation i JOIN auth_user u ON u.id = i.invited_by LEFT JOIN site s ON s.id = i.site_id
          WHERE i.id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL`,
        values: [id],
      })
      return rows[0] ?? null
    },

    openRepair: ({ siteId, letter, reason }) =>
      openRepair(pool, {
        ...{ siteId, kind: KIND, subject: subjectOf(siteId) },
        ownerRole: siteId === null ? 'owner' : 'manager',
        severity: 'warning',
        detail: { letter, reason },
      }),

    closeRepair: ({ siteId }) => closeRepair(pool, { kind: KIND, subject: subjectOf(siteId) }),
  }
}
