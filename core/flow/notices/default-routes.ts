import type { JsonObject } from '../../contracts/index.ts'
import type { Transaction } from '../ledger/ports.ts'
import type {
  DefaultChannel,
  KnownAddress,
  NoticeChannels,
  NoticeStore,
  StoredNotice,
} from './ports.ts'

/** What a channel's address schema is asked with, to learn which addresses it takes. */
const SAMPLES: Readonly<Record<KnownAddress, JsonObject>> = Object.freeze({
  email: { email: 'somebody@example.com' },
  userId: { userId: 'user' },
})

/**
 * How people are reached whose routes nobody has set, in one rule: a tenant's own e-mail address on
 * the site's first channel that takes `{ email }`, and each user of the tenant, or of the staff who
 * are told, on the site's first channel that takes `{ userId }`. A route that somebody sets for an
 * account replaces the e-mail address; users keep theirs. Such routes are made when a notice is
 * planned, hold only as long as the address and the role do, and stay off once switched off.
 */
export async function defaultChannels(
  notices: readonly StoredNotice[],
  {
    store,
    channels,
  }: { readonly store: NoticeStore; readonly channels: Pick<NoticeChannels, 'judgeAddress'> },
  transaction: Transaction,
): Promise<readonly DefaultChannel[]> {
  const siteIds = [...new Set(notices.map(({ siteId }) => siteId))]
  const connections = await store.channelsAt({ siteIds, transaction })
  const takes = ({ type }: { readonly type: string }, kind: KnownAddress) =>
    channels.judgeAddress({ type, address: SAMPLES[kind] })?.ok === true
  return siteIds.flatMap((siteId) => {
    const own = connections.filter((connection) => connection.siteId === siteId)
    return (['email', 'userId'] as const).flatMap((kind): DefaultChannel[] => {
      const first = own.find((connection) => takes(connection, kind))
      return first === undefined ? [] : [{ connectionId: first.connectionId, takes: kind }]
    })
  })
}
