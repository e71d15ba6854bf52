import type { Quality } from '../../contracts/meter-driver.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'

/** Where a register's readings belong, from one instant to another. */
export interface Placement {
  readonly meteringPointId: Id
  readonly from: Instant
  readonly to: Instant | null
}

/** Where a point's meter stands, and who pays there now. */
export interface PointOwner {
  readonly siteId: Id
  /** Null: nobody pays. */
  readonly tenantId: Id | null
  readonly meterId: Id
}

/** What a point's values are. */
export type PointRef =
  | {
      readonly pointId: Id
      readonly role: 'register'
      readonly registerId: Id
      /** Ascending. */
      readonly placements: readonly Placement[]
      /** The paying account, else the metering point: one writer's by this. */
      readonly partition: Id
      /** Whose it is, for whoever watches live. */
      readonly owner: PointOwner
    }
  | { readonly pointId: Id; readonly role: 'other' }

/** A value of a point that is no register. */
export interface PointObservation {
  readonly pointId: Id
  readonly value: string
  readonly quality: Quality
  readonly at: Instant
  readonly receivedAt: Instant
}

/** Input that no reading could be made of. */
export interface StrayInput {
  readonly connectionId: Id
  readonly source: string
  readonly reason: string
  readonly payloadBase64: string
  readonly at: Instant
}

export interface PointStore {
  /** Points by id; unknown ones are left out. */
  resolve(pointIds: readonly Id[]): Promise<readonly PointRef[]>
  /** Keeps stray input, once for each distinct payload, counting repetitions. */
  keepInput(input: StrayInput): Promise<void>
}
