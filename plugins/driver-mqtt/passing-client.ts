import type { ConnectionTest, JsonObject } from '@busbar/core/contracts'
import type { MqttClient } from 'mqtt'
import mqtt from 'mqtt'
import { clientOptions, explain } from './client-options.ts'
import { readSettings, type Settings } from './settings.ts'

/**
 * Does something on a connection of its own that leaves nothing behind: clean session and another
 * client id, so that the lasting one is not thrown off.
 * @throws what mqtt.js throws when the broker is not reached within the time.
 */
export async function withPassingClient<T>(
  request: { readonly settings: Settings; readonly purpose: string; readonly timeoutMs: number },
  use: (client: MqttClient) => Promise<T>,
): Promise<T> {
  const { settings, purpose, timeoutMs } = request
  const suffix = Math.random().toString(36).slice(2, 8)
  const clientId = `${settings.clientId}-${purpose}-${suffix}`
  const connectTimeoutMs = Math.min(timeoutMs, settings.connectTimeoutMs)
  const client = mqtt.connect(
    settings.url,
    clientOptions({ ...settings, connectTimeoutMs }, { clientId, lasting: false }),
  )
  try {
    await new Promise<void>((resolve, reject) => {
      client.on('connect', () => resolve())
      client.on('error', reject)
      client.on('close', () => reject(new Error('the broker closed the connection')))
    })
    return await use(client)
  } finally {
    await client.endAsync(true)
  }
}

/** Tries the connection as it would be used: address, TLS, version, credentials. */
export async function testConnection(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  const settings = readSettings(request.connection, 'test')
  const { timeoutMs } = request
  try {
    return await withPassingClient({ settings, purpose: 'test', timeoutMs }, async () => ({
      ok: true,
      detail: 'The broker accepts the connection.',
    }))
  } catch (thrown) {
    return { ok: false, detail: explain(thrown, settings) }
  }
}
