import type { AuditLog } from '../flow/audit/ports.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { NoticeChannels } from '../flow/notices/ports.ts'
import { confirmDoor, openNotice, type ReceiptOptions } from '../flow/notices/receipts.ts'
import { createRoute } from '../flow/notices/routes.ts'
import { updateRow } from '../flow/registry/change.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { type Action, action, type Output, untyped } from './define.ts'
import { versionOf, who } from './registry.ts'
import { codecOf } from './wire.ts'

export interface NoticeDependencies extends ReceiptOptions {
  readonly contract: JsonObject
  readonly registry: RegistryStore
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly audit: AuditLog
  readonly channels: NoticeChannels
}

/** What readers and staff do with notices, and by which ways people are told; reading is the registry's. */
export function noticeActions(dependencies: NoticeDependencies): Action[] {
  return [...commandActions(dependencies), ...routeActions(dependencies)]
}

function commandActions(dependencies: NoticeDependencies): Action[] {
  const { contract, registry, audit } = dependencies
  const codec = codecOf(contract, 'Notice')
  const told = async (id: string): Promise<Output<'notices.get'>> => {
    const row = await registry.get({ resource: 'notices', id })
    if (row === null) throw busbarError('not-found')
    return codec.toWire(row) as unknown as Output<'notices.get'>
  }
  return [
    action('notices.open', async ({ path }, { caller }) => {
      const { userId } = defined(caller.actor, 'the actor of a guarded operation')
      await openNotice({ noticeId: path.id, userId }, dependencies)
      return told(path.id)
    }),
    action('notices.confirmDoor', async ({ path }, call) => {
      const { actor, operation, siteId } = who(call)
      const confirmedBy = defined(actor.name ?? actor.userId, 'the name of who confirms').slice(
        0,
        200,
      )
      const subject = `notices:${path.id}`
      const audited = (transaction: Parameters<AuditLog['append']>[1]) =>
        audit.append(
          { actor, operation, outcome: 'done', siteId, subject, after: { confirmedBy } },
          transaction,
        )
      await confirmDoor({ noticeId: path.id, confirmedBy, audited }, dependencies)
      return told(path.id)
    }),
  ]
}

function routeActions(dependencies: NoticeDependencies): Action[] {
  const { contract, registry, roles, audit, channels } = dependencies
  const codec = codecOf(contract, 'NoticeRoute')
  const common = { store: registry, audit, resource: 'noticeRoutes' }
  return [
    untyped('noticeRoutes.create', async ({ body }, call) => {
      const values = codec.fromWire(body)
      const request = { ...common, ...who(call), values }
      return codec.toWire(await createRoute({ store: registry, audit, roles, channels }, request))
    }),
    untyped('noticeRoutes.update', async ({ path, header, body }, call) => {
      const version = versionOf(header['If-Match'])
      const values = codec.fromWire(body)
      const request = { ...common, ...who(call), id: path.id, version, values }
      return codec.toWire(await updateRow({ store: registry, audit }, request))
    }),
  ]
}
