import { computed, shallowReactive } from 'vue'
import type { Account, Site } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { session } from '../../shared/session.ts'
import { forgetLastSeen, lastSeen } from '../offline/last-seen.ts'

const KEPT_AS = 'busbar.portal.account'
const MOST = 100

interface State {
  /** `stale`: from what was last seen, for there is no connection. */
  status: 'unknown' | 'known' | 'stale'
  items: readonly Account[]
  sites: readonly Site[]
  chosenId: string | null
}

const state = shallowReactive<State>({ status: 'unknown', items: [], sites: [], chosenId: null })

function take(items: readonly Account[], sites: readonly Site[], status: State['status']): void {
  const kept = localStorage.getItem(KEPT_AS)
  const chosen = items.find(({ id }) => id === kept) ?? items[0]
  Object.assign(state, { items, sites, status, chosenId: chosen?.id ?? null })
}

/** The tenant's accounts, and the one that the pages are about. */
export const accounts = {
  state: state as Readonly<State>,

  chosen: computed(() => state.items.find(({ id }) => id === state.chosenId) ?? null),

  /** The site of the chosen account; null where it is not known, as without a connection. */
  site: computed(() => {
    const account = state.items.find(({ id }) => id === state.chosenId)
    return state.sites.find(({ id }) => id === account?.siteId) ?? null
  }),

  choose(id: string): void {
    state.chosenId = id
    localStorage.setItem(KEPT_AS, id)
  },

  /** @throws TypeError where the server cannot be reached and nothing was seen before */
  async load(): Promise<void> {
    if (state.status === 'known') return
    const page = { params: { query: { limit: MOST } } }
    const [items, sites] = await Promise.all([
      dataOf(api.GET('/api/v1/accounts', page)),
      dataOf(api.GET('/api/v1/sites', page)),
    ])
    const open = items.items.filter(({ state: stands }) => stands !== 'closed')
    take(open.length > 0 ? open : items.items, sites.items, 'known')
  },

  /** Falls back to what was last seen; false where nothing was. */
  recall(): boolean {
    const seen = lastSeen()
    if (seen === null) return false
    take(seen.accounts, [], 'stale')
    return true
  },

  /** Somebody else may sign in next. */
  forget(): void {
    Object.assign(state, { status: 'unknown', items: [], sites: [], chosenId: null })
    localStorage.removeItem(KEPT_AS)
    forgetLastSeen()
  },
}

/** What an account is called: its code, and the building where there are several. */
export function nameOf(account: Account): string {
  const site = state.sites.find(({ id }) => id === account.siteId)
  return state.sites.length > 1 && site !== undefined
    ? `${account.code} · ${site.name}`
    : account.code
}

/** Whether the portal is for them: it shows one tenant's accounts. */
export const isTenant = computed(() => session.has('tenant'))
