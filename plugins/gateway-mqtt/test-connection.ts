import type { ConnectionTest, JsonObject } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import mqtt from 'mqtt'
import { clientOptions, explain } from './link.ts'
import { readSettings, type Settings } from './settings.ts'

/** Tries the connection as it would be used, under another client id and without a last will. */
export async function testConnection(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  let settings: Settings
  try {
    settings = readSettings(request.connection)
  } catch (thrown) {
    return { ok: false, detail: errorMessage(thrown) }
  }
  const connectTimeoutMs = Math.min(request.timeoutMs, settings.connectTimeoutMs)
  const clientId = `busbar-gateway-test-${Math.random().toString(36).slice(2, 8)}`
  const client = mqtt.connect(
    settings.url,
    clientOptions({ settings: { ...settings, connectTimeoutMs }, clientId }),
  )
  try {
    await new Promise<void>((resolve, reject) => {
      client.on('connect', () => resolve())
      client.on('error', reject)
      client.on('close', () => reject(new Error('it closed the connection')))
    })
    return { ok: true, detail: 'The broker accepts the connection.' }
  } catch (thrown) {
    return { ok: false, detail: explain(thrown, settings) }
  } finally {
    await client.endAsync(true)
  }
}
