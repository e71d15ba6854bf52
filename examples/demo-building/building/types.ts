import type { LoadSpec } from '../load.ts'

export type DeviceKind =
  | 'tasmota-power'
  | 'tasmota-counter'
  | 'shelly-1pm'
  | 'shelly-3em'
  | 'cooling-telegram'
  | 'opcua-energy'
  | 'opcua-cooling'
  | 'bacnet-energy'
  | 'bacnet-water'
  | 'bacnet-pulse'

/**
 * - `answers`: does what it is told and says so
 * - `lies`: says that it is open, and lets the current through
 */
type RelaySpec = 'none' | 'answers' | 'lies'

/** A device as the simulation plays it; all that a device process is told of it. */
export interface DeviceSpec {
  /** Its name: in MQTT topics, where it is also its login; of its OPC UA object; of its BACnet device. */
  readonly device: string
  readonly kind: DeviceKind
  /** What flows through it; null where it counts others together. */
  readonly load: LoadSpec | null
  /** Devices behind it, whose use it counts besides its own. */
  readonly sumOf: readonly string[]
  /** Register when it is first switched on, in Wh, litres or MJ. */
  readonly initial: number
  /** It rolls over at 10 to this power kWh, m³ or GJ. */
  readonly digits: number
  /** Number of the BACnet device; others have none. */
  readonly instance?: number
  /** How often it reports, in the building's time, and how far past the full interval. */
  readonly intervalS: number
  readonly phaseS: number
  readonly relay: RelaySpec
  /** Decimal places of the power, where the device has that setting; 0 unless given. */
  readonly wattRes?: 0 | 1 | 2 | 3 | undefined
  /** Spans without connection, minutes after the building's first start. */
  readonly absences: readonly { readonly fromMinute: number; readonly toMinute: number }[]
  /** False: it lies in the store room until the technician puts it in. */
  readonly inService: boolean
}

/** How a tenant keeps the account filled. */
export interface Habit {
  /** `prompt` tops up when warned, `late` when the supply is off. */
  readonly when: 'prompt' | 'late'
  /** Minutes of the building's time between the notice and the payment. */
  readonly delayMinutes: number
  /**
   * How long the first payment lasts, in minutes of the building's time from when the tenant moves in until the first
   * warning (`prompt`) or until nothing is left (`late`).
   */
  readonly firstLastsMinutes: number
  /** How long later payments last on average. */
  readonly laterLastsHours: number
}

export interface TenantSpec {
  readonly code: string
  readonly name: string
  readonly language: 'en' | 'zh-CN'
  readonly trade: string
  readonly units: readonly string[]
  readonly habit: Habit
}

export interface SpaceSpec {
  readonly code: string
  readonly name: string
  readonly kind: 'building' | 'floor' | 'unit' | 'common'
  readonly parent: string | null
}

export interface MeterSpec {
  /** Of the metering point; the meter's serial is in the device's name. */
  readonly code: string
  readonly name: string
  readonly serial: string
  readonly model: string
  readonly utility: 'electricity' | 'water' | 'cooling'
  readonly unit: 'kWh' | 'm3' | 'GJ'
  readonly space: string
  /** Who pays. */
  readonly tenant: string
  readonly plan: string
  readonly maxRate: number
  readonly lifeSafety: boolean
  readonly device: DeviceSpec
}
