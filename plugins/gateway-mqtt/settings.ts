import { busbarError, type JsonObject } from '@busbar/core/contracts'

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly url: string
  readonly username?: string
  readonly password?: string
  readonly ca?: string
  readonly certificate?: string
  readonly privateKey?: string
  readonly allowUnencrypted: boolean
  readonly allowAnonymous: boolean
  readonly publishAs: 'home-assistant' | 'sparkplug' | 'home-assistant-and-sparkplug'
  readonly topicPrefix: string
  readonly discoveryPrefix: string
  readonly sparkplugGroupId: string
  /** Left out: by the connection's number. */
  readonly sparkplugNodeId?: string
  /** The host application without which the edge node is not born. */
  readonly sparkplugHostId?: string
  readonly protocolVersion: 4 | 5
  readonly keepaliveS: number
  readonly connectTimeoutMs: number
  readonly reconnectMaxMs: number
}

/**
 * Fills in the defaults of connection.schema.json, against which the host has validated it.
 * @throws `validation-failed` where it is less secure than it says that it may be
 */
export function readSettings(connection: JsonObject): Settings {
  const given = connection as unknown as Partial<Settings> & { readonly url: string }
  const settings: Settings = Object.freeze({
    allowUnencrypted: false,
    allowAnonymous: false,
    publishAs: 'home-assistant',
    topicPrefix: 'busbar',
    discoveryPrefix: 'homeassistant',
    sparkplugGroupId: 'busbar',
    protocolVersion: 5,
    keepaliveS: 30,
    connectTimeoutMs: 10_000,
    reconnectMaxMs: 60_000,
    ...given,
  })
  const { url, username, certificate, allowUnencrypted, allowAnonymous } = settings
  if (!allowUnencrypted && !/^(mqtts|wss):/.test(url))
    throw refusal('/url', 'This address is not encrypted: take mqtts or wss, or allow it.')
  if (!allowAnonymous && username === undefined && certificate === undefined)
    throw refusal('/username', 'Give a user name or a client certificate, or allow neither.')
  return settings
}

const refusal = (pointer: string, message: string) =>
  busbarError('validation-failed', { detail: message, errors: [{ pointer, message }] })
