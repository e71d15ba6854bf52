import type { Dashboard } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'

const MOST = 500

/** The caller's own dashboards and those that are shared with them, by title. */
export async function allDashboards(): Promise<readonly Dashboard[]> {
  const query = { limit: MOST, sort: 'title' } as const
  return (await dataOf(api.GET('/api/v1/dashboards', { params: { query } }))).items
}

export const addressOf = ({ id }: Pick<Dashboard, 'id'>): string => `/dashboards/${id}`

type NewDashboard = Pick<Dashboard, 'title'> & Partial<Dashboard>
const LONGEST_TITLE = 200

/** @throws ApiError */
export async function create(fields: NewDashboard): Promise<Dashboard> {
  const { siteId = null, title, shared = false, widgets = [] } = fields
  const body = { siteId, title, shared, widgets }
  return dataOf(api.POST('/api/v1/dashboards', { body }))
}

/** The same once more, one's own alone; answers where it is. @throws ApiError */
export async function duplicate(
  { siteId, title, widgets }: Dashboard,
  t: (key: string, params: Readonly<Record<string, string>>) => string,
): Promise<string> {
  const name = t('admin-dashboards.copyOf', { title }).slice(0, LONGEST_TITLE)
  return addressOf(await create({ siteId, title: name, widgets }))
}
