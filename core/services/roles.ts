import { ROLES, type Role } from '../kernel/roles.ts'

export type { Role }

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text)
}
