import type { RoleStore } from '../flow/identity/ports.ts'
import { busbarError } from '../kernel/error.ts'
import type { Role } from '../kernel/roles.ts'
import { covers } from './access.ts'
import type { Call } from './define.ts'

const STAFF: readonly Role[] = ['owner', 'manager', 'cashier', 'accountant', 'technician']

/**
 * That somebody works where the called thing is, before they are told to look after it; null is nobody.
 * @throws `validation-failed`
 */
export async function checkStaff(
  { roles }: { readonly roles: Pick<RoleStore, 'assignmentsOf'> },
  userId: string | null,
  { place }: Call,
): Promise<void> {
  if (userId === null) return
  const { items } = await roles.assignmentsOf({ userId })
  const works = items.some(
    (held) => STAFF.includes(held.role) && place !== null && covers(held, place),
  )
  if (works) return
  const message = 'Nobody of this site’s staff is known by it.'
  throw busbarError('validation-failed', { errors: [{ pointer: '/userId', message }] })
}
