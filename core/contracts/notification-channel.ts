import type { JsonObject } from '../kernel/canonical.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ContributionBase } from './extension-point.ts'
import { extensionPoint } from './extension-point.ts'
import type { ConnectionTest, Log } from './plugin.ts'

/** How far a notice is known to have come. A channel says which it can ever report. */
export type DeliveryLevel = 'accepted' | 'delivered' | 'read'

export interface OutgoingNotice {
  /** Dedupe key: the same delivery is sent once, however often it is asked for. */
  readonly deliveryId: string
  /** Valid against the contribution's address schema. */
  readonly address: JsonObject
  /** Language tag of subject and text. */
  readonly language: string
  readonly subject: string
  /** Plain text; a channel that speaks markup escapes it. */
  readonly text: string
  readonly urgency: 'normal' | 'high'
}

export type SendResult =
  | {
      readonly deliveryId: string
      readonly outcome: 'sent'
      readonly level: DeliveryLevel
      readonly reference?: string
    }
  | {
      readonly deliveryId: string
      readonly outcome: 'failed'
      /** Whether to try this channel again later; otherwise the next one is tried. */
      readonly retryable: boolean
      readonly detail: string
    }

/** What became of a delivery, told by the channel or by the reader's own act. */
export interface DeliveryReceipt {
  readonly deliveryId: string
  readonly level: DeliveryLevel | 'undeliverable'
  readonly at: Instant
  readonly detail?: string
}

/** Something that happened to a delivery: the channel's webhook, or the reader opening it. */
export type DeliveryEvent =
  | { readonly kind: 'opened'; readonly deliveryId: string; readonly at: Instant }
  | {
      readonly kind: 'webhook'
      readonly headers: Readonly<Record<string, string>>
      readonly bodyBase64: string
    }

export interface NotificationChannel {
  send(request: { readonly notices: readonly OutgoingNotice[] }): Promise<{
    readonly items: readonly SendResult[]
  }>
  receipts(request: { readonly event: DeliveryEvent }): Promise<{
    readonly receipts: readonly DeliveryReceipt[]
  }>
  stop(): Promise<void>
}

export interface NotificationChannelOptions {
  readonly connectionId: string
  readonly connection: JsonObject
  readonly log: Log
  readonly signal: AbortSignal
}

export interface NotificationChannelContribution extends ContributionBase {
  create(options: NotificationChannelOptions): NotificationChannel
  test(request: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }): Promise<ConnectionTest>
}

export const notificationChannels =
  extensionPoint<NotificationChannelContribution>('notificationChannels')
