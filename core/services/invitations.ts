import type { Identity } from '../flow/identity/ports.ts'
import {
  acceptInvitation,
  type InvitationContext,
  invite,
  revokeInvitation,
} from '../flow/invitations/invitations.ts'
import type { Invitation } from '../flow/invitations/ports.ts'
import { formatInstant } from '../kernel/instant.ts'
import { type Action, action, replying } from './define.ts'
import { actorOf, createSessionTeller, wireInstant } from './sessions.ts'

export type InvitationDependencies = Omit<InvitationContext, 'identity'> & {
  readonly identity: Identity
}

const EXPIRES_IN_DAYS = 7

/** Inviting people, taking that back, and accepting. Lists are the registry's. */
export function invitationActions(dependencies: InvitationDependencies): Action[] {
  const teller = createSessionTeller(dependencies)
  return [
    action('invitations.create', async ({ body }, call) => {
      const { email, role, siteId = null, tenantId = null, language = null } = body
      const { userId, assignments } = actorOf(call)
      const { invitation, link } = await invite(dependencies, {
        draft: { email, role, siteId, tenantId, language },
        expiresInDays: body.expiresInDays ?? EXPIRES_IN_DAYS,
        by: { userId, assignments },
        actor: call.auditActor,
      })
      return { ...toWire(invitation), link }
    }),
    action('invitations.revoke', async ({ path: { id } }, call) => {
      const { assignments } = actorOf(call)
      const actor = call.auditActor
      return toWire(await revokeInvitation(dependencies, { id, assignments, actor }))
    }),
    replying('invitations.accept', async ({ body }, { caller }) => {
      const { token, name, password = null } = body
      const { actor, ip } = caller
      const signedIn = actor?.via === 'session' ? actor : null
      const userId = signedIn?.userId ?? null
      const accepted = await acceptInvitation(dependencies, { token, name, password, userId, ip })
      if (accepted.cookies.length > 0 || signedIn === null) return teller.begun(accepted)
      const { items } = await dependencies.roles.assignmentsOf({ userId: accepted.userId })
      return { body: await teller.ofActor({ ...signedIn, assignments: items }) }
    }),
  ]
}

function toWire({ createdAt, expiresAt, acceptedAt, revokedAt, ...told }: Invitation) {
  return {
    ...told,
    createdAt: formatInstant(createdAt),
    expiresAt: formatInstant(expiresAt),
    acceptedAt: wireInstant(acceptedAt),
    revokedAt: wireInstant(revokedAt),
  }
}
