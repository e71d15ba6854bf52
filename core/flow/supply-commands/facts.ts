import type { Id } from '../../kernel/id.ts'
import type { FactDraft } from '../facts/ports.ts'
import type { RegistryStore } from '../registry/ports.ts'

/** What listeners are told of a command, by its operation. */
const TYPES: Readonly<Record<string, string>> = Object.freeze({
  'supplyOrders.create': 'supply-ordered',
  'supplyOrders.end': 'supply-order-ended',
  'supplyLockOuts.create': 'supply-locked-out',
  'supplyLockOuts.release': 'supply-lock-out-released',
  'supplyProtections.create': 'supply-protected',
  'supplyProtections.end': 'supply-protection-ended',
  'disputes.create': 'supply-dispute-opened',
  'disputes.close': 'supply-dispute-closed',
  'paymentPlans.create': 'supply-plan-agreed',
  'paymentPlans.keep': 'supply-plan-kept',
  'paymentPlans.end': 'supply-plan-ended',
  'debtEpisodes.approve': 'supply-cut-approved',
  'debtEpisodes.refuse': 'supply-cut-refused',
  'guardHolds.create': 'supply-hold-set',
  'guardHolds.release': 'supply-hold-released',
  'guardQuarantine.release': 'supply-quarantine-released',
})

/** A command that was done. */
export interface CommandDone {
  readonly operation: string
  /** Null: at all sites. */
  readonly siteId: Id | null
  readonly id: Id
  readonly supplyPointId: Id | null
  readonly accountId: Id | null
}

/** For staff of the site; of what is done to all of them, one for each, so that everybody there hears of it. */
export async function factsOf(
  store: Pick<RegistryStore, 'list'>,
  { operation, siteId, id, supplyPointId, accountId }: CommandDone,
): Promise<readonly FactDraft[]> {
  const type = TYPES[operation]
  if (type === undefined) return []
  const data = { id, supplyPointId, accountId, everywhere: siteId === null }
  const siteIds = siteId === null ? await allSites(store) : [siteId]
  return siteIds.map((each) => ({ siteId: each, tenantId: null, topic: 'supply', type, data }))
}

const MOST_SITES = 10_000

async function allSites(store: Pick<RegistryStore, 'list'>): Promise<readonly Id[]> {
  const { rows } = await store.list({
    ...{
      resource: 'sites',
      grants: null,
      userId: null,
      filter: {},
      search: null,
      archived: false,
      after: null,
    },
    sort: { field: 'id', descending: false },
    limit: MOST_SITES,
  })
  return rows.map(({ id }) => String(id))
}
