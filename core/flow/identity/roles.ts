import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { ROLES, type Role } from '../../kernel/roles.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import type { RegistryStore } from '../registry/ports.ts'
import type { RoleAssignment, RoleStore } from './ports.ts'

export interface RolesContext {
  readonly roles: RoleStore
  readonly store: RegistryStore
  readonly audit: AuditLog
}

/**
 * Gives somebody a role.
 * @throws `validation-failed` where role and tenant do not go together, or there is no such user; `already-exists`
 */
export async function assignRole(
  { roles, store, audit }: RolesContext,
  request: { readonly draft: Omit<RoleAssignment, 'id'>; readonly actor: AuditActor },
): Promise<RoleAssignment> {
  const { draft, actor } = request
  await refuseUnfitTenant(store, draft)
  return roles.assign(draft, (transaction, after) =>
    audit.append(
      {
        actor,
        operation: 'roleAssignments.create',
        outcome: 'done',
        siteId: after.siteId,
        subject: `roleAssignments:${after.id}`,
        after,
      },
      transaction,
    ),
  )
}

type Placed = Pick<RoleAssignment, 'role' | 'siteId' | 'tenantId'>

/** Roles that the holders of a role may give, where they hold it. */
const GRANTS: Partial<Readonly<Record<Role, readonly Role[]>>> = Object.freeze({
  owner: ROLES,
  // Managers run a site's tenants; its staff is the owners' business.
  manager: ['tenant'],
})

/** Whether somebody may invite to a role: never to more, nor to a wider place, than they may give. */
export function mayGrant(held: readonly Placed[], { role, siteId }: Placed): boolean {
  return held.some(
    (own) =>
      GRANTS[own.role]?.includes(role) === true && (own.siteId === null || own.siteId === siteId),
  )
}

/** @throws `validation-failed` where role and tenant do not go together */
export async function refuseUnfitTenant(store: RegistryStore, draft: Placed): Promise<void> {
  const problem = await tenantProblem(store, draft)
  if (problem === null) return
  throw busbarError('validation-failed', { errors: [{ pointer: '/tenantId', message: problem }] })
}

async function tenantProblem(
  store: RegistryStore,
  { role, siteId, tenantId }: Placed,
): Promise<string | null> {
  if (role !== 'tenant') return tenantId === null ? null : 'Only the role tenant is for one tenant.'
  if (tenantId === null || siteId === null) return 'The role tenant needs a site and a tenant.'
  const place = await store.placeOf({ resource: 'tenants', id: tenantId })
  return place?.siteId === siteId ? null : 'There is no such tenant at this site.'
}

/** Takes a role away; it is gone with the next request. @throws `not-found`, `last-owner` */
export function revokeRole(
  { roles, audit }: RolesContext,
  { id, actor }: { readonly id: Id; readonly actor: AuditActor },
): Promise<void> {
  return roles.revoke({ id }, (transaction, before) =>
    audit.append(
      {
        actor,
        operation: 'roleAssignments.revoke',
        outcome: 'done',
        siteId: before.siteId,
        subject: `roleAssignments:${id}`,
        before,
      },
      transaction,
    ),
  )
}
