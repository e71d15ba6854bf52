import type { ServiceSchema } from 'moleculer'
import type { DenialLog } from '../flow/audit/denials.ts'
import type { AuditLog, AuditReader } from '../flow/audit/ports.ts'
import type { EventHub } from '../flow/facts/hub.ts'
import type { Identity, RoleStore } from '../flow/identity/ports.ts'
import type { InvitationStore } from '../flow/invitations/ports.ts'
import type { LetterBox } from '../flow/letters/ports.ts'
import type { ReadStore } from '../flow/reads/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import type { Clock } from '../kernel/instant.ts'
import { type StandingOf, withStanding } from './connection-standing.ts'
import { readOperations } from './contract.ts'
import { type Action, toServices } from './define.ts'
import { eventActions } from './events.ts'
import { authenticateService, identityActions } from './identity.ts'
import { type InstanceFacts, instanceActions } from './instance.ts'
import { invitationActions } from './invitations.ts'
import { operationsActions, type PartHealth } from './operations.ts'
import { readActions } from './reads.ts'
import { type RegistryDependencies, type RowCheck, registryActions } from './registry.ts'
import { repairActions } from './repairs.ts'
import { sessionActions } from './sessions.ts'

export interface ServicesOptions {
  readonly contract: JsonObject
  readonly clock: Clock
  readonly store: RegistryStore
  readonly reads: ReadStore
  readonly identity: Identity
  readonly roles: RoleStore
  readonly invitations: InvitationStore
  readonly letters: LetterBox
  readonly wallClock: Clock
  readonly publicUrl: () => string
  readonly audit: AuditLog & AuditReader
  readonly denials: DenialLog
  readonly hub: EventHub
  readonly instance: InstanceFacts
  readonly health: () => Promise<readonly PartHealth[]>
  readonly metrics: () => Promise<string>
  /** What is judged before a resource is written, besides the contract. */
  readonly checks?: Readonly<Record<string, RowCheck>>
  /** By resource; told of each change in its transaction. */
  readonly told?: NonNullable<RegistryDependencies['told']>
  /** By resource; told after one has been removed. */
  readonly removed?: NonNullable<RegistryDependencies['removed']>
  /** How each connection fares now; left out, nothing is told of it. */
  readonly standingOf?: StandingOf
  /** Operations that other parts serve, made with `action` and `replying`. */
  readonly actions?: readonly Action[]
}

/**
 * The services of the contract's operations, for a broker to register. What is given is served; the gateway answers
 * the contract's other operations with `overloaded`.
 */
export function createServices(options: ServicesOptions): ServiceSchema[] {
  const operations = readOperations(options.contract)
  const standingOf = options.standingOf ?? (() => null)
  const actions = [
    ...registryActions({ ...options, operations }).map((each) => withStanding(each, standingOf)),
    ...readActions(options),
    ...repairActions(options),
    ...identityActions(options),
    ...instanceActions(options),
    ...sessionActions(options),
    ...invitationActions(options),
    ...operationsActions(options),
    ...eventActions(options),
    ...(options.actions ?? []),
  ]
  const placeOf = options.store.placeOf
  return [
    authenticateService(options),
    ...toServices(actions, { operations, placeOf, denials: options.denials }),
  ]
}
