import { createHash, randomBytes } from 'node:crypto'
import { busbarError } from '../../kernel/error.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import type { Identity, RoleStore, User } from './ports.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * The token of the one-time link of an instance that nobody owns; null where somebody does. Each call voids the token
 * of the call before: print it at every start.
 */
export async function prepareSetup({
  roles,
}: {
  readonly roles: RoleStore
}): Promise<{ readonly token: string } | null> {
  if (!(await roles.isOwnerless())) return null
  const token = randomBytes(24).toString('base64url')
  await roles.keepSetupToken({ hash: hashOf(token) })
  return { token }
}

export interface SetupContext {
  readonly roles: RoleStore
  readonly identity: Identity
  readonly audit: AuditLog
}

export interface NewPerson {
  readonly email: string
  readonly name: string
  readonly password: string
}

/**
 * Makes the first owner. The token is used up whatever follows; the next start prints another one while nobody owns
 * the instance.
 * @throws `setup-refused`, `already-exists`
 */
export async function makeFirstOwner(
  { roles, identity, audit }: SetupContext,
  request: NewPerson & { readonly token: string; readonly actor: AuditActor },
): Promise<User> {
  const { token, actor, ...person } = request
  if (!(await roles.claimSetupToken({ hash: hashOf(token) }))) throw busbarError('setup-refused')
  const user = await identity.createUser(person, (transaction, made) =>
    audit.append(
      {
        actor: { userId: made.id, name: made.email, ip: actor.ip },
        operation: 'setup.owner',
        outcome: 'done',
        siteId: null,
        subject: `users:${made.id}`,
        after: made,
      },
      transaction,
    ),
  )
  const everywhere = { role: 'owner', siteId: null, tenantId: null } as const
  await roles.assign({ userId: user.id, ...everywhere }, (transaction, after) =>
    audit.append(
      {
        actor: { userId: user.id, name: user.email, ip: actor.ip },
        operation: 'setup.owner',
        outcome: 'done',
        siteId: null,
        subject: `roleAssignments:${after.id}`,
        after,
      },
      transaction,
    ),
  )
  return user
}
