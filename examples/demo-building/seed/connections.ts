import { createHash } from 'node:crypto'
import type { Api, Body } from '../api.ts'
import { SITE } from '../building/site.ts'
import type { Protocol } from '../building/wiring.ts'
import type { Keep } from '../keep.ts'
import { bacnetConfig, mqttConfig, type OpcuaAccess, opcuaConfig } from './addresses.ts'
import { forAll } from './ensure.ts'

/** Where the demo's own servers answer. */
export interface Surroundings {
  readonly brokerPort: number
  readonly brokerPassword: string
  readonly opcua: OpcuaAccess
  /** UDP port of the router that all BACnet devices are behind. */
  readonly bacnetPort: number
  readonly channelUrl: string
  readonly merchantId: string
  readonly merchantSecret: string
  readonly smtpPort: number
}

interface ConnectionSpec {
  readonly key: Protocol | 'sandbox' | 'cash' | 'email' | 'inbox'
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
      name: 'Meters and relays 计量与开关 (MQTT)',
      config: mqttConfig({
        port: at.brokerPort,
        password: at.brokerPassword,
        timeZone: SITE.timeZone,
      }),
    },
    {
      key: 'opcua',
      pluginId: 'driver-opcua',
      extensionPoint: 'meterDrivers',
      name: 'Power and chilled water 电力与供冷 (OPC UA)',
      config: opcuaConfig(at.opcua),
    },
    {
      key: 'bacnet',
      pluginId: 'driver-bacnet',
      extensionPoint: 'meterDrivers',
      name: 'Water and shops 水表与商铺 (BACnet)',
      config: bacnetConfig({ port: at.bacnetPort, timeZone: SITE.timeZone }),
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
  { siteId, at, keep }: { readonly siteId: string; readonly at: Surroundings; readonly keep: Keep },
): Promise<ReadonlyMap<ConnectionSpec['key'], string>> {
  const there = await api.list('connections', { siteId })
  const made = await forAll(connectionSpecs(at), async (spec) => {
    const { key, pluginId, extensionPoint, name, config } = spec
    const known = there.find((connection) => connection.pluginId === pluginId)
    const hash = createHash('sha256').update(JSON.stringify(config)).digest('hex')
    let id = known?.id
    if (id === undefined) {
      const body = { siteId, pluginId, extensionPoint, type: key, name, config }
      id = (await api.create('connections', body)).id
    } else if (keep.get().configured[key] !== hash) await api.configureConnection(id, config)
    keep.set({ configured: { ...keep.get().configured, [key]: hash } })
    return [key, id] as const
  })
  return new Map(made)
}
