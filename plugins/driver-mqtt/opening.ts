import type { MqttClient } from 'mqtt'
import mqtt from 'mqtt'
import { clientOptions } from './client-options.ts'
import type { Settings } from './settings.ts'
import type { Presence } from './sparkplug/presence.ts'

/** mqtt.js throws at once when a URL or certificate makes no sense. */
export function open(
  settings: Settings,
  presence: Presence | undefined,
): MqttClient | { readonly failure: unknown } {
  try {
    const will = presence === undefined ? {} : { will: presence.will() }
    const session = { clientId: settings.clientId, lasting: true, ...will }
    return mqtt.connect(settings.url, clientOptions(settings, session))
  } catch (failure) {
    return { failure }
  }
}

/** Resolves with the reason when the client is done with: closed or broken. */
export function whenOver(client: MqttClient): Promise<unknown> {
  return new Promise((resolve) => {
    let reason: unknown = 'the broker closed the connection'
    client.on('error', (error) => {
      reason = error
      resolve(error)
    })
    client.on('disconnect', (packet) => {
      reason = new Error(`the broker said goodbye, reason code ${packet.reasonCode ?? 0}`)
    })
    client.on('close', () => resolve(reason))
  })
}

/** mqtt.js reads no PINGRESP while it waits for room: keep the connection in the meantime. */
export function keepAlive(client: MqttClient, keepaliveS: number): () => void {
  const timer = setInterval(
    () => {
      if (!client.connected) return
      client.sendPing()
      client.reschedulePing(true)
    },
    (keepaliveS * 1_000) / 2,
  )
  return () => clearInterval(timer)
}
