import {
  buildingGateways,
  meterDrivers,
  notificationChannels,
  paymentProviders,
  tariffStrategies,
} from '../contracts/index.ts'

/** How long a method may take. */
export interface MethodSpec {
  readonly limitMs: number
  /** The request's own `timeoutMs` counts, plus two seconds, up to `limitMs`. */
  readonly ownTimeout?: boolean
  /** A plugin may do without it. */
  readonly optional?: boolean
}

/** What the host knows of an extension point: its methods and schemas, as data. */
export interface PointSpec {
  readonly id: PointId
  /** Methods of the contribution itself, besides `create`. */
  readonly contribution: Readonly<Record<string, MethodSpec>>
  /** Methods of what `create` makes for a connection; empty where there is none. */
  readonly instance: Readonly<Record<string, MethodSpec>>
  /** Called once after `create`, before anything else. */
  readonly starts?: 'connect'
  /** Called once at the end. */
  readonly stops?: 'stop'
}

export const pointIds = Object.freeze([
  'meterDrivers',
  'paymentProviders',
  'tariffStrategies',
  'notificationChannels',
  'buildingGateways',
] as const)

export type PointId = (typeof pointIds)[number]
export type ConnectionPointId = Exclude<PointId, 'tariffStrategies'>

const test: MethodSpec = { limitMs: 60_000, ownTimeout: true }

/** Points are keyed by their tokens' ids, which are the manifest's keys under `contributes`. */
export const pointSpecs: Readonly<Record<PointId, PointSpec>> = Object.freeze({
  meterDrivers: {
    id: pointId(meterDrivers.id),
    contribution: {
      test,
      tryDiscover: { limitMs: 60_000, ownTimeout: true, optional: true },
      tryBrowse: { limitMs: 60_000, ownTimeout: true, optional: true },
    },
    instance: {
      connect: { limitMs: 60_000 },
      stop: { limitMs: 10_000 },
      setPoints: { limitMs: 30_000 },
      read: { limitMs: 60_000, ownTimeout: true },
      // Longer than any driver waits by itself: what the host cuts off is unknown to it.
      write: { limitMs: 120_000 },
      discover: { limitMs: 120_000, ownTimeout: true },
      browse: { limitMs: 120_000, ownTimeout: true, optional: true },
      cancelSearch: { limitMs: 5_000, optional: true },
      health: { limitMs: 5_000 },
    },
    starts: 'connect',
    stops: 'stop',
  },
  paymentProviders: {
    id: pointId(paymentProviders.id),
    contribution: { test },
    instance: {
      createPayment: { limitMs: 30_000 },
      queryPayment: { limitMs: 30_000 },
      closePayment: { limitMs: 30_000 },
      refund: { limitMs: 30_000 },
      queryRefund: { limitMs: 30_000 },
      parseCallback: { limitMs: 10_000 },
      fetchStatement: { limitMs: 120_000 },
    },
  },
  tariffStrategies: {
    id: pointId(tariffStrategies.id),
    contribution: { compile: { limitMs: 30_000 } },
    instance: {},
  },
  notificationChannels: {
    id: pointId(notificationChannels.id),
    contribution: { test },
    instance: {
      send: { limitMs: 60_000 },
      receipts: { limitMs: 10_000 },
      stop: { limitMs: 10_000 },
    },
    stops: 'stop',
  },
  buildingGateways: {
    id: pointId(buildingGateways.id),
    contribution: { test },
    instance: {
      connect: { limitMs: 60_000 },
      stop: { limitMs: 10_000 },
      health: { limitMs: 5_000 },
    },
    starts: 'connect',
    stops: 'stop',
  },
})

function pointId(id: string): PointId {
  const known = pointIds.find((candidate) => candidate === id)
  if (known === undefined) throw new Error(`Broken assumption: no extension point "${id}"`)
  return known
}

/** The Moleculer service of a contribution. */
export function serviceName(of: {
  readonly pluginId: string
  readonly point: PointId
  readonly type: string
}): string {
  return `plugin.${of.pluginId}.${of.point}.${of.type}`
}
