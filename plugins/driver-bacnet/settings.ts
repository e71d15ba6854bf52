import type { JsonObject } from '@busbar/core/contracts'

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly bindAddress: string
  /** UDP port of ours; 0 takes any that is free. */
  readonly port: number
  readonly broadcastAddress: string
  /** Devices, routers and BBMDs that are asked directly who is there, as `address:port`. */
  readonly targets: readonly string[]
  readonly bbmd?: { readonly address: string; readonly lifetimeSeconds?: number }
  readonly devices: readonly StaticDevice[]
  readonly timeoutSeconds: number
  readonly retries: number
  readonly requestsPerSecond: number
  readonly maxInFlight: number
  readonly keepAliveSeconds: number
  readonly searchSeconds: number
  readonly pollSeconds: number
  readonly refreshSeconds: number
  readonly cov: 'confirmed' | 'unconfirmed' | 'off'
  readonly covLifetimeSeconds: number
  readonly timeZone: string
  readonly healHours: number
  readonly ede: readonly string[]
}

/** A device that is not looked for: `address:port`, behind a router `address:port/network:mac`. */
export interface StaticDevice {
  readonly instance: number
  readonly address: string
}

/** Fills in the defaults of connection.schema.json, against which the host has validated it. */
export function readSettings(connection: JsonObject): Settings {
  const given = connection as unknown as Partial<Settings>
  return Object.freeze({
    bindAddress: '0.0.0.0',
    port: 47_808,
    broadcastAddress: '255.255.255.255',
    targets: [],
    devices: [],
    timeoutSeconds: 3,
    retries: 1,
    requestsPerSecond: 20,
    maxInFlight: 1,
    keepAliveSeconds: 60,
    searchSeconds: 30,
    pollSeconds: 60,
    refreshSeconds: 300,
    cov: 'confirmed',
    covLifetimeSeconds: 600,
    timeZone: 'UTC',
    healHours: 24,
    ede: [],
    ...given,
  })
}

export interface Address {
  readonly device: number
  readonly objectType: string
  readonly objectInstance: number
  readonly property?: number
  readonly arrayIndex?: number
  readonly cov?: boolean
  readonly decimalExponent?: number
  readonly inverted?: boolean
  readonly priority?: number
  readonly restoreBy?: 'write' | 'relinquish'
  readonly trendLog?: number
}

/** A point's address, against whose schema the host has validated it. */
export function readAddress(address: JsonObject): Address {
  return address as unknown as Address
}
