import type { Context, ServiceSchema } from 'moleculer'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { Actor, Identity, RoleStore } from '../flow/identity/ports.ts'
import { assignRole, revokeRole } from '../flow/identity/roles.ts'
import { makeFirstOwner } from '../flow/identity/setup.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { type Action, action, type Call, replying } from './define.ts'

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

const wireInstant = (at: Instant | null) => (at === null ? null : formatInstant(at))
const DAY_SECONDS = 86_400

/** Signing in and out, API keys, users, roles and the first owner. */
export function identityActions(dependencies: IdentityDependencies): Action[] {
  return [
    ...sessionActions(dependencies),
    ...keyActions(dependencies),
    ...userActions(dependencies),
  ]
}

function actorOf({ caller }: Call): Actor {
  return defined(caller.actor, 'the actor of a guarded operation')
}

function sessionActions({ identity, roles, audit }: IdentityDependencies): Action[] {
  const sessionOf = (actor: Actor) => ({
    user: { id: actor.userId, email: actor.email, name: actor.name },
    assignments: actor.assignments.map(({ id, userId, role, siteId, tenantId }) => ({
      id,
      userId,
      role,
      siteId,
      tenantId,
    })),
    expiresAt: wireInstant(actor.expiresAt),
  })
  return [
    replying('setup.owner', async ({ body }, { auditActor }) => {
      const user = await makeFirstOwner({ roles, identity, audit }, { ...body, actor: auditActor })
      return { body: user }
    }),
    replying('auth.signIn', async ({ body }) => {
      const { cookies } = await identity.signIn(body)
      const cookie = cookies.map((text) => text.split(';')[0]).join('; ')
      const identified = defined(
        await identity.authenticate({ cookie, apiKey: null }),
        'the session just begun',
      )
      const { items } = await roles.assignmentsOf({ userId: identified.userId })
      return {
        body: sessionOf({ ...identified, assignments: items }),
        headers: { 'Set-Cookie': cookies },
      }
    }),
    replying('auth.signOut', async (_input, call) => {
      const { cookies } = await identity.signOut({ sessionId: actorOf(call).credentialId })
      return { headers: { 'Set-Cookie': cookies } }
    }),
    action('auth.session', async (_input, call) => sessionOf(actorOf(call))),
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
        audit.append(record(call, `apiKeys:${path.id}`, {}), transaction),
      )
      return undefined
    }),
  ]
}

function userActions({ identity, roles, store, audit }: IdentityDependencies): Action[] {
  return [
    action('users.list', async ({ query }) => {
      const { cursor, limit = 50 } = query
      const [email, id] = cursor === undefined ? [] : fromCursor('users', cursor, 2)
      const after = email === undefined ? null : { email: String(email), id: String(id) }
      const { items } = await roles.listUsers({ after, limit: limit + 1 })
      const page = items.slice(0, limit)
      const last = items.length > limit ? page.at(-1) : undefined
      return {
        items: [...page],
        nextCursor: last === undefined ? null : toCursor('users', [last.email, last.id]),
      }
    }),
    action('users.create', ({ body }, call) =>
      identity.createUser(body, (transaction, user) =>
        audit.append(record(call, `users:${user.id}`, { after: user }), transaction),
      ),
    ),
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

/** The audit line of a change of users and keys. */
function record(call: Call, subject: string, change: { readonly after?: unknown }) {
  const { auditActor: actor, operation } = call
  return {
    actor,
    operation: operation.id,
    outcome: 'done',
    siteId: null,
    subject,
    ...change,
  } as const
}
