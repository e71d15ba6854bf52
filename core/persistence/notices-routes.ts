import type { NoticeStore, StoredRoute } from '../flow/notices/ports.ts'
import type { Id } from '../kernel/id.ts'
import { idList, texts } from './columns.ts'
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryOf } from './notices-rows.ts'
import { clientOf } from './sql.ts'

/** Whether an assignment `a` is one of those whom a notice `n` tells. */
const IS_TOLD = `((n.tenant_id IS NOT NULL AND a.role = 'tenant' AND a.tenant_id = n.tenant_id)
  OR (a.role = n.staff_role AND (a.site_id IS NULL OR a.site_id = n.site_id)))`

/** Whether nobody has set a route for the account of a notice `n`. */
const NONE_SET = `NOT EXISTS (SELECT FROM notice_route s
  WHERE s.account_id = n.account_id AND s.enabled AND NOT s.automatic)`

const ADD_DEFAULTS = `
WITH default_channel AS (
  SELECT c.id, c.site_id, d.takes
  FROM unnest($2::bigint[], $3::text[]) AS d (id, takes) JOIN connection c ON c.id = d.id
), known AS (
  SELECT n.site_id, n.account_id, n.staff_role, 'email' AS kind, jsonb_build_object('email', t.email) AS address
  FROM notice n JOIN tenant t ON t.id = n.tenant_id
  WHERE n.id = ANY ($1::bigint[]) AND t.email IS NOT NULL AND ${NONE_SET}
  UNION
  SELECT n.site_id, n.account_id, n.staff_role, 'userId', jsonb_build_object('userId', a.user_id)
  FROM notice n JOIN role_assignment a ON ${IS_TOLD} WHERE n.id = ANY ($1::bigint[])
)
INSERT INTO notice_route (site_id, account_id, staff_role, connection_id, address, rank, automatic)
SELECT k.site_id, k.account_id, k.staff_role, d.id, k.address, 1, true
FROM known k JOIN default_channel d ON d.site_id = k.site_id AND d.takes = k.kind
ORDER BY k.account_id, k.staff_role, d.id, k.address
ON CONFLICT DO NOTHING`

/**
 * A route to a user holds while they have the role; an automatic one, while it is the default and
 * its address is known.
 */
const ROUTES = `
SELECT r.id, n.id AS notice_id, r.connection_id, r.address, r.rank
FROM notice n JOIN notice_route r ON r.site_id = n.site_id
  AND (r.account_id = n.account_id OR r.staff_role = n.staff_role)
JOIN connection c ON c.id = r.connection_id
WHERE n.id = ANY ($1::bigint[]) AND r.enabled AND c.enabled
  AND (NOT r.address ? 'userId' OR EXISTS (
    SELECT FROM role_assignment a WHERE a.user_id = r.address ->> 'userId' AND ${IS_TOLD}))
  AND (NOT r.automatic OR (r.connection_id = ANY ($2::bigint[]) AND (r.address ? 'userId' OR (${NONE_SET}
    AND EXISTS (SELECT FROM tenant t WHERE t.id = n.tenant_id AND t.email = r.address ->> 'email')))))
ORDER BY n.id, r.rank, r.id`

const DELIVERIES = `
SELECT ${DELIVERY_COLUMNS} FROM notice_delivery d WHERE d.notice_id = ANY ($1::bigint[]) ORDER BY d.id`

interface RouteRow {
  readonly id: Id
  readonly notice_id: Id
  readonly connection_id: Id
  readonly address: StoredRoute['address']
  readonly rank: number
}

/** The part of the notices' store that concerns the ways to people. */
export const noticeRoutes: Pick<NoticeStore, 'channelsAt' | 'addDefaultRoutes' | 'waysOf'> = {
  async channelsAt({ siteIds, transaction }) {
    const { rows } = await clientOf(transaction).query<{
      connectionId: Id
      siteId: Id
      type: string
    }>({
      text: `SELECT id AS "connectionId", site_id AS "siteId", type FROM connection
        WHERE extension_point = 'notificationChannels' AND enabled AND site_id = ANY ($1::bigint[])
        ORDER BY connection.id`,
      values: [idList(siteIds)],
    })
    return rows
  },
  async addDefaultRoutes({ noticeIds, defaults, transaction }) {
    if (defaults.length === 0) return
    const ids = idList(defaults.map(({ connectionId }) => connectionId))
    await clientOf(transaction).query({
      text: ADD_DEFAULTS,
      values: [idList(noticeIds), ids, texts(defaults, ({ takes }) => takes)],
    })
  },
  async waysOf({ notices, defaults, transaction }) {
    const client = clientOf(transaction)
    const ids = idList(notices.map(({ noticeId }) => noticeId))
    const defaultIds = idList(defaults.map(({ connectionId }) => connectionId))
    const routes = await client.query<RouteRow>({ text: ROUTES, values: [ids, defaultIds] })
    const deliveries = await client.query<DeliveryRow>({ text: DELIVERIES, values: [ids] })
    const routesOf = Map.groupBy(routes.rows, (row) => row.notice_id)
    const deliveriesOf = Map.groupBy(deliveries.rows, (row) => row.notice_id)
    return notices.map((notice) => ({
      notice,
      routes: (routesOf.get(notice.noticeId) ?? []).map(routeOf),
      deliveries: (deliveriesOf.get(notice.noticeId) ?? []).map(deliveryOf),
    }))
  },
}

function routeOf({ id, connection_id, address, rank }: RouteRow): StoredRoute {
  return Object.freeze({ routeId: id, connectionId: connection_id, address, rank })
}
