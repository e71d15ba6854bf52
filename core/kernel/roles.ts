// Generated from schemas/ by `npm run generate`: change those.

/** What somebody may do at a site. */
export const ROLES = [
  'owner',
  'manager',
  'cashier',
  'accountant',
  'technician',
  'auditor',
  'tenant',
  'integrator',
] as const
export type Role = (typeof ROLES)[number]

/** Everybody who works at a site. */
export type StaffRole = Exclude<Role, 'tenant'>
export const STAFF_ROLES: readonly StaffRole[] = ROLES.filter((role) => role !== 'tenant')
