import type { CompiledTariff, TariffCalendar } from '../../contracts/tariff-strategy.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { AuditActor } from '../audit/ports.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Who changes something, by which operation, at which site: for the audit log. */
export interface ChangedBy {
  readonly actor: AuditActor
  readonly operation: string
  readonly siteId: Id | null
}

/** A register's value at an end of an installation, in micros of its unit. */
export interface SignedValue {
  readonly registerId: Id
  readonly valueMicros: bigint
}

export interface InstallMeter {
  readonly meterId: Id
  readonly meteringPointId: Id
  readonly at: Instant
  /** CT × PT in micros. */
  readonly multiplierMicros: bigint
  /** One for each of the meter's registers. */
  readonly openings: readonly SignedValue[]
  /** Who read the values off the meter. */
  readonly signedBy: string
}

export interface RemoveMeter {
  readonly installationId: Id
  readonly at: Instant
  readonly closings: readonly SignedValue[]
  readonly signedBy: string
}

export interface NewAgreement {
  readonly contractId: Id
  readonly accountId: Id
  readonly meteringPointId: Id
  readonly tariffPlanId: Id
  readonly from: Instant
  readonly to: Instant | null
}

export interface NewTariffVersion {
  readonly tariffPlanId: Id
  readonly effectiveAt: Instant
  readonly terms: JsonObject
}

export interface Plan {
  readonly id: Id
  readonly strategy: string
  readonly calendar: TariffCalendar
}

/** Writes of the building's set-up; each within the caller's transaction. */
export interface CommissioningStore {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** @throws `conflict` when meter or point is taken then, `validation-failed` when a register's value is missing */
  install(request: InstallMeter, transaction: Transaction): Promise<Id>
  /** @returns the metering point it served. @throws `not-found`, `conflict`, `validation-failed` */
  remove(request: RemoveMeter, transaction: Transaction): Promise<Id>
  /** @throws `conflict` when somebody else pays for the point then */
  addAgreement(request: NewAgreement, transaction: Transaction): Promise<Id>
  /** @returns the metering point. @throws `not-found`, `conflict` */
  endAgreement(
    request: { readonly agreementId: Id; readonly at: Instant },
    transaction: Transaction,
  ): Promise<Id>
  /** @throws `not-found` */
  plan(planId: Id): Promise<Plan>
  /** @throws `conflict` when the plan has a version from that instant on */
  addTariffVersion(
    request: NewTariffVersion & { readonly compiled: CompiledTariff },
    transaction: Transaction,
  ): Promise<Id>
  /** Metering points that are priced by a plan. */
  pointsOfPlan(planId: Id, transaction: Transaction): Promise<readonly Id[]>
}

/** A version whose compiled prices end soon. */
export interface EndingVersion {
  readonly versionId: Id
  readonly planId: Id
  readonly siteId: Id
  readonly strategy: string
  readonly calendar: TariffCalendar
  readonly terms: JsonObject
  readonly effectiveAt: Instant
  /** When its compiled prices end. */
  readonly compiledTo: Instant
  /** When the plan's next version takes its place; null: never. */
  readonly until: Instant | null
  /** Its last compiled stretch. */
  readonly last: CompiledTariff
}

/** What keeps tariffs compiled ahead reads and writes. */
export interface TariffExtensionStore {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Versions whose prices end before they themselves do, and before an instant. */
  endingBefore(request: { readonly at: Instant }): Promise<readonly EndingVersion[]>
  /** Appends a stretch to a version; not where somebody else did meanwhile. */
  appendStretch(request: {
    readonly versionId: Id
    readonly stretch: CompiledTariff
    readonly transaction: Transaction
  }): Promise<{ readonly appended: boolean }>
  /** Makes every cached stream that a plan prices be loaded again. */
  raiseStreams(request: { readonly planId: Id; readonly transaction: Transaction }): Promise<void>
  openRepair(request: {
    readonly ending: EndingVersion
    readonly severity: 'warning' | 'critical'
    readonly detail: JsonObject
    readonly transaction: Transaction
  }): Promise<void>
  closeRepair(request: {
    readonly ending: EndingVersion
    readonly transaction: Transaction
  }): Promise<void>
  /** Metering points with readings that a plan prices. */
  pointsOf(request: { readonly planId: Id }): Promise<readonly Id[]>
}
