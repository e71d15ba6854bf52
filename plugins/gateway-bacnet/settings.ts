import { busbarError, type JsonObject } from '@busbar/core/contracts'

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly deviceInstance: number
  readonly deviceName?: string
  readonly bindAddress: string
  /** UDP port; 0 takes any that is free. */
  readonly port: number
  readonly broadcastAddress?: string
  /** Addresses that are answered; empty: all. */
  readonly readers: readonly string[]
  /** Addresses whose writes are passed on; empty: none. */
  readonly writers: readonly string[]
  readonly writesPerMinute: number
  /** Place in the priority array of an order whose own is not known. */
  readonly standingPriority: number
  readonly maxSubscriptions: number
  readonly vendorId: number
}

/** How long an answer to a notification is waited for, and how often it is sent again. */
export const APDU_TIMEOUT_MS = 3_000
export const RETRIES = 3

/**
 * Fills in the defaults of connection.schema.json, against which the host has validated it.
 * @throws `validation-failed` where a writer could never read what it has written
 */
export function readSettings(connection: JsonObject): Settings {
  const given = connection as unknown as Partial<Settings> & { readonly deviceInstance: number }
  const settings: Settings = Object.freeze({
    bindAddress: '127.0.0.1',
    port: 47_808,
    readers: [],
    writers: [],
    writesPerMinute: 30,
    standingPriority: 16,
    maxSubscriptions: 1_000,
    vendorId: 555,
    ...given,
  })
  const { readers, writers } = settings
  const blind = writers.find((address) => readers.length > 0 && !readers.includes(address))
  if (blind === undefined) return settings
  const message = `${blind} may write and must be among the addresses that may read.`
  throw busbarError('validation-failed', {
    detail: message,
    errors: [{ pointer: '/readers', message }],
  })
}
