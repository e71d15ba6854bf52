import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Service } from 'moleculer'
import { Pool } from 'pg'
import { expect } from 'vitest'
import { handlerOf, type RequestHandler } from '../../core/http/gateway.ts'
import { withPages } from '../../core/http/pages.ts'
import { startHttpServer } from '../../core/http/server.ts'
import { startChannelProcess } from '../../plugins/payment-sandbox/channel/process.ts'
import { openAnalyticsHouse } from '../http/analytics-house.ts'
import type { Api } from '../http/api.ts'
import { type Building, makeBuilding } from '../http/building.ts'
import { noticesOf, spendingOf } from '../http/commands.ts'
import { PAGES } from './browser.ts'

const MERCHANT = 'house'
const SECRET = 'merchant-secret-0123456789'

export type PortalHouse = Awaited<ReturnType<typeof openPortalHouse>>

/**
 * A metered tenant in debt, with a channel that takes money, an inbox and two accounts, a stranger elsewhere, and the
 * built pages served beside the real API.
 */
export async function openPortalHouse({
  around = (next) => next,
}: {
  /** Stands before what is served. */
  readonly around?: (next: RequestHandler) => RequestHandler
} = {}) {
  const house = await openAnalyticsHouse()
  const { api, owner, building, made } = house
  const { siteId } = building
  const folder = mkdtempSync(join(tmpdir(), 'busbar-portal-'))
  const channel = await startChannelProcess({
    journalPath: join(folder, 'journal'),
    adminSecret: 'admin-secret-0123456789',
    merchants: [{ merchantId: MERCHANT, secret: SECRET }],
    retryDelaysMs: Array.from({ length: 50 }, () => 100),
  })
  const connect = (extensionPoint: string, type: string, pluginId: string, config: object) =>
    made('connections', { siteId, pluginId, extensionPoint, type, name: `${type} 1`, config })
  await connect('paymentProviders', 'sandbox', 'payment-sandbox', {
    ...{ baseUrl: channel.url, merchantId: MERCHANT, secret: SECRET, timeoutMs: 2_000 },
  })
  const deskId = await connect('paymentProviders', 'cash', 'payment-cash', { deskCode: 'LOBBY1' })
  await connect('notificationChannels', 'inbox', 'notify-inbox', {})
  await api.payments.start()
  const notices = noticesOf(api.parts)
  const spending = spendingOf(api.parts)
  await notices.start()
  spending.start()

  const supplyPointId = await supplied(api, building, made)
  const far = await makeBuilding(owner, 'far')
  const { tenantId, contractId } = building
  const limits = { currency: 'CNY', lowBalance: '5', veryLowBalance: '1' }
  await made('accounts', { siteId, contractId: await secondContract(), code: 'A-2', ...limits })
  async function secondContract() {
    const fromAt = '2026-01-01T00:00:00Z'
    return made('contracts', { siteId, tenantId, code: 'C-2', fromAt })
  }
  const stranger = await api.person([
    { role: 'tenant', siteId: far.siteId, tenantId: far.tenantId },
  ])
  const manager = await api.person([{ role: 'manager', siteId }])

  const gateway = api.broker.getLocalService('gateway') as Service
  const server = await startHttpServer({
    handler: around(withPages({ folder: PAGES, next: handlerOf(gateway) })),
    ...{ host: '127.0.0.1', port: 0, https: false },
  })
  return {
    ...{ ...house, contractId, deskId, stranger, manager, far, supplyPointId },
    url: `http://127.0.0.1:${server.port}`,
    dist: PAGES,
    async stop() {
      await server.drain({ timeoutMs: 2_000 })
      await Promise.all([notices.stop(), spending.stop()])
      await api.stop()
      await channel.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** A relay before the metered point, off since the account is in debt. No driver is installed for it. */
async function supplied(
  { pool, database }: Api,
  { siteId, meterId, pointId }: Building,
  made: (path: string, body: object) => Promise<string>,
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `WITH line AS (
       INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
       VALUES ($1, 'driver-x', 'meterDrivers', 'x', 'relays', '{}') RETURNING id
     )
     INSERT INTO point (connection_id, meter_id, role, address) SELECT id, $2, 'relay', '{}' FROM line
     RETURNING id::text`,
    [siteId, meterId],
  )
  const relayPointId = rows[0]?.id
  const id = await made('supply-points', { siteId, meteringPointId: pointId, relayPointId })
  await stateOf(database.ownerUrl, id, 'off')
  return id
}

/** Sets what the loop that reconciles supply would find: no relay stands behind it here. */
export async function stateOf(url: string, supplyPointId: string, state: 'on' | 'off') {
  const pool = new Pool({ connectionString: url, max: 1 })
  const { rowCount } = await pool.query(
    'UPDATE supply_point SET desired = $2, reported = $2, verified = $2, state = $2 WHERE id = $1',
    [supplyPointId, state],
  )
  await pool.end()
  expect(rowCount).toBe(1)
}
