import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Row } from '../registry/ports.ts'

/** A register while it served a metering point, within a tenant's time where it is narrowed. */
export interface ServedSpan {
  readonly registerId: Id
  readonly code: string
  readonly band: string | null
  readonly meterId: Id
  readonly serial: string
  readonly from: Instant
  readonly to: Instant
}

export interface HistoryStore {
  point(query: { readonly meteringPointId: Id }): Promise<{ readonly intervalSeconds: number }>
  spans(query: {
    readonly meteringPointId: Id
    readonly tenantIds: readonly Id[] | null
    readonly from: Instant
    readonly to: Instant
  }): Promise<readonly ServedSpan[]>
  /** Least, most and last value of each bucket of `bucketMs` counted from `origin`. */
  points(query: {
    readonly span: ServedSpan
    readonly origin: Instant
    readonly bucketMs: number
  }): Promise<
    readonly {
      readonly bucket: number
      readonly at: Instant
      readonly minMicros: bigint
      readonly maxMicros: bigint
      readonly lastMicros: bigint
      readonly count: number
    }[]
  >
  /** Stretches without a reading longer than `longerThanMs` that touch the span. */
  gaps(query: {
    readonly span: ServedSpan
    readonly longerThanMs: number
    readonly limit: number
  }): Promise<readonly { readonly from: Instant; readonly to: Instant }[]>
  quarantined(query: {
    readonly spans: readonly ServedSpan[]
    readonly limit: number
  }): Promise<readonly Row[]>
}
