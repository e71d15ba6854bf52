import type { Role, RoleAssignment, RoleStore, User } from '../flow/identity/ports.ts'
import { defined } from '../kernel/assert.ts'
import { busbarError } from '../kernel/error.ts'
import { refusalOf } from './database-errors.ts'
import { clientOf, inTransaction, type SqlPool } from './sql.ts'

const COLUMNS =
  'id::text, user_id AS "userId", role, site_id::text AS "siteId", tenant_id::text AS "tenantId"'
const OWNERLESS = `NOT EXISTS (SELECT FROM role_assignment WHERE role = 'owner' AND site_id IS NULL)`

type AssignmentRow = Omit<RoleAssignment, 'role'> & { readonly role: Role }

/** Roles, users and the set-up token on PostgreSQL. */
export function createRoleStore({ pool }: { readonly pool: SqlPool }): RoleStore {
  return {
    async assignmentsOf({ userId }) {
      const { rows } = await pool.query<AssignmentRow>({
        name: 'role-assignments',
        text: `SELECT ${COLUMNS} FROM role_assignment WHERE user_id = $1 ORDER BY role_assignment.id`,
        values: [userId],
      })
      return { items: rows }
    },

    assign: ({ userId, role, siteId, tenantId }, audited) =>
      inTransaction(pool, async (transaction) => {
        const { rows } = await clientOf(transaction).query<AssignmentRow>({
          text: `INSERT INTO role_assignment (user_id, role, site_id, tenant_id)
            VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`,
          values: [userId, role, siteId, tenantId],
        })
        const after = defined(rows[0], 'the new assignment')
        await audited(transaction, after)
        return after
      }).catch(refusalOf),

    revoke: ({ id }, audited) =>
      inTransaction(pool, async (transaction) => {
        const client = clientOf(transaction)
        // Two revocations at once must not both leave the other's owner as the last one.
        await client.query({ text: 'LOCK TABLE role_assignment IN SHARE ROW EXCLUSIVE MODE' })
        const { rows } = await client.query<AssignmentRow>({
          text: `DELETE FROM role_assignment WHERE id = $1 RETURNING ${COLUMNS}`,
          values: [id],
        })
        const [before] = rows
        if (before === undefined) throw busbarError('not-found')
        const left = await client.query<{ ownerless: boolean }>({
          text: `SELECT ${OWNERLESS} AS ownerless`,
        })
        if (left.rows[0]?.ownerless === true) throw busbarError('last-owner')
        await audited(transaction, before)
      }).catch(refusalOf),

    async listUsers({ after, limit }) {
      const { rows } = await pool.query<User & { readonly id: string }>({
        text: `SELECT id, email, name FROM auth_user
          WHERE $1::text IS NULL OR (email, id) > ($1, $2) ORDER BY email, id LIMIT $3`,
        values: [after?.email ?? null, after?.id ?? null, limit],
      })
      return { items: rows }
    },

    async isOwnerless() {
      const { rows } = await pool.query<{ ownerless: boolean }>({
        text: `SELECT ${OWNERLESS} AS ownerless`,
      })
      return rows[0]?.ownerless === true
    },

    async keepSetupToken({ hash }) {
      await pool.query({
        text: `INSERT INTO setup_token (hash) VALUES ($1)
          ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, made_at = now(), used_at = NULL`,
        values: [hash],
      })
    },

    async claimSetupToken({ hash }) {
      const { rowCount } = await pool.query({
        text: `UPDATE setup_token SET used_at = now() WHERE hash = $1 AND used_at IS NULL AND ${OWNERLESS}`,
        values: [hash],
      })
      return rowCount === 1
    },
  }
}
