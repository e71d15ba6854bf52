import type { DeviceSpec } from '../building/types.ts'
import type { Handle } from './dialect.ts'
import type { Measurement } from './meter.ts'

/** A device as its connection sees it. */
export interface Device {
  readonly spec: DeviceSpec
  /** For networks whose devices sign in. */
  readonly password: string
  /** Where its relay was left. */
  isOn(): boolean
  /** Does something with the device as it is now, and keeps where its relay went. */
  act<T>(work: (handle: Handle) => T): T
  /** Has its report told now, whatever its interval is. */
  report(): void
}

/** A device's connection. */
export interface Link {
  /** Its regular report. */
  tell(measurement: Measurement): void
  /** Says goodbye. */
  close(): Promise<void>
  /** Is cut off without a word. */
  drop(): void
}

/** What devices are connected to. */
export interface Network {
  connect(device: Device): Link
}
