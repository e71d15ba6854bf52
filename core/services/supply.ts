import type { RegistryStore } from '../flow/registry/ports.ts'
import type { Commands } from '../flow/supply-commands/commands.ts'
import { type PerformDependencies, perform } from '../flow/supply-commands/perform.ts'
import type { Outcome } from '../flow/supply-commands/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { parseInstant } from '../kernel/instant.ts'
import type { Role } from '../kernel/roles.ts'
import {
  type Action,
  action,
  type Call,
  type Input,
  type OperationId,
  type Output,
} from './define.ts'
import { who } from './registry.ts'
import { codecOf } from './wire.ts'

export interface SupplyActionDependencies extends PerformDependencies {
  readonly contract: JsonObject
}

/** What people and systems ask of supply; what there is, the registry tells. */
export function supplyActions(dependencies: SupplyActionDependencies): Action[] {
  return [
    ...orderActions(dependencies),
    ...lockOutActions(dependencies),
    ...protectionActions(dependencies),
    ...disputeActions(dependencies),
    ...paymentPlanActions(dependencies),
    ...approvalActions(dependencies),
    ...guardActions(dependencies),
  ]
}

/** A command whose id and effect are known from its input. */
interface Step<K extends OperationId, Result> {
  readonly component: string
  readonly command: (
    commands: Commands,
    input: Input<K>,
    call: Call & { readonly by: string },
  ) => Promise<Outcome<Result>>
  /** What was made; left out where it is done to what the path names. */
  readonly idOf?: (result: Result) => Id
  /** Refuses before anything is done. */
  readonly check?: (input: Input<K>, call: Call) => Promise<void> | void
}

function commandAction<K extends OperationId, Result>(
  dependencies: SupplyActionDependencies,
  id: K,
  { component, command, idOf, check }: Step<K, Result>,
): Action {
  const codec = codecOf(dependencies.contract, component)
  return action(id, async (input, call) => {
    await check?.(input, call)
    const by = defined(call.auditActor.userId, 'the actor of a guarded operation')
    const { path, header, body } = input as unknown as {
      readonly path: { readonly id?: Id } | undefined
      readonly header: { readonly 'Idempotency-Key': string }
      readonly body: unknown
    }
    const { operation, siteId } = who(call)
    const answer = await perform(dependencies, {
      actor: { ...call.auditActor, userId: by },
      operation,
      siteId,
      key: header['Idempotency-Key'],
      body,
      resource: id.split('.')[0] ?? '',
      id: idOf === undefined ? defined(path?.id, 'the id of the path') : null,
      command: (commands) => command(commands, input, { ...call, by }),
      idOf: (result) => defined(idOf, 'what was made')(result),
      tell: codec.toWire,
    })
    return answer as unknown as Output<K>
  })
}

const instantOf = (text: string | null | undefined) =>
  text === null || text === undefined ? null : parseInstant(text)

/** By hand only owners and managers order; others in the name of systems. */
function byHand({ caller, place }: Call): void {
  const roles: readonly Role[] = ['owner', 'manager']
  const held = caller.actor?.assignments.some(
    ({ role, siteId, tenantId }) =>
      roles.includes(role) && tenantId === null && (siteId === null || siteId === place?.siteId),
  )
  if (held !== true) throw busbarError('forbidden')
}

function orderActions(dependencies: SupplyActionDependencies): Action[] {
  const component = 'SupplyOrder'
  return [
    commandAction(dependencies, 'supplyOrders.create', {
      component,
      check: ({ body }, call) => {
        if (body.authority === 'manual') byHand(call)
      },
      command: (commands, { body }, { by }) => {
        const { supplyPointId, authority, wish, reason } = body
        const until = instantOf(body.untilAt)
        return commands.giveOrder({ supplyPointId, authority, wish, reason, until, by })
      },
      idOf: ({ orderId }) => orderId,
    }),
    commandAction(dependencies, 'supplyOrders.end', {
      component,
      check: async ({ path }, call) => {
        const order = await rowOf(dependencies.store, 'supplyOrders', path.id)
        if (order.authority === 'manual') byHand(call)
      },
      command: (commands, { path }, { by }) => commands.endOrder({ orderId: path.id, by }),
    }),
  ]
}

async function rowOf(store: RegistryStore, resource: string, id: Id) {
  const row = await store.get({ resource, id })
  if (row === null) throw busbarError('not-found')
  return row
}

