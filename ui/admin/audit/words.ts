import type { AuditEvent } from '../../../core/generated/api.ts'
import type { Contract, Resource } from '../contract/contract.ts'

/** What an event is about: `tariffPlans:7`. */
export interface Subject {
  readonly service: string
  readonly id: string
}

export function subjectOf({ subject }: Pick<AuditEvent, 'subject'>): Subject {
  const at = subject.indexOf(':')
  return at < 0
    ? { service: subject, id: '' }
    : { service: subject.slice(0, at), id: subject.slice(at + 1) }
}

/** How an event is put into words. */
export interface Wording {
  readonly verb: 'create' | 'update' | 'remove' | 'list' | 'get' | 'command'
  /** Name of an operation of its own, in English; null where the verb says it all. */
  readonly summary: string | null
}

const VERBS = ['create', 'update', 'remove', 'list', 'get'] as const

/** A plain resource's verbs are said alike; anything else by what the contract calls it. */
export function wordingOf(operation: string, contract: Contract): Wording {
  const [service = '', action = ''] = operation.split('.')
  const resource = contract.resources.get(service)
  const command = [...(resource?.commands ?? []), ...(resource?.general ?? [])].find(
    ({ operationId }) => operationId === operation,
  )
  if (command !== undefined) return { verb: 'command', summary: command.summary }
  const verb = VERBS.find((each) => each === action)
  return verb === undefined || resource === undefined
    ? { verb: 'command', summary: operation }
    : { verb, summary: null }
}

/** All operations that the log may tell of, by their ids: changes of resources, and commands. */
export function operationsOf(contract: Contract): readonly string[] {
  const ofResource = ({ service, create, update, remove, commands, general }: Resource) => [
    ...(create === null ? [] : [create.operationId]),
    ...(update === null ? [] : [`${service}.update`]),
    ...(remove === null ? [] : [`${service}.remove`]),
    ...[...commands, ...general].map(({ operationId }) => operationId),
  ]
  return [...new Set([...contract.resources.values()].flatMap(ofResource))].sort()
}
