import type { Log, OutgoingNotice } from '../../contracts/index.ts'
import { renderCode, renderInvitation } from '../../domain/notices/letters.ts'
import type { RenderedNotice } from '../../domain/notices/render.ts'
import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, MINUTE_MS } from '../../kernel/instant.ts'
import type { Identity, RoleStore } from '../identity/ports.ts'
import { invitationLink, signInLink } from './links.ts'
import type { Letter, LetterChannels, LetterStore } from './ports.ts'

export interface LetterContext {
  readonly identity: Pick<Identity, 'findUser' | 'createCode'>
  readonly roles: Pick<RoleStore, 'assignmentsOf'>
  readonly store: LetterStore
  readonly channels: LetterChannels
  readonly publicUrl: () => string
  readonly wallClock: Clock
  readonly log: Log
}

/** How long a code works, and how old the wish for one may be. */
const CODE_MINUTES = 10
const SAMPLE = Object.freeze({ email: 'somebody@example.com' })

/** A letter as it goes out. */
interface Outgoing {
  readonly to: string
  /** Null: all. */
  readonly siteIds: readonly Id[] | null
  /** Whose staff is told where it does not go out. */
  readonly siteId: Id | null
  /** Asked for once there is a channel. */
  text(): Promise<RenderedNotice>
}

/**
 * Sends a letter by the first channel of the person's sites that takes an e-mail address and sends it. Whoever is
 * unknown, shut out or invited no more gets none.
 * @param request.deliveryId the same for every attempt that sends the same text
 * @param request.last no further attempt follows: what fails is told the staff
 * @throws `channel-unavailable` where it is to be tried again
 */
export async function deliverLetter(
  context: LetterContext,
  request: { readonly letter: Letter; readonly deliveryId: string; readonly last: boolean },
): Promise<void> {
  const { letter, deliveryId, last } = request
  const outgoing =
    letter.kind === 'code' ? await ofCode(context, letter) : await ofInvitation(context, letter)
  if (outgoing === null) return
  const { store, log } = context
  const { siteId } = outgoing
  const failure = await send(context, outgoing, deliveryId)
  if (failure === null) return store.closeRepair({ siteId })
  if (failure.retryable && !last)
    throw busbarError('channel-unavailable', { detail: failure.reason })
  log.warn('A letter that lets somebody in was not sent.', {
    letter: letter.kind,
    siteId: siteId ?? '',
    reason: failure.reason,
  })
  await store.openRepair({ siteId, letter: letter.kind, reason: failure.reason })
}

async function ofCode(
  { identity, roles, store, publicUrl, wallClock }: LetterContext,
  { email, language, askedAt }: Extract<Letter, { kind: 'code' }>,
): Promise<Outgoing | null> {
  // Who asked so long ago does not wait for it any more.
  if (wallClock.now() - askedAt > CODE_MINUTES * MINUTE_MS) return null
  // For whom there is nobody too: else a guess would take less time where no code is.
  const { code } = await identity.createCode({ email })
  const user = await identity.findUser({ email })
  if (user === null || user.disabledAt !== null) return null
  const { items } = await roles.assignmentsOf({ userId: user.id })
  const own = [...new Set(items.flatMap(({ siteId }) => siteId ?? []))]
  // Whoever has no role yet is nobody's in particular.
  const everywhere = own.length === 0 || items.some(({ siteId }) => siteId === null)
  const siteIds = everywhere ? null : own
  return {
    to: user.email,
    siteIds,
    siteId: everywhere ? null : (own[0] ?? null),
    async text() {
      const known = language ?? user.language ?? (await store.languageAt({ siteIds }))
      const link = signInLink(publicUrl(), { email: user.email, code })
      return renderCode({ code, link, minutes: CODE_MINUTES, language: known ?? 'en' })
    },
  }
}

async function ofInvitation(
  { store, publicUrl }: LetterContext,
  { invitationId, token }: Extract<Letter, { kind: 'invitation' }>,
): Promise<Outgoing | null> {
  const found = await store.invitation({ id: invitationId })
  if (found === null) return null
  const { email, siteId, role, ...told } = found
  const link = invitationLink(publicUrl(), { role, token })
  return {
    to: email,
    siteIds: siteId === null ? null : [siteId],
    siteId,
    text: async () => renderInvitation({ ...told, link }),
  }
}

/** Null where it was sent. */
async function send(
  { store, channels, log }: LetterContext,
  { to, siteIds, text }: Outgoing,
  deliveryId: string,
): Promise<{ readonly retryable: boolean; readonly reason: string } | null> {
  const all = await store.channels({ siteIds })
  const mailing = all.filter(
    ({ type }) => channels.judgeAddress({ type, address: SAMPLE })?.ok === true,
  )
  let failure = { retryable: false, reason: 'No notification channel here sends e-mail.' }
  if (mailing.length === 0) return failure
  const notice: OutgoingNotice = {
    ...{ deliveryId, address: { email: to }, urgency: 'high' },
    ...(await text()),
  }
  for (const { connectionId } of mailing) {
    try {
      const { items } = await channels.send({ connectionId, notices: [notice] })
      const [item] = items
      if (item?.outcome === 'sent') return null
      failure = {
        retryable: item?.retryable ?? true,
        reason: item?.detail ?? 'The channel gave no result.',
      }
    } catch (thrown) {
      failure = { retryable: true, reason: errorMessage(thrown) }
    }
    log.info('A channel did not take a letter.', { connectionId, reason: failure.reason })
  }
  return failure
}
