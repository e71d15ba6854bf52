import type { RoleAssignment, RoleStore, User } from '../flow/identity/ports.ts'
import { defined } from '../kernel/assert.ts'
import { busbarError } from '../kernel/error.ts'
import type { Role } from '../kernel/roles.ts'
import { refusalOf } from './database-errors.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool } from './sql.ts'

const COLUMNS =
  'id::text, user_id AS "userId", role, site_id::text AS "siteId", tenant_id::text AS "tenantId"'
const USER = `id, email, name, language, COALESCE("twoFactorEnabled", false) AS "secondFactor",
  (extract(epoch FROM "disabledAt") * 1000)::float8 AS "disabledAt"`
const OWNERLESS = `NOT EXISTS (SELECT FROM role_assignment WHERE role = 'owner' AND site_id IS NULL)`

/** Nobody who can sign in owns the instance. */
const LOCKED_OUT = `NOT EXISTS (SELECT FROM role_assignment a JOIN auth_user u ON u.id = a.user_id
  WHERE a.role = 'owner' AND a.site_id IS NULL AND u."disabledAt" IS NULL)`
const ASSIGN = `INSERT INTO role_assignment (user_id, role, site_id, tenant_id) VALUES ($1, $2, $3, $4)`

type AssignmentRow = Omit<RoleAssignment, 'role'> & { readonly role: Role }

/** Roles, users and the set-up token on PostgreSQL. */
export function createRoleStore({ pool }: { readonly pool: SqlPool }): RoleStore {
  return {
    async assignmentsOf({ userId }) {
      const { rows } = await pool.query<AssignmentRow>({
        name: 'role-assignments',
        text: `SELECT ${COLUMNS} FROM role_assignment WHERE user_id = $1
          AND EXISTS (SELECT FROM auth_user u WHERE u.id = $1 AND u."disabledAt" IS NULL)
          ORDER BY role_assignment.id`,
        values: [userId],
      })
      return { items: rows }
    },

    assign: ({ userId, role, siteId, tenantId }, audited) =>
      inTransaction(pool, async (transaction) => {
        const { rows } = await clientOf(transaction).query<AssignmentRow>({
          text: `${ASSIGN} RETURNING ${COLUMNS}`,
          values: [userId, role, siteId, tenantId],
        })
        const after = defined(rows[0], 'the new assignment')
        await audited(transaction, after)
        return after
      }).catch(refusalOf),

    async assignWithin({ draft: { userId, role, siteId, tenantId }, transaction }) {
      const { rows } = await clientOf(transaction).query<AssignmentRow>({
        text: `${ASSIGN} ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        values: [userId, role, siteId, tenantId],
      })
      return rows[0] ?? null
    },

    setDisabled: ({ userId, disabled }, audited) =>
      inTransaction(pool, async (transaction) => {
        const client = clientOf(transaction)
        await lockRoles(client)
        const known = await client.query<User & { readonly id: string }>({
          text: `SELECT ${USER} FROM auth_user WHERE id = $1 FOR UPDATE`,
          values: [userId],
        })
        const [before] = known.rows
        if (before === undefined) throw busbarError('not-found')
        const { rows } = await client.query<User & { readonly id: string }>({
          text: `UPDATE auth_user SET "disabledAt" = CASE WHEN $2 THEN COALESCE("disabledAt", now()) END
            WHERE id = $1 RETURNING ${USER}`,
          values: [userId, disabled],
        })
        const after = defined(rows[0], 'the user just locked')
        if (disabled) await refuseLockOut(client)
        // A session that began while they were shut out counts as little.
        await client.query({
          text: 'DELETE FROM auth_session WHERE "userId" = $1',
          values: [userId],
        })
        if (disabled)
          await client.query({
            text: 'DELETE FROM auth_api_key WHERE "referenceId" = $1',
            values: [userId],
          })
        await audited(transaction, { before, after })
        return after
      }),

    revoke: ({ id }, audited) =>
      inTransaction(pool, async (transaction) => {
        const client = clientOf(transaction)
        await lockRoles(client)
        const { rows } = await client.query<AssignmentRow>({
          text: `DELETE FROM role_assignment WHERE id = $1 RETURNING ${COLUMNS}`,
          values: [id],
        })
        const [before] = rows
        if (before === undefined) throw busbarError('not-found')
        await refuseLockOut(client)
        await audited(transaction, before)
      }).catch(refusalOf),

    async listUsers({ after, limit }) {
      const { rows } = await pool.query<User & { readonly id: string }>({
        text: `SELECT ${USER} FROM auth_user
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

/** Two changes at once must not both leave the other's owner as the last one. */
async function lockRoles(client: SqlClient): Promise<void> {
  await client.query({ text: 'LOCK TABLE role_assignment IN SHARE ROW EXCLUSIVE MODE' })
}

/** @throws `last-owner` */
async function refuseLockOut(client: SqlClient): Promise<void> {
  const { rows } = await client.query<{ out: boolean }>({ text: `SELECT ${LOCKED_OUT} AS out` })
  if (rows[0]?.out === true) throw busbarError('last-owner')
}
