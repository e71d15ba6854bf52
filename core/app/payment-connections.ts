import type { PaymentCapabilities } from '../contracts/payment-provider.ts'
import type { ConnectionStore, StoredConnection } from '../flow/connections/ports.ts'
import type { PaymentChannels, PaymentConnections } from '../flow/payments/ports.ts'
import { type ConnectionAddress, paymentProviderClient } from '../host/client.ts'
import type { PluginHost } from '../host/host.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { errorCode } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'

const POINT = 'paymentProviders'

export interface PaymentConnectionsOptions {
  /** On database connections that no payment's transaction waits for. */
  readonly store: Pick<ConnectionStore, 'get' | 'list'>
  readonly host: Pick<PluginHost, 'contribution' | 'connections'>
  readonly broker: ConnectionAddress['broker']
  /** Where channels call back. */
  readonly callbackUrl: (connectionId: Id) => string
}

/** Payment connections as they are kept, with the plugin host's providers behind them. */
export function createPaymentConnections(
  options: PaymentConnectionsOptions,
): PaymentConnections & PaymentChannels {
  const { store, host, broker, callbackUrl } = options
  return {
    async get({ connectionId }) {
      const connection = await store.get(connectionId)
      if (!isPayment(connection)) return null
      const declared = contributionOf(host, connection)
      if (declared === null) return null
      const { siteId, pluginId, type, config } = connection
      return {
        ...{ connectionId, siteId },
        merchantId: merchantOf(config),
        capabilities: capabilitiesOf(declared.capabilities),
        callbackUrl: callbackUrl(connectionId),
        provider: paymentProviderClient({ broker, pluginId, type, connectionId }),
      }
    },

    async list() {
      const open = host.connections().filter(({ state }) => state === 'enabled')
      const items = (await store.list()).flatMap((connection) => {
        const { id: connectionId, siteId, name } = connection
        const works = open.some((status) => status.connectionId === connectionId)
        const declared = works && isPayment(connection) ? contributionOf(host, connection) : null
        if (declared === null) return []
        const { staffOnly } = capabilitiesOf(declared.capabilities)
        return [{ connectionId, siteId, name, title: declared.title, staffOnly }]
      })
      return { items }
    },
  }
}

function isPayment(connection: StoredConnection | null): connection is StoredConnection {
  return connection?.enabled === true && connection.point === POINT
}

/** Null while no plugin contributes the type. */
function contributionOf(
  host: Pick<PluginHost, 'contribution'>,
  { type }: StoredConnection,
): ReturnType<PluginHost['contribution']> | null {
  try {
    return host.contribution({ point: POINT, type })
  } catch (thrown) {
    if (errorCode(thrown) === 'not-found') return null
    throw thrown
  }
}

/** By the contract of payment providers: `merchantId` of the connection's settings. */
function merchantOf({ merchantId }: JsonObject): string | null {
  return typeof merchantId === 'string' ? merchantId : null
}

/** The manifest's schema has seen to their types. */
function capabilitiesOf(declared: JsonObject): PaymentCapabilities {
  const is = (name: keyof PaymentCapabilities) => declared[name] === true
  return {
    callbacks: is('callbacks'),
    refunds: is('refunds'),
    statements: is('statements'),
    staffOnly: is('staffOnly'),
  }
}
