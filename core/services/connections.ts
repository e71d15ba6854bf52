import type {
  Browsing,
  DiscoveredPoint,
  Discovery,
  SearchLimits,
} from '../contracts/device-search.ts'
import type { ConnectionStatus, Connections } from '../flow/connections/connections.ts'
import type { ConnectionDraft, KeptConfiguration } from '../flow/connections/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import { placedAt } from './config-places.ts'
import { tellStanding } from './connection-standing.ts'
import { type Action, action, type Call, type Input, type Output } from './define.ts'
import { codecOf } from './wire.ts'

type Draft = Input<'connections.testDraft'>['body']

export const GATEWAY = 'buildingGateways'

/** What a gateway shows and lets others do is for owners and managers to say: whoever mends connections may do neither. */
export function mayOpenUp(point: unknown, { caller, place }: Call): void {
  if (point !== GATEWAY) return
  const held = caller.actor?.assignments.some(
    ({ role, siteId, tenantId }) =>
      (role === 'owner' || role === 'manager') &&
      tenantId === null &&
      (siteId === null || siteId === place?.siteId),
  )
  if (held !== true) throw busbarError('forbidden')
}

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
  const keptMayOpenUp = async (id: string, call: Call): Promise<void> => {
    const row = await store.get({ resource: 'connections', id })
    mayOpenUp(row?.extensionPoint, call)
  }
  return [
    action('connections.create', async ({ body }, call) => {
      mayOpenUp(body.extensionPoint, call)
      const { extensionPoint: point, config, skipTest = false, ...rest } = body
      const request = { ...rest, point, config: config as JsonObject, skipTest }
      return told(await placedAt('/config', () => connections.create(request, by(call))))
    }),
    action('connections.configure', async ({ path, body }, call) => {
      const { config, skipTest = false } = body
      const request = { id: path.id, config: config as JsonObject, skipTest }
      await keptMayOpenUp(path.id, call)
      await placedAt('/config', () => connections.configure(request, by(call)))
      return told(path.id)
    }),
    action('connections.trust', async ({ path, body }, call) => {
      await keptMayOpenUp(path.id, call)
      await connections.trust({ ...path, ...body }, by(call))
      return told(path.id)
    }),
    action('connections.configurations', async ({ path }) => ({
      items: (await connections.configurations(path)).map(tellKept),
    })),
    action('connections.restoreConfiguration', async ({ path }, call) => {
      await keptMayOpenUp(path.id, call)
      await connections.restore(path, by(call))
      return told(path.id)
    }),
    action('connections.discover', async ({ path, body }) => {
      return tellDiscovery(await connections.discover({ ...path, ...limitsOf(body) }))
    }),
    action('connections.browse', async ({ path, body }) => {
      const { nodeId = null } = body
      return tellBrowsing(await connections.browse({ ...path, ...limitsOf(body), nodeId }))
    }),
    action('connections.cancelSearch', async ({ path, body }) => {
      await connections.cancelSearch({ ...path, ...body })
      return undefined
    }),
    action('connections.status', async ({ path }) => tellStatus(await connections.status(path))),
    action('connections.enable', async ({ path: { id } }, call) => {
      await keptMayOpenUp(id, call)
      await connections.setEnabled({ id, enabled: true }, by(call))
      return told(id)
    }),
    action('connections.disable', async ({ path: { id } }, call) => {
      await connections.setEnabled({ id, enabled: false }, by(call))
      return told(id)
    }),
    action('connections.reload', async ({ path }, call) => {
      await connections.reload(path, by(call))
      return told(path.id)
    }),
    action('connections.testDraft', ({ body }) =>
      placedAt('/config', () => connections.drafts.test(draftOf(body))),
    ),
    action('connections.discoverDraft', async ({ body }) =>
      tellDiscovery(
        await placedAt('/config', () => connections.drafts.discover(draftOf(body), limitsOf(body))),
      ),
    ),
    action('connections.browseDraft', async ({ body }) => {
      const request = { ...limitsOf(body), nodeId: body.nodeId ?? null }
      return tellBrowsing(
        await placedAt('/config', () => connections.drafts.browse(draftOf(body), request)),
      )
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

function draftOf(body: Draft): ConnectionDraft {
  const { connectionId, siteId, extensionPoint: point, type, config } = body
  return {
    ...{ connectionId: connectionId ?? null, siteId, point, type },
    config: config as JsonObject,
  }
}

function tellStatus({ enabled, running, reading }: ConnectionStatus) {
  const idle: 'unavailable' | 'disabled' = enabled ? 'unavailable' : 'disabled'
  return {
    ...(running ? tellStanding(running) : { state: idle, health: null, lastError: null }),
    lastReading: reading && {
      registerId: reading.registerId,
      at: formatInstant(reading.at),
      value: formatMicros(reading.valueMicros),
    },
  } as const
}

function tellDiscovery({ devices, sources = [] }: Discovery) {
  return {
    devices: devices.map((device) => ({ ...device, points: device.points.map(tellPoint) })),
    sources: sources.map(({ at, fields, ...seen }) => ({
      ...{ ...seen, at: formatInstant(at) },
      fields: fields.map(({ point, ...field }) => ({ ...field, point: tellPoint(point) })),
    })),
  }
}

function tellBrowsing({ nodes }: Browsing) {
  return {
    nodes: nodes.map(({ point, ...node }) => ({
      ...node,
      ...(point && { point: tellPoint(point) }),
    })),
  }
}

function limitsOf(body: Partial<SearchLimits>): SearchLimits {
  const { timeoutMs = 5_000, limit = 200, searchId } = body
  return { timeoutMs, limit, ...(searchId === undefined ? {} : { searchId }) }
}

function tellPoint({ address, ...point }: DiscoveredPoint) {
  return { ...point, address: { ...address } }
}

/** Who calls, and by which operation, for the audit log. */
export function by({ auditActor, operation }: Call) {
  return { actor: auditActor, operation: operation.id }
}
