import type { MeteringPoint, Quarantined, Reading, Usage } from '../../domain/metering/model.ts'
import type { RegisterStates } from '../../domain/metering/stream.ts'
import type { RatingCursor } from '../../domain/rating/cursor.ts'
import type { PreparedTariff } from '../../domain/rating/prepare.ts'
import type { RatedLine } from '../../domain/rating/rate.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Micros } from '../../kernel/money.ts'
import type { Transaction } from '../ledger/ports.ts'

/** A stretch of one plan's time under one compiled version; null where nothing is compiled. */
export interface TariffStretch {
  readonly effectiveFrom: Instant
  readonly versionId: Id
  readonly tariff: PreparedTariff | null
}

/** The cumulative counts of one tariff version under one agreement. */
export interface VersionCount {
  readonly agreementId: Id
  readonly versionId: Id
  readonly cursor: RatingCursor
}

/** Cumulative counts; of an agreement's, the version that came into use last comes last. */
export type Counts = readonly VersionCount[]

/** Where a metering point's stream stands. */
export interface StreamState {
  readonly registers: RegisterStates
  readonly counts: Counts
}

/** What money an account's energy charges move: from the tenant's purse to the site's revenue. */
export interface Payer {
  readonly accountId: Id
  readonly purseId: Id
  /** Where surcharges stand that credit above zero does not pay. */
  readonly receivableId: Id
  readonly currency: string
}

/** All that a metering point's readings are judged, rated and booked by. */
export interface Stream {
  readonly point: MeteringPoint
  /** By plan id, ascending. */
  readonly tariffs: ReadonlyMap<Id, readonly TariffStretch[]>
  /** By account id. */
  readonly payers: ReadonlyMap<Id, Payer>
  /** The site's revenue account of this utility. */
  readonly revenueId: Id
}

/** A stream and where it stands. */
export interface StreamPosition {
  readonly stream: Stream
  /** Proves that nobody else moved the stream, its installations, agreements or tariffs. */
  readonly version: bigint
  readonly state: StreamState
}

/** A rated line with the version that priced it. */
export interface ChargedLine {
  readonly versionId: Id
  readonly line: RatedLine
}

/** A usage interval with its price. */
export interface Charge {
  readonly usage: Usage
  readonly lines: readonly ChargedLine[]
  readonly amountMicros: Micros
  /** The part of it that never leads to a cut. */
  readonly surchargeMicros: Micros
  /** Why part of it has no price although somebody pays. */
  readonly unrated: 'no-tariff' | null
}

/** A charge in force, as booked: `amountMicros` is the sum of its lines. */
export interface BookedCharge {
  readonly id: Id
  readonly charge: Charge
}

/** What one batch of in-order readings leads to for one metering point. */
export interface StreamWrite {
  readonly stream: Stream
  /** The version that the stream was judged at. */
  readonly version: bigint
  /** Where it stands afterwards. */
  readonly state: StreamState
  /** The latest accepted instant; null leaves it. */
  readonly lastAt: Instant | null
  readonly readings: readonly Reading[]
  readonly charges: readonly Charge[]
  readonly quarantined: readonly Quarantined[]
  /** The state before the first reading of a new day, and the instant it holds for. */
  readonly checkpoints: readonly Checkpoint[]
}

export interface Checkpoint {
  readonly at: Instant
  readonly state: StreamState
}

/** What is stored of a stretch that is judged again. */
export interface History {
  readonly anchor: StreamState
  /** Every stored reading after each register's anchor. */
  readonly readings: readonly Reading[]
  /** Charges in force with an end after the anchor. */
  readonly charges: readonly BookedCharge[]
  /** Latest instant that the anchor holds for. */
  readonly anchorAt: Instant
}

/** The outcome of judging a stretch again, against what is booked. */
export interface Correction {
  readonly state: StreamState
  readonly lastAt: Instant | null
  readonly undo: readonly BookedCharge[]
  readonly charges: readonly Charge[]
  readonly quarantined: readonly Quarantined[]
  /** They replace every checkpoint after the anchor. */
  readonly checkpoints: readonly Checkpoint[]
}

export interface PreparedBatch {
  /**
   * Writes the batch in one transaction. `stale` when a stream had moved: nothing was written, load
   * and judge again.
   */
  write(): Promise<'written' | 'stale'>
}

export interface StreamStore {
  /** Streams by metering point; those that do not exist are left out. */
  load(pointIds: readonly Id[]): Promise<readonly StreamPosition[]>
  /** Makes a batch ready, so that nothing but the round trip is left. */
  prepare(batch: readonly StreamWrite[]): Promise<PreparedBatch>
  /**
   * Keeps readings that could not be judged, where they are seen and judged again.
   * @param request.reason what went wrong
   */
  setAside(request: {
    readonly pointId: Id
    readonly readings: readonly Reading[]
    readonly reason: string
  }): Promise<void>
  /** Metering points with readings that were not judged yet, and the earliest of those. */
  unjudged(): Promise<readonly { readonly pointId: Id; readonly from: Instant }[]>
  /**
   * Judges a stretch again in one transaction that owns the stream: stores the readings, and unless
   * all of them were known already, hands the history to `derive` and books its correction.
   * @param request.from where to look back from; the earliest of the readings when left out
   */
  correct(request: {
    readonly pointId: Id
    readonly readings: readonly Reading[]
    readonly from?: Instant
    readonly derive: (stream: Stream, history: History) => Correction
    /** Where the correction belongs to a larger change. */
    readonly transaction?: Transaction
  }): Promise<{ readonly corrected: boolean }>
}
