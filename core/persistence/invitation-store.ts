import type { Invitation, InvitationStore } from '../flow/invitations/ports.ts'
import { defined } from '../kernel/assert.ts'
import { refusalOf } from './database-errors.ts'
import { clientOf, inTransaction, type SqlPool } from './sql.ts'

const at = (column: string, name: string) =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`

const COLUMNS = [
  'id::text, email, role, site_id::text AS "siteId", tenant_id::text AS "tenantId", language',
  'invited_by AS "invitedBy", accepted_by AS "acceptedBy"',
  at('created_at', 'createdAt'),
  at('expires_at', 'expiresAt'),
  at('accepted_at', 'acceptedAt'),
  at('revoked_at', 'revokedAt'),
].join(', ')

const OPEN = 'accepted_at IS NULL AND revoked_at IS NULL'

type Row = Invitation & { readonly id: string }

/** Invitations on PostgreSQL. */
export function createInvitationStore({ pool }: { readonly pool: SqlPool }): InvitationStore {
  return {
    transaction: (work) => inTransaction(pool, work),

    insert: (draft, also) =>
      inTransaction(pool, async (transaction) => {
        const { rows } = await clientOf(transaction).query<Row>({
          text: `INSERT INTO invitation (email, role, site_id, tenant_id, language, invited_by, expires_at,
              link_hash, mail_hash)
            VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000), $8, $9) RETURNING ${COLUMNS}`,
          values: [
            ...[draft.email, draft.role, draft.siteId, draft.tenantId, draft.language],
            ...[draft.invitedBy, draft.expiresAt, draft.linkHash, draft.mailHash],
          ],
        })
        const made = defined(rows[0], 'the new invitation')
        await also(transaction, made)
        return made
      }).catch(refusalOf),

    async get({ id }) {
      const { rows } = await pool.query<Row>({
        text: `SELECT ${COLUMNS} FROM invitation WHERE id = $1`,
        values: [id],
      })
      return rows[0] ?? null
    },

    async findOpen({ hash, now }) {
      const { rows } = await pool.query<Row & { readonly mailed: boolean }>({
        text: `SELECT ${COLUMNS}, mail_hash = $1 AS mailed FROM invitation
          WHERE $1 IN (link_hash, mail_hash) AND ${OPEN} AND expires_at > to_timestamp($2::float8 / 1000)`,
        values: [hash, now],
      })
      const [row] = rows
      if (row === undefined) return null
      const { mailed, ...invitation } = row
      return { invitation, mailed }
    },

    async accept({ id, userId, now, transaction }) {
      const { rowCount } = await clientOf(transaction).query({
        text: `UPDATE invitation SET accepted_at = to_timestamp($3::float8 / 1000), accepted_by = $2
          WHERE id = $1 AND ${OPEN} AND expires_at > to_timestamp($3::float8 / 1000)`,
        values: [id, userId, now],
      })
      return rowCount === 1
    },

    revoke: ({ id, now }, also) =>
      inTransaction(pool, async (transaction) => {
        const { rows } = await clientOf(transaction).query<Row>({
          text: `UPDATE invitation SET revoked_at = to_timestamp($2::float8 / 1000)
            WHERE id = $1 AND ${OPEN} RETURNING ${COLUMNS}`,
          values: [id, now],
        })
        const [after] = rows
        if (after === undefined) return null
        await also(transaction, after)
        return after
      }),
  }
}
