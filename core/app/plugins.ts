import type { ServiceBroker } from 'moleculer'
import type { BuildingView } from '../contracts/building-gateway.ts'
import type { DriverEvents } from '../contracts/meter-driver.ts'
import type { CompileRequest, CompileResult } from '../contracts/tariff-strategy.ts'
import type { ConnectionRunner, StoredConnection } from '../flow/connections/ports.ts'
import { maskSealed } from '../flow/connections/sealing.ts'
import { meterDriverClient, tariffStrategyClient } from '../host/client.ts'
import type { PluginHost } from '../host/host.ts'
import { SECRET_MASK } from '../host/redact.ts'
import { mapSecrets, maskSecrets, unmaskSecrets } from '../host/secrets.ts'
import { defined } from '../kernel/assert.ts'
import { busbarError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'

const TEST_TIMEOUT_MS = 10_000

/** Runs connections by the plugin host. */
export function createRunner(options: {
  readonly host: PluginHost
  readonly broker: ServiceBroker
  readonly guardPublicKeyPem: string
  readonly eventsOf: (connectionId: Id) => DriverEvents
  readonly buildings: {
    /** What a gateway's connection may see; its configuration is in clear. */
    open(connection: StoredConnection): BuildingView
    close(connectionId: Id): void
  }
}): ConnectionRunner {
  const { host, broker, guardPublicKeyPem, eventsOf, buildings } = options
  const schemaOf = ({ point, type }: Pick<StoredConnection, 'point' | 'type'>) =>
    defined(host.contribution({ point, type }).schemas.connection, 'the connection schema').document
  const driverOf = ({ id, pluginId, type }: StoredConnection) =>
    meterDriverClient({ broker, pluginId, type, connectionId: id })
  const close = async (id: Id): Promise<void> => {
    await host.closeConnection({ connectionId: id })
    buildings.close(id)
  }
  return {
    mapSecrets: ({ point, type, value, replace }) =>
      mapSecrets({ schema: schemaOf({ point, type }), value, replace }),
    mask({ point, type, value }) {
      const masked = maskSealed(value, SECRET_MASK)
      const declared = host
        .list()
        .flatMap(({ contributions }) => contributions)
        .find((candidate) => candidate.point === point && candidate.type === type)
      const schema = declared?.schemas.connection
      return schema === undefined ? masked : maskSecrets({ schema, value: masked })
    },
    unmask: ({ point, type, value, kept }) =>
      unmaskSecrets({ schema: schemaOf({ point, type }), value, stored: kept }),
    async open(connection, points) {
      const { id, point, type, config } = connection
      const common = { connectionId: id, type, connection: config }
      switch (point) {
        case 'meterDrivers': {
          const events = eventsOf(id)
          await host.openConnection({ ...common, point, points, guardPublicKeyPem, events })
          return
        }
        case 'buildingGateways':
          await host.openConnection({ ...common, point, building: buildings.open(connection) })
          return
        default:
          await host.openConnection({ ...common, point })
      }
    },
    isOpen: (id) => host.connections().some(({ connectionId }) => connectionId === id),
    running: (id) => host.connections().find(({ connectionId }) => connectionId === id) ?? null,
    tryDiscover: ({ config, ...request }) => host.tryDiscover({ ...request, connection: config }),
    tryBrowse: ({ config, ...request }) => host.tryBrowse({ ...request, connection: config }),
    close,
    async remove(id) {
      await close(id)
      host.traces.forget({ connectionId: id })
    },
    test: ({ point, type, config }) =>
      host.testConnection({ point, type, connection: config, timeoutMs: TEST_TIMEOUT_MS }),
    discover: (connection, request) => driverOf(connection).discover(request),
    browse: (connection, request) => driverOf(connection).browse(request),
    cancelSearch: (connection, search) => driverOf(connection).cancelSearch(search),
    async setPoints(connection, points) {
      await driverOf(connection).setPoints({ points })
    },
  }
}

/** Asks a plan's strategy, whichever plugin contributes it; the terms are judged by its schema first. */
export function createCompiler({
  host,
  broker,
}: {
  readonly host: PluginHost
  readonly broker: ServiceBroker
}): (strategy: string, request: CompileRequest) => Promise<CompileResult> {
  return async (strategy, request) => {
    const judged = host.validate({
      point: 'tariffStrategies',
      type: strategy,
      role: 'terms',
      input: request.terms,
    })
    if (!judged.ok) return { ok: false, errors: judged.errors }
    const plugin = host
      .list()
      .find(({ contributions }) =>
        contributions.some(({ point, type }) => point === 'tariffStrategies' && type === strategy),
      )
    if (!plugin) throw busbarError('not-found', { detail: `No plugin offers "${strategy}".` })
    const client = tariffStrategyClient({ broker, pluginId: plugin.id, type: strategy })
    return client.compile({ ...request, terms: judged.value })
  }
}
