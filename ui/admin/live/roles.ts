import { session } from '../../shared/session.ts'
import { resourceOf } from '../contract/use-contract.ts'

/** Whether the caller may do an operation at a site, by the roles that the contract names; null: at all sites. */
export function mayDo(operationId: string, siteId: string | null): boolean {
  const resource = resourceOf(operationId.split('.')[0] ?? '')
  if (resource === undefined) return false
  const commands = [resource.create, ...resource.commands, ...resource.general]
  const roles = commands.find((command) => command?.operationId === operationId)?.roles ?? []
  return session.may(roles, siteId)
}

/** Whether the caller may read a resource anywhere. */
export const mayRead = (service: string): boolean => session.may(resourceOf(service)?.read ?? [])
