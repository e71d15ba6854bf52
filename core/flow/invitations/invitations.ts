import { createHash, randomBytes } from 'node:crypto'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS } from '../../kernel/instant.ts'
import type { AuditActor } from '../audit/ports.ts'
import type { Cookies, Identity, RoleAssignment, RoleStore } from '../identity/ports.ts'
import { mayGrant, type RolesContext, refuseUnfitTenant } from '../identity/roles.ts'
import type { Transaction } from '../ledger/ports.ts'
import { invitationLink } from '../letters/links.ts'
import type { LetterBox } from '../letters/ports.ts'
import type { Invitation, InvitationStore } from './ports.ts'

export interface InvitationContext extends RolesContext {
  readonly invitations: InvitationStore
  readonly identity: Pick<Identity, 'findUser' | 'createUser' | 'startSession'>
  readonly roles: RoleStore
  readonly letters: LetterBox
  /** Invitations run by the wall clock. */
  readonly wallClock: Clock
  readonly publicUrl: () => string
}

const makeToken = () => randomBytes(24).toString('base64url')
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Invites somebody to a role: a link goes by e-mail, another is told to who invites.
 * @throws `forbidden` for a role that they may not give there; `validation-failed` where role and tenant do not go
 *   together
 */
export async function invite(
  context: InvitationContext,
  request: {
    readonly draft: Pick<Invitation, 'email' | 'role' | 'siteId' | 'tenantId' | 'language'>
    readonly expiresInDays: number
    readonly by: { readonly userId: string; readonly assignments: readonly RoleAssignment[] }
    readonly actor: AuditActor
  },
): Promise<{ readonly invitation: Invitation; readonly link: string }> {
  const { invitations, letters, audit, store, wallClock, publicUrl } = context
  const { draft, expiresInDays, by, actor } = request
  refuseUngrantable(by.assignments, draft)
  await refuseUnfitTenant(store, draft)
  const link = makeToken()
  const mailed = makeToken()
  const invitation = await invitations.insert(
    {
      ...draft,
      email: draft.email.toLowerCase(),
      invitedBy: by.userId,
      expiresAt: wallClock.now() + expiresInDays * DAY_MS,
      linkHash: hashOf(link),
      mailHash: hashOf(mailed),
    },
    async (transaction, after) => {
      await audit.append(line('invitations.create', actor, after, { after }), transaction)
      const letter = { kind: 'invitation', invitationId: after.id, token: mailed } as const
      await letters.post(letter, transaction)
    },
  )
  return { invitation, link: invitationLink(publicUrl(), { role: draft.role, token: link }) }
}

/** @throws `forbidden` for a role that they may not give; `invitation-settled` */
export async function revokeInvitation(
  { invitations, audit, wallClock }: InvitationContext,
  request: {
    readonly id: Id
    readonly assignments: readonly RoleAssignment[]
    readonly actor: AuditActor
  },
): Promise<Invitation> {
  const { id, assignments, actor } = request
  const before = await invitations.get({ id })
  if (before === null) throw busbarError('not-found')
  refuseUngrantable(assignments, before)
  const after = await invitations.revoke({ id, now: wallClock.now() }, (transaction, revoked) =>
    audit.append(
      line('invitations.revoke', actor, revoked, { before, after: revoked }),
      transaction,
    ),
  )
  if (after === null) throw busbarError('invitation-settled')
  return after
}

/**
 * Accepts: makes the user, gives them the role and signs them in. Who invites knows a link too, so it opens no account
 * that is there already, and the address counts as proven by the e-mailed link alone.
 * @throws `invitation-refused`, `invitation-needs-sign-in`
 */
export async function acceptInvitation(
  context: InvitationContext,
  request: {
    readonly token: string
    readonly name: string
    readonly password: string | null
    /** Who is signed in; null: nobody. */
    readonly userId: string | null
    readonly ip: string | null
  },
): Promise<Cookies & { readonly userId: string }> {
  const { invitations, identity, roles, wallClock } = context
  const { token, name, password, userId, ip } = request
  const hash = hashOf(token)
  const found = await invitations.findOpen({ hash, now: wallClock.now() })
  if (found === null) throw busbarError('invitation-refused')
  const { invitation, mailed } = found
  const { items } = await roles.assignmentsOf({ userId: invitation.invitedBy })
  // Who invited may have lost the right to meanwhile.
  if (!mayGrant(items, invitation)) throw busbarError('invitation-refused')
  const { email, language } = invitation
  const existing = await identity.findUser({ email })
  if (existing !== null) {
    if (existing.id !== userId) throw busbarError('invitation-needs-sign-in')
    await invitations.transaction((transaction) =>
      settle(context, { invitation, user: existing, ip, transaction }),
    )
    return { userId, cookies: [] }
  }
  const made = await identity.createUser(
    { email, name, password, language, proven: mailed },
    (transaction, user) => settle(context, { invitation, user, ip, transaction }),
  )
  return { userId: made.id, ...(await identity.startSession({ userId: made.id })) }
}

/** Uses an invitation up and gives its role, in one transaction. @throws `invitation-refused` */
async function settle(
  { invitations, roles, audit, wallClock }: InvitationContext,
  request: {
    readonly invitation: Invitation
    readonly user: { readonly id: string; readonly email: string }
    readonly ip: string | null
    readonly transaction: Transaction
  },
): Promise<void> {
  const { invitation, user, ip, transaction } = request
  const { id, role, siteId, tenantId } = invitation
  const now = wallClock.now()
  if (!(await invitations.accept({ id, userId: user.id, now, transaction })))
    throw busbarError('invitation-refused')
  const draft = { userId: user.id, role, siteId, tenantId }
  const assignment = await roles.assignWithin({ draft, transaction })
  const actor = { userId: user.id, name: user.email, ip }
  const after = { userId: user.id, assignmentId: assignment?.id ?? null }
  await audit.append(line('invitations.accept', actor, invitation, { after }), transaction)
}

function refuseUngrantable(
  assignments: readonly RoleAssignment[],
  draft: Pick<Invitation, 'role' | 'siteId' | 'tenantId'>,
): void {
  if (mayGrant(assignments, draft)) return
  const detail = `You may not give the role ${draft.role} there: ask an owner.`
  throw busbarError('forbidden', { detail })
}

function line(
  operation: string,
  actor: AuditActor,
  { id, siteId }: Invitation,
  change: { readonly before?: unknown; readonly after?: unknown },
) {
  return {
    ...{ actor, operation, siteId, subject: `invitations:${id}`, outcome: 'done' as const },
    ...change,
  }
}
