import type {
  DeliveryEvent,
  DeliveryLevel,
  JsonObject,
  Log,
  NotificationChannel,
} from '../contracts/index.ts'

/** What a notice looks like at the other side, as its reader sees it. */
export interface ReceivedNotice {
  readonly deliveryId: string
  /** Addresses it was brought to, each valid against the address schema. */
  readonly recipients: readonly JsonObject[]
  readonly subject: string
  readonly text: string
  /** The raw markup, where the channel speaks one. */
  readonly markup: string | null
  /** Names of header fields or the like, in lower case: what an injection would add to. */
  readonly fields: readonly string[]
}

/** The real other side of a channel: a mail server, a gateway's simulator. It is up when given. */
export interface NotificationPeer {
  /**
   * From now on it cannot be reached, or takes connections and never answers. The same ports stay
   * taken, so that attempts can be counted.
   */
  goDown(how: 'refusing' | 'silent'): Promise<void>
  comeUp(): Promise<void>
  /** How often it was called since it went down: connections or requests. */
  attempts(): number
  received(): readonly ReceivedNotice[]
}

/** What the suite may expect of a channel, as in the manifest. */
export interface ChannelCapabilities {
  readonly declares: DeliveryLevel
  readonly maxTextLength: number
}

/** A channel made for one case, and what belongs to it. */
export interface ChannelUnderTest {
  readonly channel: NotificationChannel
  /** Null where nothing outside of the core is talked to; the cases that need one are skipped. */
  readonly peer: NotificationPeer | null
  /** Addresses that the peer takes, as many as are asked for, no two the same. */
  address(index: number): JsonObject
  /** Addresses that are refused for good: by the channel or by its peer. */
  readonly refusedAddresses: readonly JsonObject[]
  /** Whatever of the connection must never be seen: passwords, keys, tokens. */
  readonly secrets: readonly string[]
  /** Events that tell of a delivery, with what they tell. */
  genuineEvents(
    deliveryId: string,
  ): readonly { readonly event: DeliveryEvent; readonly level: DeliveryLevel | 'undeliverable' }[]
  /** Events that must be told nothing from: forged, damaged, for nobody. */
  readonly worthlessEvents: readonly DeliveryEvent[]
  /** Frees what the case took; the channel is stopped already. */
  close(): Promise<void>
}

export interface NotificationChannelSuiteOptions {
  /** A fresh channel on a fresh peer that is up. */
  create(options: { readonly log: Log; readonly signal: AbortSignal }): Promise<ChannelUnderTest>
  readonly capabilities: ChannelCapabilities
  /** Why a case cannot be run, by its name. */
  readonly skip?: Readonly<Record<string, string>>
  /** Longest that a call may take while the peer is silent. */
  readonly patienceMs?: number
}
