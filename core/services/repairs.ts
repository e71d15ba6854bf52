import type { AuditLog } from '../flow/audit/ports.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { assignRepairItem } from '../flow/registry/repair.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Action, action, type Output } from './define.ts'
import { checkStaff } from './staff.ts'
import { codecOf } from './wire.ts'

export interface RepairDependencies {
  readonly contract: JsonObject
  readonly store: RegistryStore
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly audit: AuditLog
}

/** Who looks after repair items; reading and closing them is the registry's. */
export function repairActions(dependencies: RepairDependencies): Action[] {
  const codec = codecOf(dependencies.contract, 'RepairItem')
  return [
    action('repairItems.assign', async ({ path: { id }, body: { userId } }, call) => {
      await checkStaff(dependencies, userId, call)
      const { auditActor: actor, place } = call
      const siteId = place?.siteId ?? null
      const item = await assignRepairItem(dependencies, { id, assignedTo: userId, actor, siteId })
      return codec.toWire(item) as unknown as Output<'repairItems.assign'>
    }),
  ]
}
