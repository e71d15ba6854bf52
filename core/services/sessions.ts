import type { AuditLog } from '../flow/audit/ports.ts'
import type {
  Actor,
  Cookies,
  Identified,
  Identity,
  RoleAssignment,
  RoleStore,
  SignIn,
  User,
} from '../flow/identity/ports.ts'
import type { LetterBox } from '../flow/letters/ports.ts'
import { defined } from '../kernel/assert.ts'
import { type Clock, formatInstant, type Instant } from '../kernel/instant.ts'
import { type Action, action, type Call, type Reply, replying } from './define.ts'

export interface SessionDependencies {
  readonly identity: Identity
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly audit: AuditLog
  readonly letters: LetterBox
  readonly wallClock: Clock
}

export const wireInstant = (at: Instant | null) => (at === null ? null : formatInstant(at))

export function actorOf({ caller }: Call): Actor {
  return defined(caller.actor, 'the actor of a guarded operation')
}

export const toWireUser = (user: User) => ({ ...user, disabledAt: wireInstant(user.disabledAt) })

/** The audit line of a change of users, keys and sessions. */
export function record(
  call: Call,
  subject: string,
  change: { readonly before?: unknown; readonly after?: unknown } = {},
) {
  const { auditActor: actor, operation } = call
  return {
    ...{ actor, operation: operation.id, outcome: 'done' as const, siteId: null, subject },
    ...change,
  }
}

/** Tells who is signed in, as `auth.session` and everything that signs in answers it. */
export function createSessionTeller({
  identity,
  roles,
}: Pick<SessionDependencies, 'identity' | 'roles'>) {
  const tell = async (
    who: Pick<Identified, 'user' | 'expiresAt'>,
    assignments: readonly RoleAssignment[],
  ) => ({
    user: toWireUser(who.user),
    hasPassword: await identity.hasPassword({ userId: who.user.id }),
    assignments: assignments.map(({ id, userId, role, siteId, tenantId }) => ({
      ...{ id, userId, role, siteId, tenantId },
    })),
    expiresAt: wireInstant(who.expiresAt),
  })
  return {
    ofActor: (actor: Actor) => tell(actor, actor.assignments),
    /** The answer that begins a session. */
    async begun({ cookies }: Cookies): Promise<Reply> {
      const cookie = cookies.map((text) => text.split(';')[0]).join('; ')
      const identified = await identity.authenticate({ cookie, apiKey: null })
      const who = defined(identified, 'the session just begun')
      const { items } = await roles.assignmentsOf({ userId: who.userId })
      return { body: await tell(who, items), headers: { 'Set-Cookie': cookies } }
    },
  }
}

/** Signing in and out, second factors, passwords and sessions. */
export function sessionActions(dependencies: SessionDependencies): Action[] {
  return [
    ...signInActions(dependencies),
    ...secondFactorActions(dependencies),
    ...ownActions(dependencies),
  ]
}

function signInActions(dependencies: SessionDependencies): Action[] {
  const { identity, letters, wallClock } = dependencies
  const teller = createSessionTeller(dependencies)
  const answer = async ({ cookies, challenge }: SignIn): Promise<Reply> => {
    if (challenge === null) return teller.begun({ cookies })
    const { token, expiresAt } = challenge
    const wanted = { secondFactor: true, challenge: token, expiresAt: formatInstant(expiresAt) }
    return { status: 202, body: wanted }
  }
  return [
    replying('auth.signIn', async ({ body }) => answer(await identity.signIn(body))),
    action('auth.requestCode', async ({ body: { email, language = null } }) => {
      // Whether the address is anybody's is looked up later: the answer and its time do not tell.
      await letters.post({ kind: 'code', email, language, askedAt: wallClock.now() })
      return undefined
    }),
    replying('auth.signInWithCode', async ({ body }) =>
      answer(await identity.signInWithCode(body)),
    ),
    replying('auth.completeSignIn', async ({ body }) =>
      teller.begun(await identity.completeSignIn(body)),
    ),
    replying('auth.signOut', async (_input, call) => {
      const { cookies } = await identity.signOut({ sessionId: actorOf(call).credentialId })
      return { headers: { 'Set-Cookie': cookies } }
    }),
    action('auth.session', (_input, call) => teller.ofActor(actorOf(call))),
  ]
}

function secondFactorActions({ identity, audit }: SessionDependencies): Action[] {
  return [
    action('auth.beginSecondFactor', async ({ body }, call) => {
      const { credentialId: sessionId } = actorOf(call)
      const { secret, uri, recoveryCodes } = await identity.beginSecondFactor({
        sessionId,
        password: body.password ?? null,
      })
      return { secret, uri, recoveryCodes: [...recoveryCodes] }
    }),
    replying('auth.confirmSecondFactor', async ({ body: { code } }, call) => {
      const { userId, credentialId: sessionId } = actorOf(call)
      const { cookies } = await identity.confirmSecondFactor(
        { sessionId, userId, code },
        (transaction) => audit.append(record(call, `users:${userId}`), transaction),
      )
      return { headers: { 'Set-Cookie': cookies } }
    }),
    replying('auth.disableSecondFactor', async ({ body: { code } }, call) => {
      const { userId } = actorOf(call)
      const { cookies } = await identity.disableSecondFactor({ userId, code }, (transaction) =>
        audit.append(record(call, `users:${userId}`), transaction),
      )
      return { headers: { 'Set-Cookie': cookies } }
    }),
  ]
}

function ownActions({ identity, audit }: SessionDependencies): Action[] {
  return [
    replying('auth.changePassword', async ({ body }, call) => {
      const { userId, credentialId: sessionId } = actorOf(call)
      const { currentPassword = null, newPassword } = body
      const { cookies } = await identity.changePassword(
        { sessionId, userId, currentPassword, newPassword },
        (transaction) => audit.append(record(call, `users:${userId}`), transaction),
      )
      return { headers: { 'Set-Cookie': cookies } }
    }),
    action('auth.changeProfile', async ({ body: { name, language } }, call) => {
      const { userId } = actorOf(call)
      const request = { userId, name: name.trim(), language }
      return toWireUser(
        await identity.changeProfile(request, (transaction, change) =>
          audit.append(record(call, `users:${userId}`, change), transaction),
        ),
      )
    }),
    action('auth.listSessions', async (_input, call) => {
      const { userId, credentialId } = actorOf(call)
      const { items } = await identity.listSessions({ userId })
      const sessions = items.map(({ id, createdAt, expiresAt }) => ({
        id,
        createdAt: formatInstant(createdAt),
        expiresAt: formatInstant(expiresAt),
        current: id === credentialId,
      }))
      return { items: sessions }
    }),
    action('auth.endSession', async ({ path: { id } }, call) => {
      const { userId } = actorOf(call)
      await identity.endSession({ userId, id }, (transaction) =>
        audit.append(record(call, `sessions:${id}`), transaction),
      )
      return undefined
    }),
  ]
}
