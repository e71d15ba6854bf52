import type { JsonObject } from '@busbar/core/contracts'
import type { TrustedCertificate } from '@busbar/opcua/certificates'

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly url: string
  /** Tried in turn when the one before is not reached. */
  readonly redundantUrls: readonly string[]
  readonly securityMode: 'SignAndEncrypt' | 'Sign' | 'None'
  /** Without meaning where the mode is None. */
  readonly securityPolicy: 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss'
  readonly trusted: readonly TrustedCertificate[]
  readonly username?: string
  readonly password?: string
  readonly userCertificate?: string
  readonly userPrivateKey?: string
  /** Busbar's own, instead of the one that it makes for itself. */
  readonly certificate?: string
  readonly privateKey?: string
  readonly publishingMs: number
  readonly samplingMs: number
  readonly queueSize: number
  readonly itemsPerSubscription: number
  readonly pollingMs: number
  readonly resubscribeMs: number
  readonly catchUpHours: number
  readonly connectTimeoutMs: number
  readonly commandTimeoutMs: number
  readonly keepaliveMs: number
  readonly reconnectMaxMs: number
}

type Given = Partial<Settings> & { readonly url: string }

/** Fills in the defaults of connection.schema.json, against which the host has validated it. */
export function readSettings(connection: JsonObject): Settings {
  const given = connection as unknown as Given
  return Object.freeze({
    redundantUrls: [],
    securityMode: 'SignAndEncrypt',
    securityPolicy: 'Basic256Sha256',
    trusted: [],
    publishingMs: 1_000,
    samplingMs: 0,
    queueSize: 100,
    itemsPerSubscription: 5_000,
    pollingMs: 5_000,
    resubscribeMs: 60_000,
    catchUpHours: 0,
    connectTimeoutMs: 10_000,
    commandTimeoutMs: 5_000,
    keepaliveMs: 10_000,
    reconnectMaxMs: 60_000,
    ...given,
  })
}

/** Where a point's value lies. */
export interface Address {
  /** OPC UA part 6, 5.3.1.10: `ns=2;s=Meter1.Energy`, or `nsu=<uri>;s=Meter1.Energy`. */
  readonly nodeId: string
  /** Values of one device with one source timestamp make one snapshot. */
  readonly device?: string
  readonly decimalExponent?: number
  readonly samplingMs?: number
  readonly deadband?: 'none' | 'absolute' | 'percent'
  readonly deadbandValue?: number
  readonly writable?: boolean
}

/** A point's address, against whose schema the host has validated it. */
export function readAddress(address: JsonObject): Address {
  return address as unknown as Address
}

/** The device that a point belongs to: as bound, or what its text id has before the last separator. */
export function deviceOf({ device, nodeId }: Address): string {
  if (device !== undefined) return device
  const [, text] = /;s=(.+)$/.exec(nodeId) ?? []
  if (text === undefined) return nodeId
  const at = Math.max(text.lastIndexOf('.'), text.lastIndexOf('/'))
  return at > 0 ? nodeId.slice(0, nodeId.length - text.length + at) : nodeId
}
