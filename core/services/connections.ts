import type { DiscoveredPoint, SearchLimits } from '../contracts/device-search.ts'
import type { Connections } from '../flow/connections/connections.ts'
import type { KeptConfiguration } from '../flow/connections/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import { type Action, action, type Call, type Output } from './define.ts'
import { codecOf } from './wire.ts'

export interface ConnectionDependencies {
  readonly contract: JsonObject
  readonly store: RegistryStore
  readonly connections: Connections
}

/** Connections of plugins: tested before they are saved. */
export function connectionActions({
  contract,
  store,
  connections,
}: ConnectionDependencies): Action[] {
  const codec = codecOf(contract, 'Connection')
  const told = async (id: string): Promise<Output<'connections.get'>> => {
    const row = await store.get({ resource: 'connections', id })
    if (row === null) throw busbarError('not-found')
    return codec.toWire(row) as unknown as Output<'connections.get'>
  }
  return [
    action('connections.create', async ({ body }, call) => {
      const { extensionPoint: point, config, skipTest = false, ...rest } = body
      const request = { ...rest, point, config: config as JsonObject, skipTest }
      return told(await connections.create(request, by(call)))
    }),
    action('connections.configure', async ({ path, body }, call) => {
      const { config, skipTest = false } = body
      const request = { id: path.id, config: config as JsonObject, skipTest }
      await connections.configure(request, by(call))
      return told(path.id)
    }),
    action('connections.configurations', async ({ path }) => ({
      items: (await connections.configurations(path)).map(tellKept),
    })),
    action('connections.restoreConfiguration', async ({ path }, call) => {
      await connections.restore(path, by(call))
      return told(path.id)
    }),
    action('connections.discover', async ({ path, body }) => {
      const { devices, sources = [] } = await connections.discover({ ...path, ...limitsOf(body) })
      return {
        devices: devices.map((device) => ({ ...device, points: device.points.map(tellPoint) })),
        sources: sources.map(({ at, fields, ...seen }) => ({
          ...{ ...seen, at: formatInstant(at) },
          fields: fields.map(({ point, ...field }) => ({ ...field, point: tellPoint(point) })),
        })),
      }
    }),
    action('connections.browse', async ({ path, body }) => {
      const { nodeId = null } = body
      const { nodes } = await connections.browse({ ...path, ...limitsOf(body), nodeId })
      return {
        nodes: nodes.map(({ point, ...node }) => ({
          ...node,
          ...(point && { point: tellPoint(point) }),
        })),
      }
    }),
    action('connections.cancelSearch', async ({ path, body }) => {
      await connections.cancelSearch({ ...path, ...body })
      return undefined
    }),
    action('connections.test', ({ path }) => connections.test({ id: path.id })),
  ]
}

function tellKept({ at, config, ...kept }: KeptConfiguration, index: number) {
  return {
    ...{ ...kept, config: { ...config }, at: formatInstant(at) },
    ...{ schemaVersion: null, current: index === 0 },
  }
}

function limitsOf(body: Partial<SearchLimits>): SearchLimits {
  const { timeoutMs = 5_000, limit = 200, searchId } = body
  return { timeoutMs, limit, ...(searchId === undefined ? {} : { searchId }) }
}

function tellPoint({ address, ...point }: DiscoveredPoint) {
  return { ...point, address: { ...address } }
}

function by({ auditActor, operation }: Call) {
  return { actor: auditActor, operation: operation.id }
}
