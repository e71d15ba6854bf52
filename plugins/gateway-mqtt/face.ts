import type {
  GatewayEvent,
  GatewaySnapshot,
  GatewayValue,
  Health,
  Log,
  Trace,
} from '@busbar/core/contracts'
import type { Orders } from './orders.ts'
import type { Settings } from './settings.ts'

/** The building as one format shows it at the broker, over a link of its own. */
export interface Face {
  /** Settles after the first attempt to connect; goes on trying until stopped. */
  start(): Promise<void>
  /** Says that nothing is fresh any more, where there is a link. */
  stop(): Promise<void>
  /** The tree is another one. Settles when it is published, or when the link is down. */
  show(snapshot: GatewaySnapshot): Promise<void>
  /** As `show`, for what has changed. */
  change(changes: {
    readonly values: readonly GatewayValue[]
    readonly events: readonly GatewayEvent[]
  }): Promise<void>
  health(): Health
}

export interface FaceOptions {
  readonly settings: Settings
  readonly connectionId: string
  readonly log: Log
  readonly trace?: Trace | undefined
  readonly orders: Orders
  /** How it fares has changed. */
  onHealth(): void
}
