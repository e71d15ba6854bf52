import type { RoleAssignment } from '../../../core/generated/api.ts'

export interface SiteRoles {
  /** Null: every site, present and future. */
  readonly siteId: string | null
  readonly assignments: readonly RoleAssignment[]
}

/** Roles by where they hold, those of every site first. */
export function bySite(assignments: readonly RoleAssignment[]): readonly SiteRoles[] {
  const siteIds = [...new Set(assignments.map(({ siteId }) => siteId))]
  return siteIds
    .sort((one, other) => Number(one ?? 0) - Number(other ?? 0))
    .map((siteId) => ({
      siteId,
      assignments: assignments.filter((held) => held.siteId === siteId),
    }))
}

/** Something about a person that is asked back before it is done. */
export interface Asked {
  readonly kind: 'takeAway' | 'disable' | 'enable' | 'revoke'
  /** Of the role assignment, the user or the invitation. */
  readonly id: string
  /** What it is done to, in the reader's words. */
  readonly what: string
}

export const askedOf = (kind: Asked['kind'], id: string, what: string): Asked => ({
  kind,
  id,
  what,
})
