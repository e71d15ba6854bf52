import type { JsonObject } from '@busbar/core/contracts'
import type { StateWords } from './decode/scalar.ts'
import type { TimeFormat } from './decode/time.ts'

/** How the messages of one topic pattern are read; `+` in the topic stands for one level. */
export interface JsonDecoder {
  readonly topic: string
  readonly time?: { readonly pointer: string; readonly format: TimeFormat }
  readonly quality?: {
    readonly pointer: string
    readonly uncertain?: readonly string[]
    readonly bad?: readonly string[]
  }
  readonly values?: Readonly<Record<string, JsonDecoderValue>>
  readonly online?: { readonly topic: string } & Partial<StateWords>
  /** Makes the device report on `topic`; a command needs it for its read-back. */
  readonly query?: { readonly topic: string; readonly payload: string }
  readonly command?: { readonly topic: string; readonly on: string; readonly off: string }
}

export interface JsonDecoderValue {
  readonly pointer: string
  readonly decimalExponent?: number
  readonly role?: 'register' | 'relay' | 'power' | 'current' | 'value'
  readonly unit?: string
  readonly on?: readonly string[]
  readonly off?: readonly string[]
}

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly url: string
  readonly protocolVersion: 4 | 5
  readonly clientId: string
  readonly username?: string
  readonly password?: string
  readonly ca?: string
  readonly certificate?: string
  readonly privateKey?: string
  readonly timeZone: string
  readonly tasmotaFullTopic: string
  readonly decoders: readonly JsonDecoder[]
  readonly sessionExpiryS: number
  readonly keepaliveS: number
  readonly connectTimeoutMs: number
  readonly commandTimeoutMs: number
  readonly reconnectMaxMs: number
  /** Topic prefix that Shelly devices answer to; their answers come to `<prefix>/rpc`. */
  readonly replyPrefix: string
}

type Given = Partial<Settings> & { readonly url: string }

/** Fills in the defaults of connection.schema.json, against which the host has validated it. */
export function readSettings(connection: JsonObject, connectionId: string): Settings {
  const given = connection as unknown as Given
  const clientId = given.clientId ?? `busbar-${connectionId}`
  return Object.freeze({
    protocolVersion: 5,
    timeZone: 'UTC',
    tasmotaFullTopic: '%prefix%/%topic%/',
    decoders: [],
    sessionExpiryS: 604_800,
    keepaliveS: 30,
    connectTimeoutMs: 10_000,
    commandTimeoutMs: 5_000,
    reconnectMaxMs: 60_000,
    replyPrefix: clientId,
    ...given,
    clientId,
  })
}

export type Address = TasmotaAddress | ShellyAddress | JsonAddress

export interface TasmotaAddress {
  readonly format: 'tasmota'
  readonly device: string
  readonly pointer?: string
  readonly relay?: number
  readonly decimalExponent?: number
}

export interface ShellyAddress {
  readonly format: 'shelly-gen2'
  readonly device: string
  readonly component?: string
  readonly pointer?: string
  readonly decimalExponent?: number
}

export interface JsonAddress {
  readonly format: 'json'
  readonly topic: string
  readonly value?: string
  readonly pointer?: string
  readonly decimalExponent?: number
}

/** A point's address, against whose schema the host has validated it. */
export function readAddress(address: JsonObject): Address {
  return address as unknown as Address
}
