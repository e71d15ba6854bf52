import type { DeviceTemplate, TemplatePoint } from '../../contracts/device-template.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { LockedPoint } from '../supply/ports.ts'

/** A meter as it is installed and bound. */
export interface MeterStanding {
  readonly siteId: Id
  readonly installationId: Id
  readonly meteringPointId: Id
  /** Null: no relay supplies the metering point. */
  readonly supplyPointId: Id | null
  /** Of a point that reads one of its registers; null where there is none. */
  readonly connectionId: Id | null
  /** Codes of registers that no point reads. */
  readonly unread: readonly string[]
}

/** The latest value of a register or another point of a meter. */
export interface PointValue {
  readonly pointId: Id | null
  readonly registerId: Id | null
  /** Code of the register, or role of the point. */
  readonly name: string
  readonly unit: string
  /** Null: it has told nothing, or nothing since. */
  readonly value: string | null
  readonly quality: string | null
  readonly at: Instant | null
  /** Why metering has set this reading aside; null: it has not, or this is no register. */
  readonly setAside: string | null
}

/** What a relay test rests on. */
export interface SupplyStanding {
  /** Its point, locked, with its site and policy. */
  readonly locked: LockedPoint
  /** Whether a service agreement is in force. */
  readonly paid: boolean
  readonly verified: 'on' | 'off' | 'unknown'
  readonly reported: 'on' | 'off' | null
  readonly reportedAt: Instant | null
  readonly evidence: 'relay' | 'relay-and-load' | null
  /** Of the load point; null where there is none, or it has told nothing. */
  readonly load: { readonly value: string; readonly unit: string } | null
}

/** The last command that a driver was handed. */
export interface CommandStanding {
  readonly sentAt: Instant
  readonly outcome: 'confirmed' | 'refused' | 'offline' | 'unknown' | null
  readonly verifiedAt: Instant | null
}

/** A meter with all that is bound of it, as a template could say it. */
export interface MappedDevice {
  readonly medium: DeviceTemplate['medium']
  /** Type of the connection. */
  readonly driver: string
  /** CT × PT × pulse value of its installation. */
  readonly multiplierMicros: bigint
  readonly registers: readonly {
    readonly code: string
    readonly band: string | null
    readonly digits: number
    readonly direction: 'import' | 'export'
  }[]
  readonly points: readonly {
    readonly role: TemplatePoint['role']
    /** Code of the register that it reads. */
    readonly register: string | null
    readonly unit: string
    readonly address: JsonObject
  }[]
}

/** What a commissioning reads besides its own record. */
export interface CommissioningReads {
  /** Meters of points at this connection that have one of these addresses; at most twenty. */
  boundTo(
    request: { readonly connectionId: Id; readonly addresses: readonly JsonObject[] },
    transaction: Transaction,
  ): Promise<readonly Id[]>
  /** Null: no point of it is bound. */
  device(
    request: { readonly meterId: Id; readonly installationId: Id },
    transaction: Transaction,
  ): Promise<MappedDevice | null>
  /** Null: the meter is not installed then. */
  meter(
    request: { readonly meterId: Id; readonly at: Instant },
    transaction: Transaction,
  ): Promise<MeterStanding | null>
  /** Registers first; only what was received since an instant, where one is given. */
  values(
    request: { readonly meterId: Id; readonly since: Instant | null },
    transaction: Transaction,
  ): Promise<readonly PointValue[]>
  /** Locks the point. */
  supply(
    request: { readonly supplyPointId: Id; readonly at: Instant },
    transaction: Transaction,
  ): Promise<SupplyStanding>
  /** By the wall clock; null: none was sent since. */
  command(
    request: {
      readonly supplyPointId: Id
      readonly action: 'cut' | 'restore'
      readonly since: Instant
    },
    transaction: Transaction,
  ): Promise<CommandStanding | null>
}

/** Makes the document of what was certified. */
export interface CertificatePrinter {
  print(request: {
    readonly certificate: JsonObject
    readonly hash: string
    readonly language: 'en' | 'zh-CN'
  }): Promise<Uint8Array>
}
