import type {
  ConnectionTest,
  DriverOptions,
  Instant,
  JsonObject,
  MeterDriver,
  MeterDriverContribution,
  PointBinding,
} from '../contracts/index.ts'

/** How a device treats a command: does it, says no, says nothing, or says yes and does nothing. */
export type RelayBehaviour = 'answer' | 'refuse' | 'silent' | 'lie'

/** One device of a peer and the points that it is bound by. */
export interface PeerDevice {
  /** A cumulative counter. */
  readonly register: PointBinding
  /** A second value that the device sends together with the register. */
  readonly power: PointBinding
  /** Needed where the driver writes; the relay starts switched on. */
  readonly relay?: PointBinding
}

/** What a device sends: decimal texts in the points' units, and when it measured. */
export interface PeerReading {
  readonly device: number
  readonly register: string
  readonly power: string
  readonly at: Instant
}

/**
 * The other side of the wire, supplied by the driver's author: the real thing where there is one.
 * Its address stays the same from start to start. Devices are numbered from 0. Before the first
 * reading a register has no value, or already that of the first reading of the cases: 1000.125.
 */
export interface MeterDriverPeer {
  /** Valid against the driver's connection schema. */
  readonly connection: JsonObject
  /** Whatever of the connection must never be seen: passwords, keys. */
  readonly secrets?: readonly string[]
  /** The most digits that its registers show, where they cannot show 2589773.391234; decimal text. */
  readonly longestRegister?: string
  start(): Promise<void>
  /** Takes the peer away, as when its process ends. May be called when it is not running. */
  stop(): Promise<void>
  /** Lets no byte pass between driver and peer, without closing anything; or lets them pass again. */
  partition(request: { readonly cut: boolean }): Promise<void>
  device(index: number): PeerDevice
  /** The device sends a reading; resolves when the peer has it. */
  publish(reading: PeerReading): Promise<void>
  /** The device sends what cannot be understood. */
  publishGarbage(request: { readonly device: number }): Promise<void>
  relay: {
    behave(request: { readonly device: number; readonly behaviour: RelayBehaviour }): void
    isOn(device: number): boolean
  }
  /** Takes a device off the peer, with its last will if it has one, or brings it back. */
  setDeviceOnline(request: { readonly device: number; readonly online: boolean }): Promise<void>
  /** Frees everything. */
  close(): Promise<void>
}

/** What the suite may expect; the first four as in the manifest. */
export interface MeterDriverSuiteCapabilities {
  readonly read: boolean
  readonly write: boolean
  readonly discover: boolean
  readonly browse?: boolean
  readonly expiringCommands: boolean
  /** Whether devices send the time of measurement. */
  readonly sourceTime: boolean
}

export interface MeterDriverSuiteOptions {
  readonly create: (options: DriverOptions) => MeterDriver
  readonly test: (request: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }) => Promise<ConnectionTest>
  /** Where the contribution has it. */
  readonly tryDiscover?: NonNullable<MeterDriverContribution['tryDiscover']>
  /** Makes a fresh peer, not started. */
  readonly peer: () => Promise<MeterDriverPeer>
  readonly capabilities: MeterDriverSuiteCapabilities
  /** Cases that cannot be run, by name, each with its written reason. */
  readonly skip?: Readonly<Record<string, string>>
  /** How long an answer or a reconnect may take; 20 s unless given. */
  readonly patienceMs?: number
}
