import type { Measurement } from './meter.ts'

export interface Message {
  readonly topic: string
  readonly payload: string
  readonly retain?: boolean
}

/** What a message to a device may do with it. */
export interface Handle {
  measure(): Measurement
  /** Says where the relay goes; false where the device has none, or it may not move now. */
  switchRelay(on: boolean): boolean
}

/** How one kind of device speaks MQTT. */
export interface Dialect {
  /** What the broker says of it when it is gone, and what it says itself when it comes. */
  readonly will: Message
  readonly birth: Message
  readonly subscriptions: readonly string[]
  readonly qos: 0 | 1
  /** Its regular report. */
  report(measurement: Measurement): readonly Message[]
  /** Answers a message, with what it tells of itself when its relay has moved. */
  hear(message: Message, handle: Handle): readonly Message[]
}
