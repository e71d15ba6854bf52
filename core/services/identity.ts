import type { Context, ServiceSchema } from 'moleculer'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { Actor, Identity, RoleStore } from '../flow/identity/ports.ts'
import { assignRole, revokeRole } from '../flow/identity/roles.ts'
import { makeFirstOwner } from '../flow/identity/setup.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { formatInstant } from '../kernel/instant.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { type Action, action, type Call, replying } from './define.ts'
import { actorOf, record, toWireUser, wireInstant } from './sessions.ts'

export interface IdentityDependencies {
  readonly identity: Identity
  readonly roles: RoleStore
  readonly store: RegistryStore
  readonly audit: AuditLog
}

/**
 * What the gateway asks of each request: who is it? Callable in this process only, and in no contract.
 * @returns the actor with all roles held right now, or null
 */
export function authenticateService({ identity, roles }: IdentityDependencies): ServiceSchema {
  return {
    name: 'identity',
    actions: {
      authenticate: {
        visibility: 'protected',
        async handler(
          ctx: Context<{ cookie: string | null; apiKey: string | null }>,
        ): Promise<Actor | null> {
          const identified = await identity.authenticate(ctx.params)
          if (identified === null) return null
          const { items } = await roles.assignmentsOf({ userId: identified.userId })
          return { ...identified, assignments: items }
        },
      },
    },
  }
}

const DAY_SECONDS = 86_400

/** API keys, users, roles and the first owner. */
export function identityActions(dependencies: IdentityDependencies): Action[] {
  const { roles, identity, audit } = dependencies
  return [
    replying('setup.owner', async ({ body }, { auditActor }) => {
      const user = await makeFirstOwner({ roles, identity, audit }, { ...body, actor: auditActor })
      return { body: toWireUser(user) }
    }),
    ...keyActions(dependencies),
    ...userActions(dependencies),
  ]
}

function keyActions({ identity, audit }: IdentityDependencies): Action[] {
  return [
    action('apiKeys.list', async (_input, call) => {
      const { items } = await identity.listApiKeys({ userId: actorOf(call).userId })
      const keys = items.map(({ createdAt, expiresAt, ...key }) => ({
        ...key,
        createdAt: formatInstant(createdAt),
        expiresAt: wireInstant(expiresAt),
      }))
      return { items: keys, nextCursor: null }
    }),
    action('apiKeys.create', async ({ body }, call) => {
      const { userId } = actorOf(call)
      const days = body.expiresInDays ?? null
      const expiresInSeconds = days === null ? null : days * DAY_SECONDS
      const { name } = body
      const made = await identity.createApiKey(
        { userId, name, expiresInSeconds },
        (transaction, { id }) =>
          audit.append(record(call, `apiKeys:${id}`, { after: { name } }), transaction),
      )
      return { id: made.id, key: made.key, expiresAt: wireInstant(made.expiresAt) }
    }),
    action('apiKeys.revoke', async ({ path }, call) => {
      const { userId } = actorOf(call)
      await identity.revokeApiKey({ userId, id: path.id }, (transaction) =>
        audit.append(record(call, `apiKeys:${path.id}`), transaction),
      )
      return undefined
    }),
  ]
}

function userActions({ identity, roles, store, audit }: IdentityDependencies): Action[] {
  const setDisabled = async (userId: string, disabled: boolean, call: Call) =>
    toWireUser(
      await roles.setDisabled({ userId, disabled }, (transaction, change) =>
        audit.append(record(call, `users:${userId}`, change), transaction),
      ),
    )
  return [
    action('users.list', async ({ query }) => {
      const { cursor, limit = 50 } = query
      const [email, id] = cursor === undefined ? [] : fromCursor('users', cursor, 2)
      const after = email === undefined ? null : { email: String(email), id: String(id) }
      const { items } = await roles.listUsers({ after, limit: limit + 1 })
      const page = items.slice(0, limit)
      const last = items.length > limit ? page.at(-1) : undefined
      return {
        items: page.map(toWireUser),
        nextCursor: last === undefined ? null : toCursor('users', [last.email, last.id]),
      }
    }),
    action('users.create', async ({ body }, call) =>
      toWireUser(
        await identity.createUser(body, (transaction, user) =>
          audit.append(record(call, `users:${user.id}`, { after: user }), transaction),
        ),
      ),
    ),
    action('users.disable', ({ path }, call) => setDisabled(path.id, true, call)),
    action('users.enable', ({ path }, call) => setDisabled(path.id, false, call)),
    action('roleAssignments.create', async ({ body }, { auditActor }) => {
      const draft = { ...body, siteId: body.siteId ?? null, tenantId: body.tenantId ?? null }
      const { id, userId, role, siteId, tenantId } = await assignRole(
        { roles, store, audit },
        { draft, actor: auditActor },
      )
      return { id, userId, role, siteId, tenantId }
    }),
    action('roleAssignments.revoke', async ({ path }, { auditActor }) => {
      await revokeRole({ roles, store, audit }, { id: path.id, actor: auditActor })
      return undefined
    }),
  ]
}