function lockOutActions(dependencies: SupplyActionDependencies): Action[] {
  const component = 'SupplyLockOut'
  return [
    commandAction(dependencies, 'supplyLockOuts.create', {
      component,
      command: (commands, { body }, { by }) => commands.lockOut({ ...body, by }),
      idOf: ({ lockOutId }) => lockOutId,
    }),
    commandAction(dependencies, 'supplyLockOuts.release', {
      component,
      command: (commands, { path }, { by }) => commands.releaseLockOut({ lockOutId: path.id, by }),
    }),
  ]
}

function protectionActions(dependencies: SupplyActionDependencies): Action[] {
  const component = 'SupplyProtection'
  return [
    commandAction(dependencies, 'supplyProtections.create', {
      component,
      command: (commands, { body }, { by }) => {
        const { siteId, supplyPointId = null, kind, reason, hours = null, optOuts = [] } = body
        const span = { from: parseInstant(body.fromAt), to: instantOf(body.toAt), hours }
        return commands.protect({ siteId, supplyPointId, kind, reason, ...span, optOuts, by })
      },
      idOf: ({ protectionId }) => protectionId,
    }),
    commandAction(dependencies, 'supplyProtections.end', {
      component,
      command: (commands, { path }, { by }) =>
        commands.endProtection({ protectionId: path.id, by }),
    }),
  ]
}

function disputeActions(dependencies: SupplyActionDependencies): Action[] {
  const component = 'Dispute'
  return [
    commandAction(dependencies, 'disputes.create', {
      component,
      command: (commands, { body }, { by }) => {
        const { accountId, reason } = body
        return commands.openDispute({
          accountId,
          reason,
          reviewAt: parseInstant(body.reviewAt),
          by,
        })
      },
      idOf: ({ disputeId }) => disputeId,
    }),
    commandAction(dependencies, 'disputes.close', {
      component,
      command: (commands, { path, body }, { by }) =>
        commands.closeDispute({ disputeId: path.id, result: body.outcome, by }),
    }),
  ]
}

function paymentPlanActions(dependencies: SupplyActionDependencies): Action[] {
  const component = 'PaymentPlan'
  return [
    commandAction(dependencies, 'paymentPlans.create', {
      component,
      command: (commands, { body }, { by }) => {
        const { accountId } = body
        return commands.agreePaymentPlan({ accountId, nextDueAt: parseInstant(body.nextDueAt), by })
      },
      idOf: ({ paymentPlanId }) => paymentPlanId,
    }),
    commandAction(dependencies, 'paymentPlans.keep', {
      component,
      command: (commands, { path, body }, { by }) => {
        const nextDueAt = parseInstant(body.nextDueAt)
        return commands.keepPaymentPlan({ paymentPlanId: path.id, nextDueAt, by })
      },
    }),
    commandAction(dependencies, 'paymentPlans.end', {
      component,
      command: (commands, { path }, { by }) =>
        commands.endPaymentPlan({ paymentPlanId: path.id, by }),
    }),
  ]
}

function approvalActions(dependencies: SupplyActionDependencies): Action[] {
  const settling = (approved: boolean) => ({
    component: 'DebtEpisode',
    command: (
      commands: Commands,
      { path }: Input<'debtEpisodes.approve' | 'debtEpisodes.refuse'>,
      { by }: { readonly by: string },
    ) => commands.settleApproval({ episodeId: path.id, approved, by }),
  })
  return [
    commandAction(dependencies, 'debtEpisodes.approve', settling(true)),
    commandAction(dependencies, 'debtEpisodes.refuse', settling(false)),
  ]
}

function guardActions(dependencies: SupplyActionDependencies): Action[] {
  return [
    commandAction(dependencies, 'guardHolds.create', {
      component: 'GuardHold',
      command: (commands, { body }, { by }) => commands.hold({ ...body, by }),
      idOf: ({ holdId }) => holdId,
    }),
    commandAction(dependencies, 'guardHolds.release', {
      component: 'GuardHold',
      command: (commands, { path }, { by }) => commands.releaseHold({ holdId: path.id, by }),
    }),
    commandAction(dependencies, 'guardQuarantine.release', {
      component: 'GuardQuarantine',
      command: (commands, { path }, { by }) =>
        commands.releaseQuarantine({ quarantineId: path.id, by }),
    }),
  ]
}
