import type { BookedLine, ChargedInterval } from '../../domain/analytics/arithmetic.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Row } from '../registry/ports.ts'

/** A register value at an end of an interval. */
export interface EndReading {
  readonly end: 'from' | 'to'
  readonly at: Instant
  readonly valueMicros: bigint
  /** Read, signed by whoever changed the meter, or worked out where the payer changed. */
  readonly origin: 'reading' | 'signed' | 'interpolated'
  readonly quality: string | null
  readonly source: string | null
  readonly receivedAt: Instant | null
}

/** A booked charge with all that explains it. */
export interface ChargeFacts {
  /** As lists of charges tell it. */
  readonly charge: Row
  readonly interval: ChargedInterval
  readonly lines: readonly BookedLine[]
  readonly reversedById: Id | null
  readonly accountId: Id | null
  readonly currency: string | null
  readonly meteringPoint: {
    readonly id: Id
    readonly code: string
    readonly name: string
    readonly utility: string
    readonly unit: string
  }
  readonly meter: { readonly id: Id; readonly serial: string; readonly model: string }
  readonly register: {
    readonly id: Id
    readonly code: string
    readonly band: string | null
    readonly digits: number
  }
  readonly readings: readonly EndReading[]
  readonly tariffs: readonly {
    readonly id: Id
    readonly planId: Id
    readonly planCode: string
    readonly planName: string
    readonly strategy: string
    readonly effectiveAt: Instant
  }[]
}

export interface ChargeStore {
  /** @throws `not-found` */
  charge(query: { readonly chargeId: Id }): Promise<ChargeFacts>
}
