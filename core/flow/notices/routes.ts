import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError, type FieldError } from '../../kernel/error.ts'
import type { RoleStore } from '../identity/ports.ts'
import { type ChangeContext, type CreateRequest, createRow } from '../registry/change.ts'
import type { Row } from '../registry/ports.ts'
import type { NoticeChannels } from './ports.ts'

interface RouteContext extends ChangeContext {
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly channels: Pick<NoticeChannels, 'judgeAddress'>
}

/**
 * Sets by which channel the tenant of an account, or whoever has a role at the site, is told.
 * @throws `validation-failed` for an address that the channel does not take, or that names a user
 *   who is not one of those told; `already-exists`
 */
export async function createRoute(context: RouteContext, request: CreateRequest): Promise<Row> {
  const { values } = request
  if (((values.accountId ?? null) === null) === ((values.staffRole ?? null) === null))
    throw refused('/accountId', 'Name either an account or a role.')
  const address = await judged(context, values)
  const { userId } = address
  if (typeof userId === 'string' && !(await isTold(context, values, userId)))
    throw refused('/address/userId', 'This user is not one of those who are told.')
  return createRow(context, { ...request, values: { ...values, address } })
}

async function judged({ store, channels }: RouteContext, values: Row): Promise<JsonObject> {
  const id = String(values.connectionId)
  const connection = await store.get({ resource: 'connections', id })
  const isChannel =
    connection?.siteId === values.siteId && connection?.extensionPoint === 'notificationChannels'
  if (connection === null || !isChannel)
    throw refused('/connectionId', `There is no notification channel ${id} at this site.`)
  const request = { type: String(connection.type), address: values.address as JsonObject }
  const judgement = channels.judgeAddress(request)
  if (judgement === null)
    throw refused('/connectionId', 'Its plugin is not there: nobody can judge the address.')
  if (judgement.ok) return judgement.value
  throw invalid(
    judgement.errors.map(({ pointer, message }) => ({ pointer: `/address${pointer}`, message })),
  )
}

/** Whether a user is the account's tenant, or holds the role there. */
async function isTold(
  { store, roles }: RouteContext,
  { siteId, accountId, staffRole }: Row,
  userId: string,
): Promise<boolean> {
  const { items } = await roles.assignmentsOf({ userId })
  if (typeof accountId !== 'string')
    return items.some(
      (held) => held.role === staffRole && (held.siteId === null || held.siteId === siteId),
    )
  const place = await store.placeOf({ resource: 'accounts', id: accountId })
  return items.some(({ tenantId }) => tenantId !== null && tenantId === place?.tenantId)
}

function refused(pointer: string, message: string) {
  return invalid([{ pointer, message }])
}

function invalid(errors: readonly FieldError[]) {
  return busbarError('validation-failed', { errors })
}
