import type { Api, Body } from '../api.ts'
import { SITE } from '../building/site.ts'
import { mqttConfig } from './addresses.ts'
import { forAll } from './ensure.ts'

/** Where the demo's own servers answer. */
export interface Surroundings {
  readonly brokerPort: number
  readonly brokerPassword: string
  readonly channelUrl: string
  readonly merchantId: string
  readonly merchantSecret: string
  readonly smtpPort: number
}

interface ConnectionSpec {
  readonly key: 'mqtt' | 'sandbox' | 'cash' | 'email' | 'inbox'
  readonly pluginId: string
  readonly extensionPoint: 'meterDrivers' | 'paymentProviders' | 'notificationChannels'
  readonly name: string
  readonly config: Body
}

export function connectionSpecs(at: Surroundings): readonly ConnectionSpec[] {
  return [
    {
      key: 'mqtt',
      pluginId: 'driver-mqtt',
      extensionPoint: 'meterDrivers',
      name: 'Meters and relays 计量与开关',
      config: mqttConfig({
        port: at.brokerPort,
        password: at.brokerPassword,
        timeZone: SITE.timeZone,
      }),
    },
    {
      key: 'sandbox',
      pluginId: 'payment-sandbox',
      extensionPoint: 'paymentProviders',
      name: 'Online payment (test) 在线支付（测试）',
      config: { baseUrl: at.channelUrl, merchantId: at.merchantId, secret: at.merchantSecret },
    },
    {
      key: 'cash',
      pluginId: 'payment-cash',
      extensionPoint: 'paymentProviders',
      name: 'Front desk 前台',
      config: { deskCode: 'HH1' },
    },
    {
      key: 'email',
      pluginId: 'notify-email',
      extensionPoint: 'notificationChannels',
      name: 'E-mail 邮件',
      config: {
        host: '127.0.0.1',
        port: at.smtpPort,
        security: 'none',
        from: 'energy@harbour-house.example',
        fromName: SITE.name,
      },
    },
    {
      key: 'inbox',
      pluginId: 'notify-inbox',
      extensionPoint: 'notificationChannels',
      name: 'Portal inbox 站内信',
      config: {},
    },
  ]
}

/**
 * Makes the connections, or tells the ones that are there where the servers are now where that has changed.
 * Ids by key.
 */
export async function ensureConnections(
  api: Api,
  siteId: string,
  at: Surroundings,
): Promise<ReadonlyMap<ConnectionSpec['key'], string>> {
  const there = await api.list('connections', { siteId })
  const made = await forAll(connectionSpecs(at), async (spec) => {
    const { key, pluginId, extensionPoint, name, config } = spec
    const known = there.find((connection) => connection.pluginId === pluginId)
    if (known === undefined) {
      const type = key
      const body = { siteId, pluginId, extensionPoint, type, name, config }
      return [key, (await api.create('connections', body)).id] as const
    }
    if (!isConfigured(known.config, config)) await api.configureConnection(known.id, config)
    return [key, known.id] as const
  })
  return new Map(made)
}

/** Whether everything that can be read back is as wished; secrets read as bullets. */
function isConfigured(is: unknown, wanted: Body): boolean {
  if (is === null || typeof is !== 'object') return false
  const current = is as Body
  return Object.entries(wanted).every(([name, value]) => {
    const read = JSON.stringify(current[name])
    return read === JSON.stringify(value) || /^"•+"$/.test(read ?? '')
  })
}
