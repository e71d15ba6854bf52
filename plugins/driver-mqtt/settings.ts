import type { JsonObject } from '@busbar/core/contracts'
import type { CodecSettings } from './codecs/model.ts'
import type { StateWords } from './decode/scalar.ts'
import type { TimeFormat } from './decode/time.ts'

/** How the messages of one topic pattern are read; `+` in the topic stands for one level. */
export interface JsonDecoder {
  readonly topic: string
  /** Places start at the message with its properties (MQTT 5), not at the payload. */
  readonly withProperties?: boolean
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
  /** Connections of one share divide the messages among them (MQTT 5). */
  readonly shareName?: string
  /** Sent with each command (MQTT 5). */
  readonly userProperties?: Readonly<Record<string, string>>
  readonly username?: string
  readonly password?: string
  readonly ca?: string
  readonly certificate?: string
  readonly privateKey?: string
  readonly timeZone: string
  readonly tasmotaFullTopic: string
  readonly decoders: readonly JsonDecoder[]
  readonly codecs: readonly CodecSettings[]
  readonly zigbee2mqttBaseTopic: string
  readonly homeAssistantPrefix: string
  /** Where unknown devices are listened for while somebody looks for devices. */
  readonly onboardingTopics: readonly string[]
  /** As which Sparkplug host application the driver says that it is there; undefined: as none. */
  readonly sparkplugHostId?: string
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
    codecs: [],
    zigbee2mqttBaseTopic: 'zigbee2mqtt',
    homeAssistantPrefix: 'homeassistant',
    onboardingTopics: ['#'],
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

export type Address =
  | TasmotaAddress
  | ShellyAddress
  | JsonAddress
  | SparkplugAddress
  | LorawanAddress
  | ZigbeeAddress

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

export interface SparkplugAddress {
  readonly format: 'sparkplug'
  readonly group: string
  readonly node: string
  readonly device?: string
  readonly metric?: string
  readonly decimalExponent?: number
}

/** A device behind a LoRaWAN network server. */
export interface LorawanAddress {
  readonly format: 'chirpstack' | 'ttn'
  readonly application: string
  readonly device: string
  /** Place in what the codec made of the frame, or in the network server's decoded object. */
  readonly pointer: string
  readonly codec?: string
  /** Of class A, unless it listens all the time: C. */
  readonly deviceClass?: 'A' | 'C'
  readonly decimalExponent?: number
}

export interface ZigbeeAddress {
  readonly format: 'zigbee2mqtt'
  readonly device: string
  readonly pointer?: string
  readonly decimalExponent?: number
}

/** A point's address, against whose schema the host has validated it. */
export function readAddress(address: JsonObject): Address {
  return address as unknown as Address
}
