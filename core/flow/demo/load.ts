import { busbarError } from '../../kernel/error.ts'
import type { AuditActor } from '../audit/ports.ts'
import { once } from '../command-keys/once.ts'
import type { CommandKeyStore } from '../command-keys/ports.ts'
import type { FactLog } from '../facts/ports.ts'
import type { RoleAssignment } from '../identity/ports.ts'
import { type InvitationContext, invite } from '../invitations/invitations.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { DemoReads, DemoRunner, DemoStanding } from './ports.ts'

type Transact = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>

export interface DemoContext extends DemoReads, InvitationContext {
  readonly keys: CommandKeyStore
  readonly transact: Transact
}

const NOTHING = { step: null, detail: null, logins: [] } as const
const INVITED_FOR_DAYS = 7

/** How it stands; it is offered while there is no site, for it cannot be told from what is somebody's own. */
export async function demoStanding({ runner, reads }: DemoReads): Promise<DemoStanding> {
  const standing = runner?.standing() ?? null
  if (standing !== null && standing.state !== 'idle') return { ...standing, state: standing.state }
  const empty = standing !== null && (await reads.setupCounts()).site === 0
  return { ...NOTHING, state: empty ? 'offered' : 'absent' }
}

/**
 * Loads the demo building: its owner is invited by whoever asks, and it sets itself up over the API as anybody would.
 * @throws `demo-not-offered`, `demo-site-exists`, `idempotency-key-reused`
 */
export async function loadDemo(
  context: DemoContext,
  request: {
    readonly key: string
    readonly body: object
    readonly by: { readonly userId: string; readonly assignments: readonly RoleAssignment[] }
    readonly actor: AuditActor
  },
): Promise<DemoStanding> {
  const { runner, keys, transact, audit } = context
  const { key, body, by, actor } = request
  if (runner === null) throw busbarError('demo-not-offered')
  let isNew = false
  const operation = 'setup.loadDemo'
  await transact((transaction) =>
    once(keys, transaction, { actor: by.userId, key, body: { operation, ...body } }, async () => {
      const { state } = await demoStanding(context)
      if (state === 'absent') throw busbarError('demo-site-exists')
      isNew = true
      const subject = 'setup:demo'
      const line = { actor, operation, subject, siteId: null, outcome: 'done' as const }
      await audit.append({ ...line, before: { state }, after: { state: 'loading' } }, transaction)
      return {}
    }),
  )
  // A repeated command begins only what was never begun: the process may have ended between commit and beginning.
  if (isNew || (await demoStanding(context)).state === 'offered')
    await runner.begin({ invite: ({ email }) => inviteOwner(context, { email, by, actor }) })
  return demoStanding(context)
}

async function inviteOwner(
  context: InvitationContext,
  { email, ...who }: Pick<Parameters<typeof invite>[1], 'by' | 'actor'> & { email: string },
): Promise<string> {
  const everywhere = { role: 'owner', siteId: null, tenantId: null, language: null } as const
  const draft = { email, ...everywhere }
  const { link } = await invite(context, { ...who, draft, expiresInDays: INVITED_FOR_DAYS })
  return new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? ''
}

/** Tells owners who listen of each change. */
export function tellOfDemo({
  runner,
  facts,
  transact,
  failed,
}: {
  readonly runner: DemoRunner | null
  readonly facts: FactLog
  readonly transact: Transact
  readonly failed: (thrown: unknown) => void
}): void {
  runner?.onChange(() => {
    const { state, step } = runner.standing()
    const scope = { siteId: null, tenantId: null, topic: 'setup', type: 'demo-changed' }
    const told = [{ ...scope, data: { state, step } }]
    transact((transaction) => facts.append(told, transaction)).catch(failed)
  })
}
