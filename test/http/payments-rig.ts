import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ChannelProcess,
  startChannelProcess,
} from '../../plugins/payment-sandbox/channel/process.ts'
import { startApi } from './api.ts'

const PLUGINS = fileURLToPath(new URL('../../plugins', import.meta.url))
export const MERCHANT = 'house'
export const SECRET = 'merchant-secret-0123456789'
const ADMIN = 'admin-secret-0123456789'

/** The API with the real plugins, and the sandbox channel in a process of its own. */
export async function startPaymentsApi() {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-payments-'))
  const channel = await startChannelProcess({
    journalPath: join(folder, 'journal'),
    adminSecret: ADMIN,
    merchants: [{ merchantId: MERCHANT, secret: SECRET }],
    retryDelaysMs: Array.from({ length: 50 }, () => 100),
    refundDelayMs: 30,
  })
  /** How far the payments' wall clock is ahead. */
  const time = { aheadMs: 0 }
  const api = await startApi({
    plugins: PLUGINS,
    payments: {
      limits: { refundApprovalAboveMicros: 50_000_000n },
      wallClock: { now: () => Date.now() + time.aheadMs },
    },
  })
  return {
    ...{ api, channel, time, payments: api.payments },
    admin: (method: string, path: string, body?: unknown) =>
      callAdmin(channel, { method, path, body }),
    async stop() {
      await api.stop()
      await channel.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function callAdmin(
  { url }: ChannelProcess,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<unknown> {
  const response = await fetch(`${url}/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}
