import { ref } from 'vue'
import type { Site } from '../../core/generated/api.ts'
import { api, dataOf } from '../shared/api/client.ts'

const KEPT_AS = 'busbar.site'

/** Sites that the caller may see. */
export const sites = ref<readonly Site[]>([])

/** Id of the site that pages are about; null: all of them. */
export const siteId = ref<string | null>(localStorage.getItem(KEPT_AS))

export function chooseSite(id: string | null): void {
  siteId.value = id
  if (id === null) localStorage.removeItem(KEPT_AS)
  else localStorage.setItem(KEPT_AS, id)
}

/** Reads the sites; a choice that is no longer among them falls back to all. */
export async function loadSites(): Promise<void> {
  const { items } = await dataOf(
    api.GET('/api/v1/sites', { params: { query: { limit: 500, sort: 'name' } } }),
  )
  sites.value = items
  if (!items.some(({ id }) => id === siteId.value)) chooseSite(null)
}

/** Zone and currency of the site that a form is about, as far as it is known. */
export function placeOf(id: unknown): { timeZone?: string; currency?: string } {
  const site = siteOf(typeof id === 'string' ? id : siteId.value)
  return site === undefined ? {} : { timeZone: site.timeZone, currency: site.currency }
}

export const siteOf = (id: string | null | undefined): Site | undefined =>
  sites.value.find((site) => site.id === id)
