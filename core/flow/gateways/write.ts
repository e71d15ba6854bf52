import { randomUUID } from 'node:crypto'
import type { GatewayWrite, GatewayWriteResult } from '../../contracts/building-gateway.ts'
import { errorCode, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock, Instant } from '../../kernel/instant.ts'
import type { DenialLog } from '../audit/denials.ts'
import type { AuditActor } from '../audit/ports.ts'
import type { RoleStore } from '../identity/ports.ts'
import { type PerformDependencies, perform } from '../supply-commands/perform.ts'
import { supplyNode } from './points.ts'
import type { Exposure, GatewayStore } from './ports.ts'
import type { Tree } from './tree.ts'

export interface WriteDependencies extends PerformDependencies {
  readonly gateways: GatewayStore
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly denials: Pick<DenialLog, 'record'>
  readonly wallClock: Clock
}

/** Whose writes they are. */
export interface Writer {
  readonly connectionId: Id
  readonly siteId: Id
  /** The connection's name. */
  readonly name: string
  readonly exposure: Exposure
}

interface Principal {
  readonly userId: string
  readonly email: string
}

/** Writes of one connection that are taken in a minute; the rest is refused. */
const WRITES_A_MINUTE = 60
const MINUTE_MS = 60_000
const LONGEST_ACTOR = 100

/**
 * The user in whose name a connection writes: there, not shut out, and an integrator of the site now.
 * Null where it may not write.
 */
export async function principalOf(
  { gateways, roles }: Pick<WriteDependencies, 'gateways' | 'roles'>,
  { siteId, exposure }: Pick<Writer, 'siteId' | 'exposure'>,
): Promise<Principal | null> {
  const { principal: email } = exposure
  if (email === null) return null
  const user = await gateways.userOf({ email })
  if (user === null) return null
  const { items } = await roles.assignmentsOf(user)
  const holds = items.some(
    (held) =>
      held.role === 'integrator' &&
      held.tenantId === null &&
      (held.siteId === null || held.siteId === siteId),
  )
  return holds ? { ...user, email } : null
}

/** Writes of one connection: each an order of its principal, as one by an API key would be. */
export function createWrites(
  dependencies: WriteDependencies,
  writer: Writer,
): (tree: Tree | null, request: GatewayWrite) => Promise<GatewayWriteResult> {
  const { denials, wallClock } = dependencies
  let window: { readonly from: Instant; count: number } = { from: 0, count: 0 }

  function isTooMany(): boolean {
    const now = wallClock.now()
    if (now < window.from || now - window.from >= MINUTE_MS) window = { from: now, count: 0 }
    window.count += 1
    return window.count > WRITES_A_MINUTE
  }

  async function deny(subject: string, code: string): Promise<void> {
    const { connectionId, name } = writer
    const actor = { userId: `gateway:${connectionId}`, name: `Gateway ${name}`, ip: null }
    await denials.record({ actor, operation: 'supplyOrders.create', subject, code })
  }

  return async (tree, { pointId, value, actor, requestId }) => {
    const supply = tree?.supplies.get(pointId)
    if (supply === undefined) return invalid('There is no such point, or it cannot be written.')
    if (value !== null && typeof value !== 'boolean')
      return invalid('An order is true, false, or null to take it back.')
    const { supplyPointId } = supply
    const subject = `supplyPoints:${supplyPointId}`
    if (isTooMany()) {
      await deny(subject, 'rate-limited')
      return refused(`More than ${WRITES_A_MINUTE} writes a minute.`)
    }
    const principal = await principalOf(dependencies, writer)
    if (principal === null) {
      await deny(subject, 'forbidden')
      return refused('The connection has no authority: no principal who is an integrator here.')
    }
    const asked = actor.trim().slice(0, LONGEST_ACTOR)
    const reason = `Over the gateway "${writer.name}"${asked === '' ? '' : `, asked by ${asked}`}`
    const key = `${writer.connectionId}:${requestId ?? randomUUID()}`
    try {
      await order(dependencies, { writer, supplyPointId, principal, value, reason, key })
    } catch (thrown) {
      if (errorCode(thrown) === undefined) throw thrown
      return refused(errorMessage(thrown))
    }
    if (value === null) return { outcome: 'done', detail: 'The order was taken back.' }
    return outcomeOf(dependencies, { supplyPointId, value })
  }
}

const invalid = (detail: string): GatewayWriteResult => ({ outcome: 'invalid', detail })
const refused = (detail: string): GatewayWriteResult => ({ outcome: 'refused', detail })

async function outcomeOf(
  { gateways }: WriteDependencies,
  { supplyPointId, value }: { readonly supplyPointId: Id; readonly value: boolean },
): Promise<GatewayWriteResult> {
  const [supply] = await gateways.supplies({ ids: [supplyPointId], principalId: null })
  if (supply?.desired === (value ? 'on' : 'off'))
    return { outcome: 'done', detail: 'The order is in force.' }
  return {
    outcome: 'outranked',
    detail: `The order of ${supplyNode(supplyPointId)} is kept; a higher authority says otherwise.`,
  }
}

/** The new order first, then the older ones end: at no instant is there none. */
async function order(
  dependencies: WriteDependencies,
  request: {
    readonly writer: Writer
    readonly supplyPointId: Id
    readonly principal: Principal
    readonly value: boolean | null
    readonly reason: string
    readonly key: string
  },
): Promise<void> {
  const { writer, supplyPointId, principal, value, reason, key } = request
  const { userId, email } = principal
  const actor: AuditActor & { readonly userId: string } = { userId, name: email, ip: null }
  const common = { actor, siteId: writer.siteId, resource: 'supplyOrders' }
  const tell = ({ id = null }: { readonly id?: unknown }) => ({ id: String(id) })
  const open = await dependencies.gateways.openOrders({ supplyPointId, userId })
  const wish = value === null ? null : value ? ('on' as const) : ('off' as const)
  const newest = open.at(-1)
  if (wish !== null && newest?.wish !== wish) {
    const body = { supplyPointId, authority: 'bms' as const, wish, reason }
    await perform(dependencies, {
      ...{ ...common, operation: 'supplyOrders.create', key, body, id: null, tell },
      command: (commands) => commands.giveOrder({ ...body, until: null, by: userId }),
      idOf: ({ orderId }) => orderId,
    })
  }
  const over = wish !== null && newest?.wish === wish ? open.slice(0, -1) : open
  for (const { orderId } of over)
    await perform(dependencies, {
      ...{ ...common, operation: 'supplyOrders.end', id: orderId, tell },
      ...{ key: `${key}:end:${orderId}`, body: null },
      command: (commands) => commands.endOrder({ orderId, by: userId }),
      idOf: () => orderId,
    })
}
